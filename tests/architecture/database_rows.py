"""One of everything in the database, and copies of its rows by plain SQL, as a script of somebody else would write."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from cases.actions import (
    attachments,
    delivery,
    handover,
    intake,
    mediation,
    meeting,
    outside,
    performance,
    suspension,
    targets,
)
from cases.actions.acting import Actor
from cases.actions.inputs import AddressInput, AgentInput, ClueInput, PreservationInput, SessionInput
from cases.models import DutyRun, Guidance, LedgerImport, PaperBatch, PaperBatchItem, StallReview
from cases.states import State
from documents.models import Paper, PaperDraft, Withdrawal
from jianli_mediation.core import audit, webhooks
from jianli_mediation.core.clients import create_client
from jianli_mediation.core.models import (
    ApiCall,
    AuditEntry,
    DatedSetting,
    Draft,
    IdempotencyRecord,
    ReferenceRate,
    SavedView,
    User,
    WebhookDelivery,
)
from mediators import actions as roster
from mediators.models import Mediator, Organisation
from tests.build import Walk, day, moment
from tests.cast import make_cast
from tests.scan_files import looked_at
from tests.stats.freezing import freeze

NOW = moment("2023-07-01")


def one_of_everything() -> None:
    """A case through talks, agreement, money, default and hand-over, with what may stand beside it."""
    cast = make_cast()
    walk = Walk(cast).to(State.MEDIATION)
    walk.urge()
    session = SessionInput(day("2023-05-12"), confidential_note="底线六万")
    walk.do(mediation.log_session, "li", "2023-05-12", session=session)
    debtor = walk.case.parties.get(role="respondent")
    lawyer = AgentInput("lawyer", "秦某", special=True, powers=("reconcile",))
    walk.do(intake.record_agent, "wang", "2023-05-12", party_id=debtor.pk, agent=lawyer)
    signed = AddressInput(address="容城镇示例路 9 号", signed_on=day("2023-05-12"))
    walk.do(delivery.confirm_address, "wang", "2023-05-12", party_id=debtor.pk, confirmation=signed)
    walk.do(intake.record_clue, "wang", "2023-05-12", clue=ClueInput("applicant", "vehicle", "车", day("2023-05-12")))
    frozen = PreservationInput("in_suit", "deposit", "存款", day("2023-05-01"), date(2024, 4, 30))
    walk.do(intake.record_preservation, "wang", "2023-05-12", frozen=frozen)
    walk.do(suspension.suspend, "li", "2023-05-13", reason="等评估报告")
    walk.do(suspension.resume, "li", "2023-05-15")
    _of_the_guidance(walk, cast.qian)
    _of_the_talks(walk, cast.li)
    walk.conclude()
    walk.confirm(walk.pay("100.00", "2023-06-20"), "2023-06-21")
    walk.pay("200.00", "2023-06-21")
    walk.do(performance.declare_default, "qian", "2023-06-26")
    walk.do(handover.hand_over, "qian", "2023-06-27", applied_on=day("2023-06-27"))
    scan = attachments.ScanInput(scan=looked_at(), kind="payment", title="转账回单")
    walk.do(attachments.attach, "qian", "2023-06-27", given=scan)
    _of_the_papers(cast.shu, walk.case_id)
    _of_the_house(cast.wang)
    task = {"month": day("2023-06-01"), "text": "与三家组织续签", "due_on": day("2023-08-01")}
    meeting.decide_task(by=Actor(cast.qian), now=NOW, owner_id=cast.zheng.pk, **task)
    of_april = outside.Reading(day("2023-04-01"), {"first_filings": 9}, "执行办案系统", day("2023-05-04"))
    outside.enter_outside(by=Actor(cast.chen), now=NOW, reading=of_april)
    aim = {"code": "m07", "from_month": day("2023-06-01"), "amount": Decimal(60), "basis": "院务会"}
    targets.set_target(by=Actor(cast.qian), now=NOW, **aim)
    freeze(cast, "2023-05", at="2023-07-03 09:00")
    _of_the_roster(cast.mediator("li"), cast.qian)
    _on_its_way()
    _of_the_night()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _of_the_guidance(walk: Walk, user: User) -> None:
    attempt = walk.case.attempt
    assert attempt is not None
    decided = {"decided_at": NOW, "decided_by": user, "reason": "再谈一次", "until": day("2023-06-01")}
    StallReview.objects.create(attempt=attempt, decision="extend", **decided)
    Guidance.objects.create(attempt=attempt, text="先核实车辆", given_by=user, given_at=NOW)


def _of_the_talks(walk: Walk, user: User) -> None:
    attempt = walk.case.attempt
    assert attempt is not None
    assert attempt.mediator is not None
    entered = {"entered_by": user, "entered_at": NOW}
    attempt.appointments.create(
        mediator=attempt.mediator,
        room=attempt.mediator.room,
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=2),
        **entered,
    )
    debtor = walk.case.parties.get(role="respondent")
    attempt.case.requests.create(
        party=debtor, kind="other", content="何时付款", received_at=NOW, due_on=day("2023-07-05"), **entered
    )
    attempt.contacts.create(party=debtor, contacted_at=NOW, way="phone", outcome="no_answer", **entered)
    attempt.follow_ups.create(text="带银行流水", due_on=day("2023-06-01"), **entered)
    lots = {"difficulty": 1, "seed_entry": 1, "seed_hash": "0" * 64, "seed": "x", "method": "1"}
    attempt.draws.create(number=1, drawn_at=NOW, drawn_by=user, chosen=attempt.mediator, ticket="1", **lots)


def _of_the_papers(user: User, case_id: int) -> None:
    key = f"case:{case_id}"
    PaperDraft.objects.create(owner_key=key, form="D12", subject="item:1", fills="{}", saved_by=user, saved_at=NOW)
    batch = PaperBatch.objects.create(form="D14", output="pdf", made_by=user, made_at=NOW)
    PaperBatchItem.objects.create(batch=batch, seq=1, case_id=case_id, paper=Paper.objects.get(form="D14"))


def _of_the_house(user: User) -> None:
    DatedSetting.objects.create(code="T_RECON", since=day("2023-01-01"), value="30", source="本院")
    ReferenceRate.objects.get_or_create(
        code="probe", since=day("2023-01-01"), defaults={"rate": "0.0365", "source": "公告"}
    )
    Draft.objects.create(user=user, kind="filing", payload="{}", saved_at=NOW)
    SavedView.objects.create(user=user, page="cases", name="我的", query="state=intake")
    IdempotencyRecord.objects.create(caller="user:1", key="k", request_hash="h", created_at=NOW)
    Organisation.objects.create(name="监利市人民调解委员会", kind="people")
    ledger = LedgerImport.objects.create(file_name="台账.xlsx", sha256="0" * 64, made_by=user, made_at=NOW)
    ledger.rows.create(line=2, given="{}")
    audit.seal(NOW)


def _of_the_roster(mediator: Mediator, by: User) -> None:
    """The first mediator's records; she is the first row of every table of the roster."""
    entry = {"by": by, "now": NOW, "mediator_id": mediator.pk}
    roster.amend(**entry, changes={"roster_no": "R-1", "capacity": 20})
    roster.enter_absence(**entry, kind="leave", from_on=day("2023-07-10"), until_on=day("2023-07-14"))
    roster.add_certificate(
        **entry, title="聘书", number="1", valid_from=day("2023-01-01"), valid_until=day("2025-12-31")
    )
    roster.add_training(**entry, held_on=day("2023-06-01"), title="调解技巧", hours=Decimal(8))
    roster.declare_tie(**entry, kind="employer", name="示例公司")


