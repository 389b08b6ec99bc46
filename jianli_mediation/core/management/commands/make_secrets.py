from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from jianli_mediation.core import secrets


class Command(BaseCommand):
    help = "Write a new secrets file (JIANLI_SECRETS), readable by this user only. Never overwrites one."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *, path: Path, **options: object) -> None:
        try:
            secrets.write_new(path)
        except FileExistsError as error:
            raise CommandError(f"{path} exists; without its keys the stored personal data are lost.") from error
        self.stdout.write(f"{path} written. Keep a copy apart from the database's back-ups.")
