"""The permission table: every act on a case, its name for people, who may do it, and on what ground.

A mediator, of the court or invited, may do an act only to a case that is assigned to her; ``VerbRule.assigned_only``
is implied by the role and checked in one place, ``may``.
"""

from dataclasses import dataclass
from enum import StrEnum

from jianli_mediation.core.roles import ADMINISTRATORS, MEDIATORS, Role


class Verb(StrEnum):
    """Every act. The value is its name in the audit trail; the API's path is the same with hyphens."""

    FILE = "file"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"
    TAKE = "take"
    REFUSE = "refuse"
    RECORD_SERVICE = "record_service"
    CONFIRM_ADDRESS = "confirm_address"
    SCHEDULE_SESSION = "schedule_session"
    CANCEL_SESSION = "cancel_session"
    LOG_SESSION = "log_session"
    LOG_CONTACT = "log_contact"
    CLOSE_FOLLOW_UP = "close_follow_up"
    TAKE_REQUEST = "take_request"
    ANSWER_REQUEST = "answer_request"
    RATE_ANSWER = "rate_answer"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    REVIEW_TALKS = "review_talks"
    COMMENT = "comment"
    TAKE_OVER = "take_over"
    FAIL = "fail"
    SETTLE_IN_FULL = "settle_in_full"
    CONCLUDE = "conclude"
    AMEND = "amend"
    RECORD_PAYMENT = "record_payment"
    CONFIRM_PAYMENT = "confirm_payment"
    REVERSE_PAYMENT = "reverse_payment"
    DECLARE_DEFAULT = "declare_default"
    REINSTATE = "reinstate"
    FULFIL = "fulfil"
    HAND_OVER = "hand_over"
    ACKNOWLEDGE = "acknowledge"
    RETURN = "return"
    REOPEN = "reopen"
    RECORD_CLUE = "record_clue"
    RECORD_PRESERVATION = "record_preservation"
    LIFT_PRESERVATION = "lift_preservation"
    REGISTER_EXECUTION = "register_execution"
    RECORD_AGENT = "record_agent"
    RECORD_PARTY_STATUS = "record_party_status"
    ADD_PARTY = "add_party"
    AMEND_PARTY = "amend_party"
    ISSUE_PAPER = "issue_paper"
    SEAL_PAPER = "seal_paper"
    WITHDRAW_CERTIFICATE = "withdraw_certificate"
    ATTACH = "attach"
    REVEAL = "reveal"
    LINK = "link"
    UNLINK = "unlink"

    @property
    def path(self) -> str:
        return self.value.replace("_", "-")


@dataclass(frozen=True)
class VerbRule:
    """One line of the table. ``life``: the act is a step of the case's life, dated and never out of order."""

    label: str
    roles: frozenset[Role]
    article: str = ""
    life: bool = True
    danger: bool = False


W, F, M, X, C, J, H, D = (
    Role.WINDOW,
    Role.FILING,
    Role.MEDIATOR,
    Role.OUTSIDE_MEDIATOR,
    Role.CLERK,
    Role.JUDGE,
    Role.HEAD,
    Role.DIRECTOR,
)
FIN, BIZ, CC = Role.FINANCE, Role.BUSINESS_OFFICE, Role.COMMAND_CENTRE


def _rule(label: str, *roles: Role, article: str = "", life: bool = True, danger: bool = False) -> VerbRule:
    return VerbRule(label, frozenset(roles), article, life, danger)


