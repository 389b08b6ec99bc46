"""Why a service cannot be recorded now."""

from collections.abc import Sequence
from datetime import date

from cases.facts import address_confirmed
from cases.models import AddressConfirmation, Case, Party, Service
from cases.models.choices import ServiceWay
from cases.rules.delivery import Fault, effect, faults
from cases.verbs import Verb
from documents.models import Paper, Status
from jianli_mediation.core.clock import local_date
from jianli_mediation.kernel.refusal import Blocker

from .standing import Day, in_state, not_after, not_before

AT_THE_WAY = "way"


def to_record_service(
    case: Case,
    day: Day,
    *,
    party: Party | None = None,
    way: str = "",
    served_on: date | None = None,
    paper: Paper | None = None,
) -> list[Blocker]:
    """Electronic service needs consent, the paper is not void, and its service is complete by today."""
    found = in_state(case, Verb.RECORD_SERVICE)
    if party is not None and way == ServiceWay.ELECTRONIC and not party.e_service_consent:
        found.append(Blocker("no_e_service_consent", f"{party.name}没有同意电子送达，请改用其他方式", "民诉法第90条"))
    if paper is not None and paper.status == Status.VOID:
        found.append(Blocker("paper_is_void", f"《{paper.title}》已经作废，不能送达"))
    if served_on is None:
        return found
    found += not_before(served_on, local_date(case.received_at), "served_before_receipt", "送达日")
    complete = effect(way=way, day=served_on).on if way else served_on
    if complete > served_on and complete > day.today:
        found.append(Blocker("notice_running", f"公告期到 {complete:%Y-%m-%d} 才满，满了再登记送达"))
    return found + not_after(served_on, day.today, "served_in_future", "送达日")


def to_confirm_address(case: Case, day: Day, *, row: AddressConfirmation | None = None) -> list[Blocker]:
    """Signed between receipt and today, with an address, for some stage; consent names where messages may go."""
    found = in_state(case, Verb.CONFIRM_ADDRESS)
    if row is None:
        return found
    if not row.address:
        found.append(Blocker("address_blank", "请写明送达地址"))
    if row.e_consent and not row.e_address:
        found.append(Blocker("e_address_blank", "同意电子送达的，请写明手机号、邮箱或者账号", "民诉法解释第136条"))
    if not (row.for_reconciliation or row.for_enforcement):
        found.append(Blocker("no_stage", "请选送达地址用于哪个阶段"))
    found += not_before(row.signed_on, local_date(case.received_at), "signed_before_receipt", "签署日")
    return found + not_after(row.signed_on, day.today, "signed_in_future", "签署日")


def service_faults(case: Case, row: Service) -> tuple[Fault, ...]:
    """What keeps a row from being a service of its paper on its party by its way; of a try, what it leaves untold."""
    if not row.is_served:
        return () if row.refusal else (Fault("try_untold", "请写明没有送到的情况", "refusal"),)
    found = faults(
        way=row.way,
        form=row.form,
        receiver=row.signer,
        relation=row.relation,
        witnesses=len(row.witnesses.splitlines()),
        recorded=row.recorded,
        e_consent=row.party.e_service_consent,
        e_address=row.e_address,
        confirmed_address=address_confirmed(case, row.party),
        filed=bool(case.exec_case_no),
    )
    return (*found, *_untold(row))


def _untold(row: Service) -> Sequence[Fault]:
    """The reason of the refusal belongs on the receipt (article 89); a message is served on the day it arrives."""
    found = []
    if row.way == ServiceWay.LEFT and not row.refusal:
        found.append(Fault("refusal_untold", "留置送达须记明拒收的事由", "refusal"))
    if row.sent_at and row.arrived_at and row.arrived_at < row.sent_at:
        found.append(Fault("arrived_before_sent", "到达时间不能早于发出时间", "arrived_at"))
    elif row.arrived_at and local_date(row.arrived_at) != row.done_on:
        found.append(Fault("arrived_another_day", "电子送达以到达的日期为送达日，两处日期不一致", "arrived_at"))
    return found
