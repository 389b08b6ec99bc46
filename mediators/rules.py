"""Who may do what with the roster, and what a person on it must have. One table, read by acts and pages alike."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import uscc

from jianli_mediation.core.roles import MEDIATORS, Role
from jianli_mediation.kernel.validators import check_resident_id

from .kinds import MediatorKind

SUPERVISORS = frozenset({Role.JUDGE, Role.MEDIATOR, Role.HEAD})
# The whole court reads the roster but the technician; an invited mediator finds herself alone there.
READERS = frozenset(Role) - {Role.SYSADMIN}
READERS_OF_ALL = READERS - {Role.OUTSIDE_MEDIATOR}
# These, and the person herself, see why she is away, whom she is tied to, and what was done with her entry.
CONFIDANTS = frozenset({Role.HEAD, Role.DIRECTOR, Role.CLERK})
SOON_DAYS = 60


class RosterAct(StrEnum):
    """Every act on the roster. The value is its name in the audit trail."""

    JOIN = "join_roster"
    AMEND = "amend_mediator"
    LEAVE = "leave_roster"
    REJOIN = "rejoin_roster"
    SUSPEND = "suspend_mediator"
    LIFT = "lift_suspension"
    ENTER_ABSENCE = "enter_absence"
    MOVE_ABSENCE = "move_absence"
    TAKE_BACK_ABSENCE = "take_back_absence"
    ADD_CERTIFICATE = "add_certificate"
    REMOVE_CERTIFICATE = "remove_certificate"
    ADD_TRAINING = "add_training"
    DECLARE_TIE = "declare_tie"
    END_TIE = "end_tie"
    NEW_ORGANISATION = "new_organisation"
    AMEND_ORGANISATION = "amend_organisation"
    NEW_ROOM = "new_room"
    AMEND_ROOM = "amend_room"


@dataclass(frozen=True)
class ActRule:
    """One line of the table. ``herself``: the person on the roster may do it for herself as well."""

    label: str
    roles: frozenset[Role]
    herself: bool = False
    article: str = ""


def _rule(label: str, *roles: Role, herself: bool = False, article: str = "") -> ActRule:
    return ActRule(label, frozenset(roles), herself, article)


H, D, C = Role.HEAD, Role.DIRECTOR, Role.CLERK
ACTS: dict[RosterAct, ActRule] = {
    RosterAct.JOIN: _rule("列入名册", H, D, article="特邀调解规定第5条"),
    RosterAct.AMEND: _rule("改名册登记", H, D),
    RosterAct.LEAVE: _rule("离开名册", H, D),
    RosterAct.REJOIN: _rule("重新列入名册", H, D),
    RosterAct.SUSPEND: _rule("暂停派案", H, D),
    RosterAct.LIFT: _rule("恢复派案", H, D),
    RosterAct.ENTER_ABSENCE: _rule("登记缺勤", H, C, herself=True),
    RosterAct.MOVE_ABSENCE: _rule("改缺勤止日", H, C, herself=True),
    RosterAct.TAKE_BACK_ABSENCE: _rule("撤回缺勤", H, C, herself=True),
    RosterAct.ADD_CERTIFICATE: _rule("登记证件", H, C),
    RosterAct.REMOVE_CERTIFICATE: _rule("撤下证件", H, C),
    RosterAct.ADD_TRAINING: _rule("登记培训", H, C),
    RosterAct.DECLARE_TIE: _rule("声明利害关系", H, C, herself=True, article="在线调解规则第13条"),
    RosterAct.END_TIE: _rule("登记关系结束", H, C, herself=True),
    RosterAct.NEW_ORGANISATION: _rule("登记组织", H, D, article="特邀调解规定第5条"),
    RosterAct.AMEND_ORGANISATION: _rule("改组织登记", H, D, article="在线调解规则第5条"),
    RosterAct.NEW_ROOM: _rule("登记和解室", H, C),
    RosterAct.AMEND_ROOM: _rule("改和解室", H, C),
}

Errors = dict[str, list[str]]


def may(role: str, act: RosterAct, *, own: bool = False) -> bool:
    """Whether the role may do the act; ``own``: with the person's own entry."""
    return role in ACTS[act].roles or (own and ACTS[act].herself)


def fits(*, role: str, kind: str, supervisor_role: str | None, herself: bool = False) -> Errors:
    """What is wrong with an account of ``role`` as a mediator of ``kind``, by field; nothing when it fits.

    An invited mediator works under a supervisor of the court (计划第四部分（三）); ``herself``: she was named as her own.
    """
    errors: Errors = {}
    label = Role(role).label
    if role not in MEDIATORS:
        errors["user"] = [f"这个账号的岗位是{label}，不是和解员"]
        return errors
    outside = kind != MediatorKind.COURT
    if outside != (role == Role.OUTSIDE_MEDIATOR):
        wanted = Role.OUTSIDE_MEDIATOR.label if outside else Role.MEDIATOR.label
        errors["kind"] = [f"{MediatorKind(kind).label}要用岗位是{wanted}的账号，这个账号是{label}"]
    if outside and supervisor_role is None:
        errors["supervisor"] = ["特邀和解员须指定本院指导法官"]
    if supervisor_role is not None and supervisor_role not in SUPERVISORS:
        errors["supervisor"] = [f"指导人须是指导法官、本院和解员或中心负责人，不能是{Role(supervisor_role).label}"]
    if herself:
        errors["supervisor"] = ["不能指导自己"]
    return errors


@dataclass(frozen=True)
class Checked:
    """A number as it is stored, or what is wrong with it."""

    normal: str
    problem: str = ""


def check_id(text: str, today: date) -> Checked:
    """The number of a resident identity card in one spelling; nothing may be left empty."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return Checked("")
    found = check_resident_id(plain)
    if found.birth is None:
        return Checked(found.normal, found.problem)
    if found.birth > today:
        return Checked(found.normal, f"出生日期 {found.birth} 晚于今天，请核对证件。")
    return Checked(found.normal)


def check_any_id(text: str, today: date) -> Checked:
    """The number of a person's identity card or of a body's unified social credit code; nothing may be left empty."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not plain or uscc.is_valid(plain):
        return Checked(plain)
    found = check_id(plain, today)
    if not found.problem or plain[:17].isdigit():
        return found
    return Checked(plain, "不是身份证号，也不是统一社会信用代码，请核对。")


def check_charges(*, kind: str, charges: bool, tariff: str) -> Errors:
    """What is wrong with what a body takes for its work, by field.

    Whether it charges is published, and so is its tariff (在线调解规则第五条); people's mediation is free of charge
    (人民调解法第四条).
    """
    if charges and kind == MediatorKind.PEOPLE:
        return {"charges": ["人民调解不收取任何费用（人民调解法第四条）"]}
    if charges and not tariff.strip():
        return {"tariff": ["收费的组织须填公示的收费标准（在线调解规则第五条）"]}
    if not charges and tariff.strip():
        return {"tariff": ["不收费的，收费标准空着"]}
    return {}
