"""How the urging notice reached the debtor: by mail, by hand, over the network, and sometimes not at the first try."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

from cases.actions import delivery
from cases.actions.inputs import ServiceDetails
from cases.actions.papers import issue_paper
from cases.models import Case
from cases.models.choices import LegalModel, PartyRole, ServiceOutcome, ServiceWay
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.roles import Role

from .court import Court

# One case in so many is found at home only the second time.
NOT_AT_HOME = 7
FORM = "D08"


def serve_urging(do: Callable[..., Any], case: Case, court: Court, *, now: datetime, rng: Random) -> None:
    """Issue D08 and record its service, after a try that failed where nobody was at home. ``do`` carries out one act."""
    debtor = case.parties.get(role=PartyRole.RESPONDENT)
    paper = None
    if case.legal_model == LegalModel.A:
        paper = do(issue_paper, Role.CLERK, form=FORM, subject=f"party:{debtor.pk}")
    staff = "、".join(court.by_role(role).name for role in (Role.CLERK, Role.WINDOW))
    form = {"form": FORM} if paper is None else {}
    common = {**form, "party_id": debtor.pk, "served_on": local_date(now)}
    known = ServiceDetails(paper_id=paper.pk if paper is not None else None, address=debtor.address, staff_names=staff)
    if debtor.e_service_consent:
        address = debtor.phone or "平台账号"
        sent = replace(known, e_platform="人民法院送达平台", e_address=address, sent_at=now, arrived_at=now)
        do(delivery.record_service, Role.CLERK, **common, way=ServiceWay.ELECTRONIC, proof="平台送达凭证", details=sent)
        return
    if debtor.pk % NOT_AT_HOME == 0:
        tried = replace(known, outcome=ServiceOutcome.TRIED, refusal="住所无人应门，邻居称傍晚才回")
        do(delivery.record_service, Role.CLERK, **common, way=ServiceWay.DIRECT, details=tried)
    do(
        delivery.record_service,
        Role.CLERK,
        **common,
        way=rng.choice((ServiceWay.DIRECT, ServiceWay.POST)),
        signer=debtor.legal_rep or debtor.name,
        proof="送达回证",
        details=known,
    )
