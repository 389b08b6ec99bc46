from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jianli_mediation.core import clock
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import MEDIATORS, Role
from mediators.actions import join
from mediators.kinds import MediatorKind
from mediators.models import Mediator, Room


class Command(BaseCommand):
    help = "Put an account with the role of a mediator on the roster. An outsider needs a supervisor of the court."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--kind", default=MediatorKind.COURT, choices=MediatorKind.values)
        parser.add_argument("--supervisor", default="", help="account of the guiding judge or mediator of the court")
        parser.add_argument("--room", default="")
        parser.add_argument("--from", dest="active_from", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        user = self._user(options["username"])
        if user.role not in MEDIATORS:
            raise CommandError(f"{user.name}的岗位是{user.get_role_display()}，不是和解员")
        outside = options["kind"] != MediatorKind.COURT
        if outside != (user.role == Role.OUTSIDE_MEDIATOR):
            raise CommandError("本院和解员用岗位 mediator，其他用 outside_mediator")
        if outside and not options["supervisor"]:
            raise CommandError("特邀和解员须指定本院指导法官：--supervisor 账号")
        mediator = Mediator(
            user=user,
            kind=options["kind"],
            supervisor=self._user(options["supervisor"]) if options["supervisor"] else None,
            room=Room.objects.get_or_create(name=options["room"])[0] if options["room"] else None,
        )
        from_on = options["active_from"] or clock.today()
        try:
            join(by=None, now=clock.now(), mediator=mediator, from_on=from_on)
        except ValidationError as problem:
            raise CommandError("；".join(problem.messages)) from problem
        self.stdout.write(f"{user.name}已列入名册（{mediator.get_kind_display()}，自 {from_on}）")

    def _user(self, username: str) -> User:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有账号 {username}")
        return user
