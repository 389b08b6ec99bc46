from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.actions.acting import Actor, Forbidden, InvalidInput
from cases.actions.reference import import_calendar
from jianli_mediation.core import clock
from jianli_mediation.core.models import User


class Command(BaseCommand):
    help = "Import a year's holiday notice from a CSV of 起,止,类别,名称, and reckon the open deadlines anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("year", type=int)
        parser.add_argument("file", type=Path)
        parser.add_argument("--notice", required=True, help="title and number of the notice")
        parser.add_argument("--by", required=True, help="account of the person who answers for it")
        parser.add_argument("--estimated", action="store_true", help="an estimate of the court's own, not announced")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["by"], is_active=True).first()
        if user is None:
            raise CommandError(f"没有在用的账号 {options['by']}")
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
            done = import_calendar(
                by=Actor(user),
                now=clock.now(),
                year=options["year"],
                text=text,
                source=options["notice"],
                confirmed=not options["estimated"],
            )
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(f"读不了 {options['file']}：{problem}") from problem
        except Forbidden as problem:
            raise CommandError(problem.message) from problem
        except InvalidInput as problem:
            raise CommandError("\n".join(text for texts in problem.errors.values() for text in texts)) from problem
        self.stdout.write(f"已导入 {done.year} 年 {done.days} 天，{len(done.moved)} 个期限有变动")
        for each in done.moved:
            self.stdout.write(f"{each.case_no}  {each.what}  {each.before} → {each.after}")
