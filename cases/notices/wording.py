"""The words of the messages. A template whose words change gets the next edition, so that a row still says what was sent.

Every message names court, case and a telephone, and 12368, where anybody may ask whether it is genuine. None has a link,
a name or a number of a person: a stranger who reads it learns of the case no more than its number.
"""

from dataclasses import dataclass

from cases.models.choices_notices import Trigger

COURT = "监利市人民法院"
LONGEST = 300
_TAIL = "咨询电话 {phone}，核实请拨 12368。本信息只作提示，不代替送达。"
_TAIL_WITHOUT = "咨询、核实请拨 12368。本信息只作提示，不代替送达。"


@dataclass(frozen=True)
class Template:
    """One wording. ``code`` and ``edition`` stand on every row that was written with it."""

    code: str
    edition: int
    trigger: Trigger
    words: str


def _table(*templates: Template) -> dict[str, Template]:
    return {template.code: template for template in templates}


TEMPLATES: dict[str, Template] = _table(
    Template("accepted", 1, Trigger.ACCEPTED, "{case_no}已受理，进入执前和解。和解出于自愿，和解员会与您联系。"),
    Template("appointment", 1, Trigger.APPOINTMENT, "{case_no}一案定于{when}会商，地点：{where}。不能到场请提前告知。"),
    Template("cancelled", 1, Trigger.CANCELLED, "{case_no}一案原定{when}的会商取消。改期另行通知。"),
    Template(
        "concluded_pays", 1, Trigger.CONCLUDED, "{case_no}和解协议已登记。首期 {amount} 元应于{due}以前（含当日）付清。"
    ),
    Template(
        "concluded_gets",
        1,
        Trigger.CONCLUDED,
        "{case_no}和解协议已登记，分 {count} 期。首期 {amount} 元应于{due}以前收到。收到后请告知本院。",
    ),
    Template(
        "due_first", 1, Trigger.DUE_FIRST, "{case_no}和解协议第 {seq} 期 {left} 元应于{due}以前（含当日）付清，请准备。"
    ),
    Template(
        "due_second",
        1,
        Trigger.DUE_SECOND,
        "{case_no}和解协议第 {seq} 期 {left} 元将于{due}到期，请按时付清。有困难请先来电。",
    ),
    Template(
        "due_day", 1, Trigger.DUE_DAY, "{case_no}和解协议第 {seq} 期 {left} 元于{due}到期，尚未登记付清，请付款。"
    ),
    Template(
        "grace_end",
        1,
        Trigger.GRACE_END,
        "{case_no}和解协议第 {seq} 期 {left} 元宽限至{grace}。届时未付清，申请人可以依法申请执行。",
    ),
    Template("paid_pays", 1, Trigger.PAID, "{case_no}已登记{paid_on}付款 {amount} 元，协议尚有 {rest} 元未付。"),
    Template("paid_gets", 1, Trigger.PAID, "{case_no}登记{paid_on}付给您 {amount} 元，请核对；没有收到请告知本院。"),
    Template("failed", 1, Trigger.FAILED, "{case_no}执前和解已于{day}终止，后续事项以法院文书为准。"),
    Template(
        "defaulted",
        1,
        Trigger.DEFAULTED,
        "{case_no}已于{day}认定和解协议违约。申请人可以依法申请执行，请尽快与本院联系。",
    ),
    Template("fulfilled", 1, Trigger.FULFILLED, "{case_no}和解协议已于{day}核定履行完毕。"),
    Template("answered", 1, Trigger.ANSWERED, "{case_no}：您{received}提出的“{kind}”，答复：{answer}"),
)


def worded(template: Template, values: dict[str, str], phone: str) -> str:
    """The whole text of a message, at most 300 characters; what does not fit is cut before the tail, with an ellipsis."""
    tail = _TAIL.format(phone=phone) if phone else _TAIL_WITHOUT
    head = f"{COURT}：{template.words.format(**values)}"
    room = LONGEST - len(tail)
    if len(head) > room:
        head = f"{head[: room - 2]}……"
    return head + tail
