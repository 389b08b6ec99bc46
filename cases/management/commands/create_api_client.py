from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from cases.management.client_words import addresses_of, last_moment, per_minute_of
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope, create_client
from jianli_mediation.core.models.machines import CALLS_PER_MINUTE


class Command(BaseCommand):
    help = "Register a machine for the API. Prints its token once, alone on standard output; only the hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", help="how the audit trail will call it")
        parser.add_argument(
            "--scopes", nargs="+", required=True, metavar="SCOPE", help=f"one or more of: {' '.join(Scope.values)}"
        )
        parser.add_argument("--expires", metavar="YYYY-MM-DD|DAYS", help="the last day of the token, or how many days")
        parser.add_argument(
            "--addresses",
            nargs="+",
            default=[],
            metavar="ADDRESS|NETWORK",
            help="from where it may call; else anywhere",
        )
        parser.add_argument("--per-minute", type=int, default=CALLS_PER_MINUTE, help="calls in a minute (%(default)s)")

    def handle(
        self,
        *,
        name: str,
        scopes: list[str],
        expires: str | None,
        addresses: list[str],
        per_minute: int,
        **options: object,
    ) -> None:
        wanted = [word for text in scopes for word in text.replace(",", " ").split()]
        unknown = sorted(set(wanted) - set(Scope.values))
        if unknown or not wanted:
            raise CommandError(f"unknown scope {' '.join(unknown)}; there are: {' '.join(Scope.values)}")
        if not 1 <= len(name.strip()) <= 60:
            raise CommandError("NAME has 1 to 60 characters")
        try:
            with transaction.atomic():
                client, token = create_client(
                    name=name.strip(),
                    scopes=set(wanted),
                    now=clock.now(),
                    expires_at=last_moment(expires) if expires else None,
                    addresses=addresses_of(addresses),
                    per_minute=per_minute_of(per_minute),
                )
        except IntegrityError as error:
            raise CommandError(f"{name}: there is a client of this name already") from error
        end = f", until {client.expires_at:%Y-%m-%d}" if client.expires_at else ""
        self.stderr.write(f"{client.name}: {' '.join(client.scopes)}{end}. Keep the token now; it is not shown again.")
        self.stdout.write(token)
