import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from jianli_mediation.core import audit, clock
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role


class Command(BaseCommand):
    help = "Create an account. The password is asked for, or read from standard input with --password-stdin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--staff-no", required=True)
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--desk-phone", default="")
        parser.add_argument("--password-stdin", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        password = input() if options["password_stdin"] else getpass.getpass("密码：")
        user = User(
            username=options["username"],
            staff_no=options["staff_no"],
            name=options["name"],
            role=options["role"],
            desk_phone=options["desk_phone"],
        )
        user.set_password(password)
        try:
            validate_password(password, user)
            user.full_clean()
        except ValidationError as problem:
            raise CommandError("；".join(problem.messages)) from problem
        with transaction.atomic():
            user.save()
            audit.record(
                chain=f"user:{user.pk}", verb="create_account", by=None, at=clock.now(), facts={"role": user.role}
            )
        self.stdout.write(f"已建账号 {user.username}（{user.name}，{user.get_role_display()}）")
