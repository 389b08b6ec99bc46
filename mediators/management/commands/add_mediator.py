from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from jianli_mediation.core import clock
from jianli_mediation.core.models import User
from mediators.actions import join
from mediators.kinds import MediatorKind
from mediators.models import Mediator, Organisation, Room


class Command(BaseCommand):
    help = "Put an account with the role of a mediator on the roster. An outsider needs a supervisor of the court."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--kind", default=MediatorKind.COURT, choices=MediatorKind.values)
        parser.add_argument("--supervisor", default="", help="account of the guiding judge or mediator of the court")
        parser.add_argument("--room", default="")
        parser.add_argument("--organisation", default="", help="name of a body that is entered already")
        parser.add_argument(
            "--capacity", type=int, default=None, help="cases at one time; default: the court's own limit"
        )
        parser.add_argument("--roster-no", default="")
        parser.add_argument("--from", dest="active_from", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        user = self._user(options["username"])
        mediator = Mediator(
            user=user,
            kind=options["kind"],
            supervisor=self._user(options["supervisor"]) if options["supervisor"] else None,
            organisation=self._organisation(options["organisation"]) if options["organisation"] else None,
            room=Room.objects.get_or_create(name=options["room"])[0] if options["room"] else None,
            capacity=options["capacity"],
            roster_no=options["roster_no"],
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

    def _organisation(self, name: str) -> Organisation:
        found = Organisation.objects.filter(name=name).first()
        if found is None:
            raise CommandError(f"没有组织 {name}，先在名册里登记")
        return found
