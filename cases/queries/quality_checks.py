"""What a file may lack, or say that cannot be: each defect defined once, as a condition on cases. All of them are ours."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Length, TruncDate

from cases.guards import Day
from cases.models import Agreement, Attempt, Instalment, Party, Payment, Session
from cases.models.choices import CREDITORS, DEBTORS, Channel, Confirmation, ConsentResult, PartyKind, PayWay
from cases.states import OPEN_STATES, State
from cases.verbs import Verb
from documents.models import Attachment, AttachmentKind
from jianli_mediation.core.clock import COURT_TIME

FIRST_SESSION_WITHIN = timedelta(days=10)
CONFIRM_WITHIN = 3
ANSWER_WITHIN = timedelta(days=7)
TALKING = (State.INTAKE, State.MEDIATION, State.PERFORMING)
CONSENT_FORM, AGREEMENT_FORM = "D04", "D14"

WINDOW, MEDIATOR, CLERK = "window", "mediator", "clerk"
# Whose work a defect is: who filed the case, who has it in hand, and the clerk of the case.
DESKS = {WINDOW: "窗口", MEDIATOR: "和解员", CLERK: "书记员"}


@dataclass(frozen=True)
class Check:
    """One defect: what is wrong, on what ground it is asked for, whose work it is, and which act mends it, if one does.

    ``finds``: the day on which it is looked at → the condition that a case with the defect meets.
    """

    code: str
    title: str
    why: str
    desk: str
    verb: Verb | None
    finds: Callable[[Day], Q]


def _party(**wanted: object) -> Exists:
    return Exists(Party.objects.filter(case=OuterRef("pk"), **wanted))


def _debtor_without_address(day: Day) -> Q:
    # Sealed text cannot be compared, but what is blank stays blank.
    blank = Party.objects.annotate(written=Length("address"))
    return Q(Exists(blank.filter(case=OuterRef("pk"), role__in=DEBTORS, written=0)), state__in=TALKING)


def _scan(**wanted: object) -> Exists:
    """Whether the archive holds such a scan of the case of the outer query."""
    key = Concat(Value("case:"), Cast(OuterRef("pk"), CharField()))
    return Exists(Attachment.objects.filter(owner_key=key, void_reason="", **wanted))


def _attempt(**wanted: object) -> Exists:
    return Exists(Attempt.objects.filter(case=OuterRef("pk"), **wanted))


def _workdays_ago(day: Day, count: int) -> date:
    return day.calendar.add_workdays(day.today, -count)


def _unsigned_consent(day: Day) -> Q:
    given = _attempt(consent_result=ConsentResult.AGREED, consent_channel=Channel.COUNTER, consent_signer="")
    return Q(given) & ~Q(_scan(paper__form=CONSENT_FORM))


def _not_urged(day: Day) -> Q:
    latest = _workdays_ago(day, day.periods["T_CONTACT"].amount)
    late = _attempt(closed_on__isnull=True, taken_on__lt=latest, urged_on__isnull=True, deadline__isnull=False)
    return Q(late, state=State.MEDIATION)


def _no_session(day: Day) -> Q:
    held = Session.objects.filter(attempt=OuterRef("pk"))
    taken = Attempt.objects.filter(
        ~Exists(held),
        case=OuterRef("pk"),
        closed_on__isnull=True,
        taken_on__lt=day.today - FIRST_SESSION_WITHIN,
        deadline__isnull=False,
    )
    return Q(Exists(taken), state=State.MEDIATION)


def _session_outside_talks(day: Day) -> Q:
    outside = Q(held_on__lt=F("attempt__taken_on")) | Q(held_on__gt=F("attempt__closed_on"))
    return Q(Exists(Session.objects.filter(outside, attempt__case=OuterRef("pk"), corrected_by__isnull=True)))


def _agreement_not_in_file(day: Day) -> Q:
    signed = Exists(Agreement.objects.filter(case=OuterRef("pk"), signed_on__lt=_workdays_ago(day, CONFIRM_WITHIN)))
    return Q(signed) & ~Q(_scan(paper__form=AGREEMENT_FORM))


def _payment_without_voucher(day: Day) -> Q:
    bare = Payment.objects.filter(case=OuterRef("pk"), voucher="", reverses__isnull=True, reversed_by__isnull=True)
    return Q(Exists(bare)) & ~Q(_scan(kind=AttachmentKind.PAYMENT))


def _payment_unconfirmed(day: Day) -> Q:
    waiting = Payment.objects.filter(
        case=OuterRef("pk"),
        confirmation=Confirmation.PENDING,
        reverses__isnull=True,
        reversed_by__isnull=True,
        paid_on__lt=_workdays_ago(day, CONFIRM_WITHIN),
    )
    return Q(Exists(waiting))


def _account_missing(day: Day) -> Q:
    direct = Exists(Agreement.objects.filter(case=OuterRef("pk"), pay_way=PayWay.DIRECT))
    blank = Party.objects.annotate(written=Length("account_no"))
    nowhere = Exists(blank.filter(case=OuterRef("pk"), role__in=CREDITORS, written=0))
    return Q(direct, nowhere, state=State.PERFORMING)


def _not_handed_over(day: Day) -> Q:
    latest = _workdays_ago(day, day.periods["T_HAND"].amount)
    return Q(state=State.FAILED, stage_closed_on__lt=latest)


def _not_acknowledged(day: Day) -> Q:
    return Q(state=State.ENFORCEMENT, exec_case_no="", record_closed_on__lt=day.today - ANSWER_WITHIN)


def _impossible_dates(day: Day) -> Q:
    received = TruncDate("received_at", tzinfo=COURT_TIME)
    before_signing = Instalment.objects.filter(agreement__case=OuterRef("pk"), due_on__lt=F("agreement__signed_on"))
    ahead = Payment.objects.filter(case=OuterRef("pk"), paid_on__gt=day.today)
    return (
        Q(basis__effective_on__gt=received)
        | Q(registered_on__lt=received)
        | Q(performed_on__lt=F("registered_on"))
        | Q(stage_closed_on__lt=F("registered_on"))
        | Q(Exists(before_signing))
        | Q(Exists(ahead))
    )


def _no_proof_of_effect(day: Day) -> Q:
    return Q(basis__effectiveness_proof="") & ~Q(_scan(kind=AttachmentKind.BASIS))


def _table(*checks: Check) -> dict[str, Check]:
    return {check.code: check for check in checks}


CHECKS: dict[str, Check] = _table(
    Check(
        "debtor_phone",
        "被申请人没有电话",
        "没有电话，联系和提醒都到不了",
        WINDOW,
        Verb.AMEND_PARTY,
        lambda day: Q(_party(role__in=DEBTORS, phone_hash=""), state__in=TALKING),
    ),
    Check(
        "debtor_address",
        "被申请人没有送达地址",
        "没有地址，文书送不到（民诉法解释第 136、137 条）",
        WINDOW,
        Verb.AMEND_PARTY,
        _debtor_without_address,
    ),
    Check(
        "legal_rep",
        "单位没有法定代表人、负责人",
        "单位签协议、收文书都由其出面",
        WINDOW,
        Verb.AMEND_PARTY,
        lambda day: Q(_party(kind__in=(PartyKind.LEGAL_PERSON, PartyKind.UNINCORPORATED), legal_rep="")),
    ),
    Check(
        "effect_proof",
        "没有生效证明",
        "写明生效证明，或者收存执行依据的扫描件（执行工作规定第 16、18 条）",
        WINDOW,
        Verb.ATTACH,
        _no_proof_of_effect,
    ),
    Check(
        "consent_signed",
        "没有签字的意见征询书",
        "现场同意的，登记签字人，或者收存签字的《当事人意见征询书》",
        WINDOW,
        Verb.ATTACH,
        _unsigned_consent,
    ),
    Check(
        "urged",
        "督促履行通知书没有送达",
        "接收后按首次联系的期限送达（本院自定）",
        CLERK,
        Verb.RECORD_SERVICE,
        _not_urged,
    ),
    Check(
        "session_missing",
        "接收满 10 日没有会商",
        "接收后 10 日内至少会商一次（本院自定）",
        MEDIATOR,
        Verb.LOG_SESSION,
        _no_session,
    ),
    Check(
        "session_dates",
        "会商日不在和解期间",
        "会商早于接收或者晚于结束，请更正会商记录或者核对日期",
        MEDIATOR,
        Verb.LOG_SESSION,
        _session_outside_talks,
    ),
    Check(
        "agreement_scan",
        "签字的协议没有归卷",
        "签订后 3 个工作日内收存签字协议的扫描件（本院自定）",
        CLERK,
        Verb.ATTACH,
        _agreement_not_in_file,
    ),
    Check(
        "payment_voucher",
        "收款没有凭证",
        "写明凭证号，或者收存付款凭证的扫描件",
        CLERK,
        Verb.ATTACH,
        _payment_without_voucher,
    ),
    Check(
        "payment_pending",
        "收款没有确认",
        "到账后 3 个工作日内请申请人确认（本院自定）",
        CLERK,
        Verb.CONFIRM_PAYMENT,
        _payment_unconfirmed,
    ),
    Check(
        "account",
        "申请人没有收款账户",
        "约定直接支付的，须有收款账户",
        WINDOW,
        Verb.AMEND_PARTY,
        _account_missing,
    ),
    Check(
        "handover_late",
        "终止后没有移送",
        "终止和解后按移送期限移送立案（本院自定）",
        MEDIATOR,
        Verb.HAND_OVER,
        _not_handed_over,
    ),
    Check(
        "exec_number",
        "移送后没有执行案号",
        "移送满 7 日还没有登记执行案号或者退回",
        CLERK,
        Verb.ACKNOWLEDGE,
        _not_acknowledged,
    ),
    Check(
        "dates",
        "日期自相矛盾",
        "如生效晚于收件、首期早于签订、付款在今天以后，请逐个核对",
        WINDOW,
        None,
        _impossible_dates,
    ),
)


def looked_at(day: Day) -> Q:
    """The cases that are checked: those in progress, and those closed since the first of last month."""
    last_month = (day.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    return Q(state__in=OPEN_STATES) | Q(stage_closed_on__gte=last_month)
