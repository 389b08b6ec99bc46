from django.core.management.base import BaseCommand, CommandError, CommandParser

from jianli_mediation.core import clock
from jianli_mediation.core.clients import NoSuchClientError, revoke_client


class Command(BaseCommand):
    help = "End a machine's access to the API at once. Its name stays taken, for the audit trail's sake."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME")

    def handle(self, *, name: str, **options: object) -> None:
        try:
            revoke_client(name=name, now=clock.now())
        except NoSuchClientError as error:
            raise CommandError(f"{name}: no such client, or revoked before") from error
        self.stdout.write(f"{name}: revoked")
