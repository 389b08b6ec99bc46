"""送达: on which day a service takes effect, and what a way of service must have to count at all."""

from dataclasses import dataclass
from datetime import date, timedelta

from cases.rules.law import IN_FORCE_2021, LAWS, statute_ref
from jianli_mediation.kernel.rulebook import rule
from jianli_mediation.kernel.workdays import Step

DIRECT, FAMILY, AGENT, LEFT = "direct", "family", "agent", "left"
POST, RETURNED, ELECTRONIC, PUBLIC = "post", "returned", "electronic", "public"
# Papers that may not be left with whoever refuses them: the agreement, by analogy to the mediation statement.
NEVER_LEFT = frozenset({"D14"})
NOTICE_DAYS, NOTICE_DAYS_2017 = 30, 60
LEAST_WITNESSES = 2

_TOPIC = {
    DIRECT: "service_direct",
    FAMILY: "service_direct",
    AGENT: "service_direct",
    LEFT: "service_left",
    POST: "service_post",
    ELECTRONIC: "service_electronic",
    PUBLIC: "service_public",
}
_DAY_OF = {
    DIRECT: "受送达人在送达回证上签收的日期",
    FAMILY: "同住的成年家属在送达回证上签收的日期",
    AGENT: "代理人或者指定的代收人在送达回证上签收的日期",
    LEFT: "把文书留在受送达人住所的日期",
    POST: "回执上注明的收件日期",
    RETURNED: "按确认的地址邮寄、文书被退回的日期",
    ELECTRONIC: "信息到达受送达人特定系统的日期",
    PUBLIC: "发出公告的日期",
}
WAYS = tuple(_DAY_OF)


@dataclass(frozen=True)
class Effect:
    """``on`` is the day on which the service takes effect; ``steps`` say how it was reckoned, ``article`` whence."""

    on: date
    steps: tuple[Step, ...]
    article: str


@dataclass(frozen=True)
class Fault:
    """Why what was recorded is no service; ``field`` is where it can be mended."""

    code: str
    message: str
    field: str


@rule("delivery.effect", "送达生效日", "民事诉讼法第八十七条至第九十五条；法院专递规定第十一条（退回之日视为送达之日）")
def effect(*, way: str, day: date) -> Effect:
    """The day on which a service by ``way`` takes effect; ``day`` is the one its proof bears.

    It is that day itself, except for a public notice: thirty days after it (sixty under the text of 2017). Holidays
    move nothing, for a service is no period. KeyError for an unknown way.
    """
    article = f"{LAWS['court_post'][1]}第十一条" if way == RETURNED else statute_ref(_TOPIC[way], day).plain
    if way != PUBLIC:
        return Effect(day, (Step(day, f"{_DAY_OF[way]}即送达日（{article}）", is_result=True),), article)
    days = NOTICE_DAYS if day >= IN_FORCE_2021 else NOTICE_DAYS_2017
    due = day + timedelta(days=days)
    steps = (
        Step(day, _DAY_OF[way]),
        Step(due, f"自发出公告之日起经过 {days} 日，视为送达（{article}）", is_result=True),
    )
    return Effect(due, steps, article)


@rule("delivery.earliest", "多种方式送达取最先", "在线诉讼规则第三十一条：以最先完成的有效送达时间为准")
def earliest(effects: tuple[Effect, ...]) -> Effect | None:
    """Where one paper was served on one person in several ways, the service that was complete first; None without any."""
    return min(effects, key=lambda each: each.on, default=None)


@rule("delivery.faults", "送达方式的条件", "民事诉讼法第八十八条至第九十条、第九十五条；在线诉讼规则第二十九条")
def faults(
    *,
    way: str,
    form: str,
    receiver: str,
    relation: str,
    witnesses: int,
    recorded: bool,
    e_consent: bool,
    e_address: str,
    confirmed_address: bool,
    filed: bool,
) -> tuple[Fault, ...]:
    """Everything that keeps what was recorded from being a service of the paper ``form`` by ``way``.

    ``recorded``: photographs or video of the leaving; ``confirmed_address``: the recipient has confirmed the address
    the post went to; ``filed``: there is an enforcement case. A public notice before that is refused by ours: nobody
    who must be called by the newspaper can agree to anything.
    """
    found = []
    if way in (DIRECT, FAMILY, AGENT) and not receiver:
        found.append(Fault("receiver_missing", "请写明签收人", "signer"))
    if way in (FAMILY, AGENT) and not relation:
        found.append(Fault("relation_missing", "不是本人签收的，请写明签收人与受送达人的关系", "relation"))
    if way == LEFT and witnesses < LEAST_WITNESSES and not recorded:
        found.append(Fault("left_unproved", "留置送达须有两名见证人，或者用拍照、录像记录过程", "witnesses"))
    if way == LEFT and form in NEVER_LEFT:
        found.append(Fault("never_left", "和解协议不宜留置送达，由当事人自愿签收（参照调解书的规定）", "way"))
    if way == RETURNED and not confirmed_address:
        found.append(Fault("address_unconfirmed", "没有送达地址确认书的，邮件退回不视为送达", "way"))
    if way == ELECTRONIC and not e_consent:
        found.append(Fault("no_e_service_consent", "受送达人没有同意电子送达，请改用其他方式", "way"))
    if way == ELECTRONIC and not e_address:
        found.append(Fault("e_address_missing", "请写明送达到的系统和账号、号码", "e_address"))
    if way == PUBLIC and not filed:
        found.append(Fault("public_before_filing", "立案以前不用公告送达；下落不明的，应当终止和解", "way"))
    return tuple(found)