VERBS: dict[Verb, VerbRule] = {
    Verb.FILE: _rule("登记收案", W, F, C, H, article="执行工作规定第16、18条"),
    Verb.ACCEPT: _rule("受理并进入和解", W, F, H, article="执行工作规定第16条"),
    Verb.DECLINE: _rule("不适用和解，转立案", W, F, H, danger=True),
    Verb.WITHDRAW: _rule("登记撤回", W, F, M, C, H, danger=True),
    Verb.ASSIGN: _rule("指派和解员", H, D, article="在线调解规则第10、12条"),
    Verb.TAKE: _rule("接收案件", M, X),
    Verb.REFUSE: _rule("退回指派", M, X),
    Verb.RECORD_SERVICE: _rule("登记送达", W, C, M, H, article="民诉法第87条"),
    Verb.CONFIRM_ADDRESS: _rule("确认送达地址", W, C, M, H, life=False, article="民诉法解释第136条"),
    Verb.SCHEDULE_SESSION: _rule("约定会商", M, X, C, H, life=False),
    Verb.CANCEL_SESSION: _rule("取消约定", M, X, C, H, life=False),
    Verb.LOG_SESSION: _rule("记录会商", M, X, C),
    Verb.LOG_CONTACT: _rule("记录联系", M, X, C, H, life=False),
    Verb.CLOSE_FOLLOW_UP: _rule("办结约定事项", M, X, C, H, life=False),
    Verb.TAKE_REQUEST: _rule("登记诉求", W, F, C, M, X, H, life=False, article="本院自定"),
    Verb.ANSWER_REQUEST: _rule("答复诉求", C, M, X, H, D, life=False, article="本院自定"),
    Verb.RATE_ANSWER: _rule("登记满意度", W, C, M, H, life=False, article="本院自定"),
    Verb.EXTEND: _rule("延长和解期限", M, H, article="特邀调解规定第27条"),
    Verb.SUSPEND: _rule("中止和解期限", M, H, article="本院自定"),
    Verb.RESUME: _rule("恢复计算期限", M, H, article="本院自定"),
    Verb.REVIEW_TALKS: _rule("决定久调不和", H, D, article="本院自定"),
    Verb.COMMENT: _rule("指导意见", M, J, H, life=False),
    Verb.TAKE_OVER: _rule("接管案件", M, H, article="本院自定"),
    Verb.FAIL: _rule("终止和解", M, H, D, danger=True),
    Verb.SETTLE_IN_FULL: _rule("核定付清", M, C, H),
    Verb.CONCLUDE: _rule("签订和解协议", M, X, H, article="执行和解规定第1、4条"),
    Verb.AMEND: _rule("变更协议", M, H, article="执行和解规定第5条"),
    Verb.RECORD_PAYMENT: _rule("登记收款", W, C, M, X, FIN, H, life=False),
    Verb.CONFIRM_PAYMENT: _rule("登记收款确认", W, C, M, X, FIN, H, life=False),
    Verb.REVERSE_PAYMENT: _rule("红冲收款", C, FIN, H, life=False, danger=True),
    Verb.DECLARE_DEFAULT: _rule("认定违约", M, J, H, D, danger=True, article="执行和解规定第9条"),
    Verb.REINSTATE: _rule("恢复履行", M, J, H),
    Verb.FULFIL: _rule("核定履行完毕", M, C, H, article="执行和解规定第8条"),
    Verb.HAND_OVER: _rule("移送立案执行", M, C, H, D),
    Verb.ACKNOWLEDGE: _rule("登记执行案号", F, H, CC),
    Verb.RETURN: _rule("登记退回移送", F, H, CC, danger=True),
    Verb.REOPEN: _rule("重新打开案件", H, danger=True),
    Verb.RECORD_CLUE: _rule("登记财产线索", W, C, M, H, life=False),
    Verb.RECORD_PRESERVATION: _rule("登记保全", W, F, C, M, H, life=False, article="民诉法解释第163条"),
    Verb.LIFT_PRESERVATION: _rule("登记解除保全", W, F, C, M, H, life=False, article="民诉法解释第163条"),
    Verb.REGISTER_EXECUTION: _rule("转为先立案后和解", F, W, H, life=False),
    Verb.RECORD_AGENT: _rule("登记代理人", W, C, M, H, life=False, article="执行工作规定第20条"),
    Verb.RECORD_PARTY_STATUS: _rule("登记当事人情况", W, C, M, H, life=False),
    Verb.ADD_PARTY: _rule("增加当事人", W, C, M, H, life=False),
    Verb.AMEND_PARTY: _rule("补正当事人信息", W, C, M, H, life=False),
    Verb.ISSUE_PAPER: _rule("出文书", W, F, C, M, H, life=False),
    Verb.SEAL_PAPER: _rule("登记用印", C, H, life=False),
    Verb.WITHDRAW_CERTIFICATE: _rule("撤销履行证明", H, D, life=False, danger=True, article="本院自定"),
    Verb.ATTACH: _rule("收存扫描件", W, F, C, M, X, H, life=False),
    Verb.REVEAL: _rule("显示完整号码", W, F, C, M, X, J, H, D, FIN, life=False),
    Verb.LINK: _rule("关联案件", W, C, M, H, life=False),
    Verb.UNLINK: _rule("解除关联", W, C, M, H, life=False),
}


class Office(StrEnum):
    """Acts on no case: what the whole court reckons with. The value is the name in the audit trail."""

    IMPORT_CALENDAR = "import_calendar"
    CHANGE_SETTING = "change_setting"
    ENTER_RATE = "enter_rate"
    DECIDE_TASK = "decide_task"
    CLOSE_TASK = "close_task"
    CLOSE_MONTH = "close_month"
    SUPPLEMENT = "supplement"
    ENTER_OUTSIDE = "enter_outside"
    SET_TARGET = "set_target"


# The owner of a task closes it, whatever her role; who presides may close any.
_ANYBODY = tuple(role for role in Role if role not in ADMINISTRATORS and role != Role.OUTSIDE_MEDIATOR)

OFFICE: dict[Office, VerbRule] = {
    Office.IMPORT_CALENDAR: _rule("导入放假安排", H, Role.SYSADMIN, life=False),
    Office.CHANGE_SETTING: _rule("改期限与口径", H, life=False),
    Office.ENTER_RATE: _rule("录入 LPR", H, Role.SYSADMIN, life=False),
    Office.DECIDE_TASK: _rule("登记例会事项", H, D, Role.LEADERSHIP, life=False),
    Office.CLOSE_TASK: _rule("办结例会事项", *_ANYBODY, life=False),
    Office.CLOSE_MONTH: _rule("冻结月报", H, D, article="本院自定", life=False),
    Office.SUPPLEMENT: _rule("补充月报", H, D, article="本院自定", life=False),
    Office.ENTER_OUTSIDE: _rule("录入外来数字", F, H, D, CC, article="本院自定", life=False),
    Office.SET_TARGET: _rule("设指标目标", H, D, article="本院自定", life=False),
}


def role_may(role: str, verb: Verb) -> bool:
    """Whether the role may do the act at all."""
    return role in VERBS[verb].roles


# What whoever guides an invited mediator may do to a case that the other has.
BY_GUIDE = frozenset({Verb.COMMENT, Verb.TAKE_OVER})


def must_be_assigned(role: str) -> bool:
    """Whether the role acts only on cases assigned to the person."""
    return role in MEDIATORS
