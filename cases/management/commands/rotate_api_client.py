from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jianli_mediation.core import clock
from jianli_mediation.core.clients import LONGEST_OVERLAP, OVERLAP, NoSuchClientError, rotate_client
from jianli_mediation.core.clock import COURT_TIME

HOUR = timedelta(hours=1)


class Command(BaseCommand):
    help = "Give a machine a new token, printed once, alone on standard output. The old one stays good for a while."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")
        parser.add_argument(
            "--overlap-hours",
            type=int,
            default=OVERLAP // HOUR,
            metavar="HOURS",
            help="how long the old token stays good, 0 to end it now (%(default)s)",
        )

    def handle(self, *, name: str, overlap_hours: int, **options: object) -> None:
        if not 0 <= overlap_hours <= LONGEST_OVERLAP // HOUR:
            raise CommandError(f"--overlap-hours {overlap_hours}: from 0 to {LONGEST_OVERLAP // HOUR}")
        try:
            client, token = rotate_client(name=name, now=clock.now(), overlap=overlap_hours * HOUR)
        except NoSuchClientError as error:
            raise CommandError(f"{name}: no such client, or revoked before") from error
        end = client.previous_until.astimezone(COURT_TIME) if client.previous_until else clock.now()
        self.stderr.write(
            f"{name}: the old token ends {end:%Y-%m-%d %H:%M}. Keep the new one now; it is not shown again."
        )
        self.stdout.write(token)
