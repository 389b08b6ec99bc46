"""The staff of the demo court, one account for every role, and a few mediators more."""

from dataclasses import dataclass
from datetime import date

from jianli_mediation.core.models import DatedSetting, User
from jianli_mediation.core.roles import Role
from mediators.models import Mediator

from .roster import open_roster

STAFF = (
    ("wangchuangkou", "王窗口", Role.WINDOW, "0716-3300001"),
    ("chenlian", "陈立案", Role.FILING, "0716-3300002"),
    ("lihejie", "李和解", Role.MEDIATOR, "0716-3300003"),
    ("zhaocuhe", "赵促和", Role.MEDIATOR, "0716-3300004"),
    ("zhangyaoting", "章耀庭", Role.MEDIATOR, "0716-3300005"),
    ("hetiaojie", "何调解", Role.OUTSIDE_MEDIATOR, "0716-3300006"),
    ("luozhengyi", "罗正义", Role.OUTSIDE_MEDIATOR, "0716-3300007"),
    ("sunbilu", "孙笔录", Role.CLERK, "0716-3300008"),
    ("zhouzhidao", "周指导", Role.JUDGE, "0716-3300009"),
    ("qianzhuren", "钱主任", Role.HEAD, "0716-3300010"),
    ("zhengjuzhang", "郑局长", Role.DIRECTOR, "0716-3300011"),
    ("wuyingshang", "吴营商", Role.BUSINESS_OFFICE, "0716-3300012"),
    ("caizhiwen", "蔡执文", Role.FINANCE, "0716-3300013"),
    ("linglingdao", "凌领导", Role.LEADERSHIP, "0716-3300014"),
    ("fengzhihui", "冯指挥", Role.COMMAND_CENTRE, "0716-3300015"),
    ("xiguanli", "席管理", Role.SYSADMIN, "0716-3300016"),
    ("anquanyuan", "安全元", Role.SECADMIN, "0716-3300017"),
    ("shenshenji", "沈审计", Role.AUDITOR, "0716-3300018"),
    ("shaoshanghe", "邵商和", Role.OUTSIDE_MEDIATOR, "0716-3300021"),
    ("hangjianhe", "杭建和", Role.OUTSIDE_MEDIATOR, "0716-3300022"),
)
WITH_CASES = ("lihejie", "zhaocuhe", "zhangyaoting", "hetiaojie", "luozhengyi")
# What the court's papers print of itself; the real court enters its own.
LETTERHEAD = {
    "court_address": "湖北省监利市容城镇示例大道 1 号",
    "court_phone": "0716-3300000",
    "complaint_phone": "0716-3300099",
}


@dataclass(frozen=True)
class Court:
    """The people by account name, those to whom the stories give cases, and everybody on the roster."""

    people: dict[str, User]
    roster: tuple[Mediator, ...]
    mediators: tuple[Mediator, ...]

    def by_role(self, role: Role) -> User:
        return next(user for user in self.people.values() if user.role == role)


def open_court(active_from: date) -> Court:
    """Create everybody. Demo accounts have no password: the sign-in page of a demonstration lets them in by a click."""
    people = {}
    for number, (username, name, role, phone) in enumerate(STAFF, start=1):
        user = User(username=username, staff_no=f"JL{number:04d}", name=name, role=role, desk_phone=phone, is_demo=True)
        user.set_unusable_password()
        user.save()
        people[username] = user
    DatedSetting.objects.bulk_create(
        DatedSetting(code=code, since=active_from, value=value, source="演示") for code, value in LETTERHEAD.items()
    )
    mediators = open_roster(people, active_from)
    return Court(people, tuple(each for each in mediators if each.user.username in WITH_CASES), mediators)
