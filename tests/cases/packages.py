"""Hand-overs of every kind for the tests of the package, and the filing division's answers to them."""

import hashlib
import io
import zipfile
from dataclasses import replace
from typing import Any

from lxml import etree

from cases.actions import handover, intake, mediation, performance
from cases.actions.acting import Actor
from cases.actions.inputs import AgentInput, ClueInput, PreservationInput, SessionInput
from cases.actions.package import download_package
from cases.actions.papers import issue_paper
from cases.models import Handover
from cases.papers.package.receipts import receipt_signature
from cases.papers.package.schemas import ACKNOWLEDGEMENT, HANDOVER
from tests.build import Walk, day, loan_filing, moment
from tests.cases.test_scenarios import interest_filing
from tests.cast import Cast

NS = {"h": HANDOVER}
NOTE = "债务人私下说年底有一笔工程款四十二万"
EXEC_NO = "（2023）鄂1023执77号"


def after_default(cast: Cast) -> Walk:
    """S4: interest, two payments, a default, the creditor's application; talks with a note in confidence."""
    walk = Walk(cast, interest_filing()).file().accept("2023-04-26").assign("2023-04-26", "2023-04-26")
    came = tuple(
        {"party": party.pk, "name": party.name, "as": "本人", "identity": "居民身份证", "absent": ""}
        for party in walk.case.parties.all()
    )
    said = SessionInput(
        held_on=day("2023-05-09"), attendees=came, positions="许某：请尽快付清。", confidential_note=NOTE
    )
    walk.do(mediation.log_session, "li", "2023-05-09 11:00", session=said)
    walk.urge("2023-05-10")
    _known_of_property(walk)
    walk.do(issue_paper, "shu", "2023-05-12", form="D11")
    plan = (("2023-05-31", "50000"), ("2023-06-30", "50000"), ("2023-09-28", "109170"))
    walk.conclude(walk.terms("2023-05-18", "209170", *plan, grace_days=3))
    walk.confirm(walk.pay("50000", "2023-05-31"), "2023-05-31")
    wrong = walk.pay("30000", "2023-07-04")
    walk.do(performance.reverse_payment, "cai", "2023-07-04", payment_id=wrong.pk, reason="重复登记")
    walk.pay("20000", "2023-07-05")
    walk.do(performance.declare_default, "li", "2023-07-06")
    walk.do(issue_paper, "shu", "2023-07-20", form="D30")
    walk.do(handover.hand_over, "qian", "2023-07-20", applied_on=day("2023-07-20"), reason="申请人申请执行")
    return walk


def _known_of_property(walk: Walk) -> None:
    clue = ClueInput("session", "vehicle", "小型汽车鄂D12345", day("2023-05-09"), location="红城乡停车场")
    walk.do(intake.record_clue, "wang", "2023-05-10", clue=clue)
    for kind, until in (("pre_suit", "2024-05-09"), ("in_suit", "2023-12-31")):
        frozen = PreservationInput(kind, "deposit", "某银行存款", day("2023-05-09"), day(until))
        walk.do(intake.record_preservation, "wang", "2023-05-10", frozen=frozen)
    debtor = walk.case.parties.get(role="respondent")
    lawyer = AgentInput("lawyer", "秦某", special=True, powers=("reconcile", "collect"))
    walk.do(intake.record_agent, "wang", "2023-05-11", party_id=debtor.pk, agent=lawyer)


def after_failure(cast: Cast) -> Walk:
    walk = Walk(cast).file().accept().assign()
    walk.do(mediation.fail, "qian", "2023-05-30", code="22", note="差距过大")
    walk.do(handover.hand_over, "qian", "2023-05-31")
    return walk


def urgent(cast: Cast) -> Walk:
    """Assets are being moved; and somebody's words are not what XML can carry."""
    filing = loan_filing()
    hidden = replace(filing.parties[1], address_confidential=True, name="刘𠮷·<买买提>&")
    walk = Walk(cast, replace(filing, parties=(filing.parties[0], hidden))).file().accept().assign()
    walk.do(mediation.fail, "qian", "2023-05-12 10:00", code="25", note="正在转移财产<b>急</b> ]]> &")
    walk.do(handover.hand_over, "qian", "2023-05-12 11:00", urgent=True, reason="请先查控 & 立案")
    return walk


