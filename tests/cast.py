"""The named people of every test: who they are, and what is theirs.

窗口王 files; 和解员李 is assigned; 和解员赵 is not; 特邀孙 is an invited mediator under 周指导; the others by role.
"""

from dataclasses import dataclass
from datetime import date

from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from mediators.kinds import MediatorKind
from mediators.models import Mediator, Room, ServicePeriod

PEOPLE = (
    ("wang", "窗口王", Role.WINDOW),
    ("chen", "立案陈", Role.FILING),
    ("li", "和解员李", Role.MEDIATOR),
    ("zhao", "和解员赵", Role.MEDIATOR),
    ("sun", "特邀孙", Role.OUTSIDE_MEDIATOR),
    ("shu", "书记员舒", Role.CLERK),
    ("zhou", "周指导", Role.JUDGE),
    ("qian", "钱主任", Role.HEAD),
    ("zheng", "郑局长", Role.DIRECTOR),
    ("wu", "吴营商", Role.BUSINESS_OFFICE),
    ("cai", "财务蔡", Role.FINANCE),
    ("ling", "领导凌", Role.LEADERSHIP),
    ("feng", "冯指挥", Role.COMMAND_CENTRE),
    ("xi", "系统奚", Role.SYSADMIN),
    ("an", "安全安", Role.SECADMIN),
    ("shen", "审计沈", Role.AUDITOR),
)
PASSWORD = "jianli-2023-test"


@dataclass(frozen=True)
class Cast:
    """Everyone by account name; ``li_mediator`` and the like are the roster entries."""

    people: dict[str, User]
    mediators: dict[str, Mediator]

    def __getattr__(self, name: str) -> User:
        return self.people[name]

    def mediator(self, name: str) -> Mediator:
        return self.mediators[name]


def make_cast() -> Cast:
    """Create everyone. Passwords are set unusable-fast: tests log in by force, or through the log-in page's own test."""
    people = {
        username: User.objects.create(
            username=username, staff_no=f"JL{number:03d}", name=name, role=role, desk_phone="0716-0000000", password="!"
        )
        for number, (username, name, role) in enumerate(PEOPLE, start=1)
    }
    roster = {
        "li": (MediatorKind.COURT, None),
        "zhao": (MediatorKind.COURT, None),
        "sun": (MediatorKind.PEOPLE, people["zhou"]),
    }
    room = Room.objects.create(name="2 号和解室")
    mediators = {
        name: Mediator.objects.create(user=people[name], kind=kind, supervisor=supervisor, room=room)
        for name, (kind, supervisor) in roster.items()
    }
    ServicePeriod.objects.bulk_create(
        ServicePeriod(mediator=row, from_on=date(2020, 1, 1)) for row in mediators.values()
    )
    return Cast(people, mediators)
