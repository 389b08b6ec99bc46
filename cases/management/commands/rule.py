from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.queries.manual import found, tests_of
from jianli_mediation.core import clock


class Command(BaseCommand):
    help = "Find rules by a word of their id, title, source or meaning: where they stand and what tests them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("word")

    def handle(self, *args: Any, **options: Any) -> None:
        rules = found(options["word"], clock.today())
        if not rules:
            raise CommandError(f"没有一条规则写到“{options['word']}”；全部规则见 /help/rules/")
        for each in rules:
            self.stdout.write(f"{each.rule.id}  {each.rule.title}（{each.nature}）")
            self.stdout.write(f"  来源  {each.source}")
            self.stdout.write(f"  程序  {each.place}")
            for setting in each.settings:
                since = f"，{setting.since} 起" if setting.changed else ""
                self.stdout.write(
                    f"  参数  {setting.parameter.code} {setting.words}（{setting.parameter.nature}{since}）"
                )
            for test in tests_of(each.rule):
                self.stdout.write(f"  测试  {test}")
