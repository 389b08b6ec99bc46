"""Recusal (回避): which relations of a mediator to the people of a case bar her, and which must be looked into first."""

from collections.abc import Iterable
from dataclasses import dataclass

from jianli_mediation.kernel.rulebook import rule

CIVIL_PROCEDURE = "民事诉讼法第47条"
ONLINE_RULES = "在线调解规则第13条"

_TIES = {
    "relative": ("近亲属", CIVIL_PROCEDURE),
    "close": ("有其他密切关系", CIVIL_PROCEDURE),
    "employer": ("在那里任职", ONLINE_RULES),
    "former_employer": ("曾在那里任职", ONLINE_RULES),
    "client": ("曾经代理或辩护", CIVIL_PROCEDURE),
    "counsel": ("担任法律顾问", ONLINE_RULES),
    "other": ("有其他利害关系", CIVIL_PROCEDURE),
}


@dataclass(frozen=True)
class Somebody:
    """A person or a body of the case. `role`: 申请人, 代理人 and so on; `key`: the name as it is compared.

    `id_hash` is empty where no number is known. `firm_key`: the unit she works for, of an agent.
    """

    role: str
    name: str
    key: str
    id_hash: str = ""
    is_body: bool = False
    firm: str = ""
    firm_key: str = ""


@dataclass(frozen=True)
class TieFact:
    """One relation that was declared: its kind, the other side's name as it is compared, and its number's hash."""

    kind: str
    key: str
    id_hash: str = ""


@dataclass(frozen=True)
class AgencyFact:
    """She, or somebody of her name, once acted for a party of this case. `proved`: by number or licence, not by name alone."""

    party: str
    case_no: str
    proved: bool


@dataclass(frozen=True)
class Herself:
    """The mediator as she is compared: name, number, unit, declared ties, and what she did as an agent."""

    key: str
    id_hash: str = ""
    unit: str = ""
    unit_key: str = ""
    ties: tuple[TieFact, ...] = ()
    agencies: tuple[AgencyFact, ...] = ()


@dataclass(frozen=True)
class Ground:
    """One ground. `bars`: she must not have the case; else somebody has to look whether it is the same person."""

    text: str
    article: str
    bars: bool


@rule("recusal.same", "是不是同一个人", "ours: 证件号码比对；只有姓名相同的须核对，单位名称相同的视为同一单位")
def same(*, key: str, id_hash: str, other_key: str, other_hash: str, is_body: bool) -> bool | None:
    """Whether two are the same: by number where both are known; of a body by its full name; of a person by name alone None.

    None: nobody can tell without looking.
    """
    if id_hash and other_hash:
        return id_hash == other_hash
    if not key or key != other_key:
        return False
    return True if is_body else None


@rule(
    "recusal.grounds",
    "和解员的回避",
    "民事诉讼法第四十七条、第四十八条；在线调解规则第十三条；ours: 只有姓名相同的须核对",
)
def grounds(*, mediator: Herself, people: Iterable[Somebody]) -> tuple[Ground, ...]:
    """Every ground for which the mediator does not handle the case of these people, those that bar first.

    She is a party or an agent herself; declared a tie to one of them (近亲属, 密切关系, 任职, 曾任职, 代理, 顾问, 其他);
    acted for one of the parties before; belongs to the unit that is a party or that an agent works for. A relation
    that has ended bars all the same.
    """
    found: list[Ground] = []
    for one in people:
        found += _herself(mediator, one) + _tied(mediator, one) + _unit(mediator, one)
    for agency in mediator.agencies:
        words = "曾是" if agency.proved else "与曾任"
        tail = "的代理人" if agency.proved else "代理人的人同名，请核对"
        found.append(Ground(f"{words}{agency.party}（{agency.case_no}）{tail}", CIVIL_PROCEDURE, bars=agency.proved))
    return tuple(sorted(dict.fromkeys(found), key=lambda ground: not ground.bars))


def _herself(mediator: Herself, one: Somebody) -> list[Ground]:
    if one.is_body:
        return []
    is_she = same(key=mediator.key, id_hash=mediator.id_hash, other_key=one.key, other_hash=one.id_hash, is_body=False)
    if is_she is False:
        return []
    text = f"就是本案{one.role}{one.name}" if is_she else f"与本案{one.role}{one.name}同名，请核对是不是同一人"
    return [Ground(text, CIVIL_PROCEDURE, bars=bool(is_she))]


def _tied(mediator: Herself, one: Somebody) -> list[Ground]:
    found = []
    for tie in mediator.ties:
        words, article = _TIES.get(tie.kind, _TIES["other"])
        tied = same(key=tie.key, id_hash=tie.id_hash, other_key=one.key, other_hash=one.id_hash, is_body=one.is_body)
        if tied is not False:
            look = "" if tied else "，只有姓名相同，请核对"
            found.append(Ground(f"声明与本案{one.role}{one.name}{_worded(words)}{look}", article, bars=bool(tied)))
        if one.firm_key and tie.key == one.firm_key:
            found.append(Ground(f"声明与{one.role}{one.name}的单位{one.firm}{_worded(words)}", article, bars=True))
    return found


def _worded(words: str) -> str:
    return f"：{words}" if words.startswith(("在", "曾", "担任")) else (f"是{words}" if words == "近亲属" else words)


def _unit(mediator: Herself, one: Somebody) -> list[Ground]:
    if not mediator.unit_key:
        return []
    if one.is_body and one.key == mediator.unit_key:
        return [Ground(f"所在组织{mediator.unit}就是本案{one.role}", CIVIL_PROCEDURE, bars=True)]
    if one.firm_key == mediator.unit_key:
        return [Ground(f"与{one.role}{one.name}同属{mediator.unit}", CIVIL_PROCEDURE, bars=True)]
    return []