_COLUMNS = """
    SELECT column_name FROM information_schema.columns
    WHERE table_name = %s AND table_schema = 'public' AND is_generated = 'NEVER'
      AND is_identity = 'NO' ORDER BY ordinal_position
"""


def _of_the_night() -> None:
    paper, user = Paper.objects.first(), User.objects.first()
    told = {"reason": "凭证是伪造的", "proof": "银行回函", "withdrawn_by": user, "entered_at": NOW}
    Withdrawal.objects.create(paper=paper, withdrawn_on=day("2023-07-01"), **told)
    DutyRun.objects.create(duty="filing", run_on=day("2023-07-02"), started_at=NOW, milliseconds=3, looked=2, found=1)


def _on_its_way() -> None:
    """A machine that called, its webhook, and two events on their way to it, the first delivered."""
    client, _ = create_client(name="推送", scopes=["webhooks:manage"], now=NOW)
    ApiCall.objects.create(client=client, at=NOW, method="GET", route="/api/v1/webhooks/", status=200, address="::1")
    hook, _ = webhooks.register(client=client, url="http://10.1.2.3/hook", verbs=[], passed=0, now=NOW)
    entries = AuditEntry.objects.order_by("pk").values_list("pk", flat=True)[:2]
    for position, (entry, done) in enumerate(zip(entries, (NOW, None), strict=True), start=1):
        WebhookDelivery.objects.create(
            webhook=hook, entry_id=entry, position=position, delivered_at=done, next_at=None if done else NOW
        )


def copy_row(table: str, changes: Mapping[str, str], *, check_now: bool = False) -> None:
    """A second row like the first one of ``table``, but for ``changes``: column → SQL expression over the first.

    ``check_now``: run the deferred checks as a commit would.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        columns = [name for (name,) in cursor.fetchall()]
        unknown = set(changes) - set(columns)
        if unknown:
            raise LookupError(f"{table} has no {unknown}")
        values = ", ".join(changes.get(name, f'"{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        source = f"(SELECT * FROM {table} ORDER BY 1 LIMIT 1) AS first"  # noqa: S608 - our own names
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {values} FROM {source}")  # noqa: S608
        if cursor.rowcount != 1:
            raise LookupError(f"{table} is empty")
        if check_now:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def triggers() -> set[str]:
    """The names of every trigger of ours in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        return {name for (name,) in cursor.fetchall()}
