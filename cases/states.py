"""The states of a case, and every edge between them. The machine is this table."""

from dataclasses import dataclass

from django.db.models import TextChoices


class State(TextChoices):
    """Where a case stands. One machine for both legal models."""

    INTAKE = "intake", "收案审查"
    MEDIATION = "mediation", "和解中"
    PERFORMING = "performing", "履行中"
    FAILED = "failed", "和解未成，待移送"
    DEFAULTED = "defaulted", "违约，待申请执行"
    FULFILLED = "fulfilled", "履行完毕"
    ENFORCEMENT = "enforcement", "已转执行"
    WITHDRAWN = "withdrawn", "撤回或其他终结"


OPEN_STATES = (State.INTAKE, State.MEDIATION, State.PERFORMING, State.FAILED, State.DEFAULTED)
ENDED_STATES = (State.FULFILLED, State.ENFORCEMENT, State.WITHDRAWN)


@dataclass(frozen=True)
class Edge:
    """One way from a state to another, and why it exists. ``target`` None: back to where the case came from."""

    verb: str
    sources: tuple[State, ...]
    target: State | None
    why: str


EDGES = (
    Edge("accept", (State.INTAKE,), State.MEDIATION, "符合条件且申请人同意，进入执前和解"),
    Edge("decline", (State.INTAKE,), State.FAILED, "不符合条件，或申请人不同意和解，转立案执行"),
    Edge("withdraw", (State.INTAKE, State.MEDIATION), State.WITHDRAWN, "申请人撤回申请，或当事人死亡、破产等"),
    Edge("settle_in_full", (State.MEDIATION,), State.FULFILLED, "经督促或当场付清，不需要协议"),
    Edge("conclude", (State.MEDIATION,), State.PERFORMING, "双方签订和解协议"),
    Edge("fail", (State.MEDIATION,), State.FAILED, "和解未成"),
    Edge("amend", (State.PERFORMING,), State.PERFORMING, "双方变更协议，旧版本保留"),
    Edge("fulfil", (State.PERFORMING,), State.FULFILLED, "协议全部履行"),
    Edge("declare_default", (State.PERFORMING,), State.DEFAULTED, "宽限期满未付清，由人认定违约"),
    Edge("reinstate", (State.DEFAULTED,), State.PERFORMING, "申请人接受补付，继续履行协议"),
    Edge("hand_over", (State.FAILED, State.DEFAULTED), State.ENFORCEMENT, "移送立案庭"),
    Edge("return", (State.ENFORCEMENT,), None, "立案庭退回移送，回到移送以前"),
    Edge("reopen", (State.FULFILLED, State.ENFORCEMENT, State.WITHDRAWN), None, "中心负责人重新打开，回到结束以前"),
)


_TALKS = (State.MEDIATION,)
_MONEY = (State.MEDIATION, State.PERFORMING, State.FAILED, State.DEFAULTED)

# Where each act is at home: the edges above, and the acts that change no state.
VERB_STATES: dict[str, tuple[State, ...]] = {
    **{edge.verb: edge.sources for edge in EDGES},
    "assign": _TALKS,
    "take": _TALKS,
    "refuse": _TALKS,
    "record_service": (State.INTAKE, State.MEDIATION, State.PERFORMING, State.DEFAULTED, State.FAILED),
    "confirm_address": OPEN_STATES,
    "schedule_session": _TALKS,
    "cancel_session": _TALKS,
    "log_session": _TALKS,
    "log_contact": (*_TALKS, State.PERFORMING, State.DEFAULTED),
    "close_follow_up": _MONEY,
    "take_request": tuple(State),
    "answer_request": tuple(State),
    "rate_answer": tuple(State),
    "extend": _TALKS,
    "suspend": _TALKS,
    "resume": _TALKS,
    "review_talks": _TALKS,
    "comment": (State.MEDIATION, State.PERFORMING),
    "take_over": _TALKS,
    "record_payment": _MONEY,
    "confirm_payment": _MONEY,
    "reverse_payment": _MONEY,
    "acknowledge": (State.ENFORCEMENT,),
    "record_clue": OPEN_STATES,
    "record_preservation": OPEN_STATES,
    "lift_preservation": OPEN_STATES,
    "register_execution": (State.INTAKE, State.MEDIATION),
    "record_agent": OPEN_STATES,
    "record_party_status": OPEN_STATES,
    "add_party": (State.INTAKE, State.MEDIATION, State.PERFORMING),
    "amend_party": (*OPEN_STATES, State.FULFILLED),
    "issue_paper": tuple(State),
    "seal_paper": tuple(State),
    "withdraw_certificate": tuple(State),
    "attach": tuple(State),
    "reveal": tuple(State),
    "link": tuple(State),
    "unlink": tuple(State),
}


class ResultCode(TextChoices):
    """How the reconciliation stage ended: the numbers of the court's closing list."""

    ON_THE_SPOT = "10", "当场履行完毕"
    AFTER_URGING = "11", "督促后履行完毕（无协议）"
    AFTER_AGREEMENT = "12", "和解后履行完毕"
    INSTALMENTS = "13", "达成和解（分期履行中）"
    PARTIAL = "14", "部分当事人、部分债权和解"
    REFUSED = "20", "被申请人拒绝"
    UNREACHABLE = "21", "无法联系、下落不明"
    DISAGREEMENT = "22", "分歧较大"
    PERIOD_EXPIRED = "23", "期限届满未达成"
    NO_PROGRESS = "24", "久调不和（多次会商无进展）"
    URGENT = "25", "发现转移财产等紧急情况"
    CONSENT_WITHDRAWN = "26", "申请人撤回同意"
    NOT_ELIGIBLE = "27", "发现不适格"
    APPLICATION_WITHDRAWN = "30", "申请人撤回申请（不再执行）"
    DEATH = "31", "当事人死亡、终止，待承继"
    BANKRUPTCY = "32", "进入破产"
    SHAM = "33", "虚假和解嫌疑"


SETTLED_CODES = (ResultCode.ON_THE_SPOT, ResultCode.AFTER_URGING, ResultCode.AFTER_AGREEMENT)
AGREED_CODES = (ResultCode.INSTALMENTS, ResultCode.PARTIAL)
FAIL_CODES = tuple(code for code in ResultCode if code.value[0] == "2")
DECLINE_CODES = (ResultCode.CONSENT_WITHDRAWN, ResultCode.NOT_ELIGIBLE, ResultCode.URGENT)
WITHDRAW_CODES = tuple(code for code in ResultCode if code.value[0] == "3")
