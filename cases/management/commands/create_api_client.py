from datetime import date, datetime, time, timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope, create_client
from jianli_mediation.core.clock import COURT_TIME


class Command(BaseCommand):
    help = "Register a machine for the API. Prints its token once, alone on standard output; only the hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="how the audit trail will call it")
        parser.add_argument(
            "--scopes", nargs="+", required=True, metavar="SCOPE", help=f"one or more of: {' '.join(Scope.values)}"
        )
        parser.add_argument("--expires", metavar="YYYY-MM-DD|DAYS", help="the last day of the token, or how many days")

    def handle(self, *, name: str, scopes: list[str], expires: str | None, **options: object) -> None:
        wanted = [word for text in scopes for word in text.replace(",", " ").split()]
        unknown = sorted(set(wanted) - set(Scope.values))
        if unknown or not wanted:
            raise CommandError(f"unknown scope {' '.join(unknown)}; there are: {' '.join(Scope.values)}")
        if not 1 <= len(name.strip()) <= 60:
            raise CommandError("NAME has 1 to 60 characters")
        until = self.last_moment(expires) if expires else None
        try:
            with transaction.atomic():
                client, token = create_client(name=name.strip(), scopes=set(wanted), now=clock.now(), expires_at=until)
        except IntegrityError as error:
            raise CommandError(f"{name}: there is a client of this name already") from error
        end = f", until {until:%Y-%m-%d}" if until else ""
        self.stderr.write(f"{client.name}: {' '.join(client.scopes)}{end}. Keep the token now; it is not shown again.")
        self.stdout.write(token)

    def last_moment(self, text: str) -> datetime:
        """The end of the day named, or of the day so many days from now."""
        days = text.removesuffix("d")
        try:
            day = clock.today() + timedelta(days=int(days)) if days.isdigit() else date.fromisoformat(text)
        except (ValueError, OverflowError) as error:
            raise CommandError(f"--expires {text}: a day as 2027-12-31, or a number of days") from error
        moment = datetime.combine(day, time.max, COURT_TIME)
        if moment <= clock.now():
            raise CommandError(f"--expires {text}: that is over already")
        return moment