def model_b(cast: Cast) -> Walk:
    walk = Walk(cast, loan_filing(legal_model="B", wants_registration=True)).file().accept().assign()
    walk.do(intake.register_execution, "chen", "2023-05-10", exec_case_no=EXEC_NO)
    frozen = PreservationInput("pre_execution", "deposit", "某银行存款", day("2023-04-20"), day("2024-04-19"))
    walk.do(intake.record_preservation, "wang", "2023-05-10", frozen=frozen)
    walk.conclude()
    walk.do(performance.declare_default, "qian", "2023-06-26")
    walk.do(handover.hand_over, "qian", "2023-06-28", applied_on=day("2023-06-28"))
    return walk


def not_eligible(cast: Cast) -> Walk:
    """Kept out of reconciliation at the window: no talks, no mediator."""
    walk = Walk(cast).file()
    walk.do(intake.decline, "wang", "2023-05-09", code="27", note="不适格")
    walk.do(handover.hand_over, "qian", "2023-05-10")
    return walk


KINDS = {
    "default": after_default,
    "failure": after_failure,
    "urgent": urgent,
    "model_b": model_b,
    "not_eligible": not_eligible,
}


def taken(walk: Walk, who: str = "chen", at: str = "2023-08-01", seq: int | None = None) -> bytes:
    """The package, as somebody downloads it."""
    by = Actor(getattr(walk.cast, who))
    return download_package(by=by, now=moment(at), case_id=walk.case_id, seq=seq)[1]


def files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def matter(package: bytes) -> Any:
    return etree.fromstring(files(package)["package.xml"])


def text(root: Any, path: str) -> str:
    """The text of one element: ``transfer/handed-on``."""
    return root.findtext("/".join(f"h:{name}" for name in path.split("/")), namespaces=NS)


def sent(walk: Walk) -> Handover:
    return Handover.objects.filter(case=walk.case_id).latest("seq")


def answer(walk: Walk, *, signed: bool = False, **changes: Any) -> bytes:
    """An acknowledgement as the filing division's program would write it; ``changes`` spoil it.

    ``returned_on`` and ``reasons`` make it a return.
    """
    package = taken(walk)
    root = matter(package)
    said: dict[str, Any] = {
        "handover": root.get("id"),
        "sha256": hashlib.sha256(package).hexdigest(),
        "case": text(root, "case/number"),
        "number": "（2023）鄂1023执66号",
        "on": "2023-07-25",
        "by": "立案陈",
        **changes,
    }
    reasons = said.get("reasons")
    told = ["returned"] if reasons else ["accepted", said["number"]]
    lines = [said["handover"], said["sha256"], said["case"], *told, said["on"], *(reasons or ()), said["by"]]
    if signed and "signature" not in said:
        said["signature"] = receipt_signature(text(root, "transfer/receipt-key"), lines)
    return acknowledgement(said)


def acknowledgement(said: dict[str, Any]) -> bytes:
    """The file itself, whatever it says."""
    root = etree.Element(f"{{{ACKNOWLEDGEMENT}}}acknowledgement", nsmap={None: ACKNOWLEDGEMENT}, version="1.0")

    def put(parent: Any, name: str, value: str | None = None) -> Any:
        child = etree.SubElement(parent, f"{{{ACKNOWLEDGEMENT}}}{name}")
        child.text = value
        return child

    put(root, "handover", said["handover"])
    put(root, "package-sha256", said["sha256"])
    put(root, "case-number", said["case"])
    if said.get("reasons"):
        back = put(root, "returned")
        put(back, "returned-on", said["on"])
        for reason in said["reasons"]:
            put(back, "reason", reason)
    else:
        there = put(root, "accepted")
        put(there, "enforcement-number", said["number"])
        put(there, "registered-on", said["on"])
    put(root, "answered-by", said["by"])
    if "signature" in said:
        put(root, "signature", said["signature"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
