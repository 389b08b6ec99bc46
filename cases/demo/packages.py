"""Sealed packages in the demo court: one that waits for its answer, one that a file from the filing division answered."""

from datetime import date, datetime

from cases.actions.acting import Actor
from cases.actions.answer import answer_by_file
from cases.actions.package import download_package
from cases.models import Handover
from cases.papers.package import package_id
from cases.papers.package.node import Node
from cases.papers.package.receipts import receipt_key, receipt_signature
from cases.papers.package.schemas import ACKNOWLEDGEMENT, VERSION
from cases.states import State
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.roles import Role

from .court import Court

SHOWN = 2


def show_packages(court: Court, now: datetime) -> int:
    """The filing division takes the newest packages that wait, and answers the older of them. Returns the acts done."""
    filing = court.by_role(Role.FILING)
    waiting = Handover.objects.filter(
        case__state=State.ENFORCEMENT, acknowledged_on__isnull=True, returned_on__isnull=True, case__exec_case_no=""
    )
    rows = list(waiting.order_by("-handed_on", "-pk")[:SHOWN])
    taken = [download_package(by=Actor(filing), now=now, case_id=row.case_id)[0] for row in rows]
    if len(taken) < SHOWN:
        return 0
    content = acknowledgement(taken[-1], filing.name, local_date(now))
    answer_by_file(by=Actor(filing), now=now, case_id=taken[-1].case_id, content=content)
    return 1


def acknowledgement(row: Handover, answered_by: str, on: date) -> bytes:
    """What the program of the filing division would send: accepted today, signed with the key from the package."""
    ours, number = package_id(row.case, row), f"（{on.year}）鄂1023执{4000 + row.case_id}号"
    root = Node.root(ACKNOWLEDGEMENT, "acknowledgement", version=VERSION)
    root.put("handover", ours)
    root.put("package-sha256", row.package_sha256)
    root.put("case-number", row.case.case_no)
    accepted = root.group("accepted")
    accepted.put("enforcement-number", number)
    accepted.put("registered-on", on)
    root.put("answered-by", answered_by)
    lines = (ours, row.package_sha256, row.case.case_no, "accepted", number, on.isoformat(), answered_by)
    root.put("signature", receipt_signature(receipt_key(ours), lines))
    return root.text()
