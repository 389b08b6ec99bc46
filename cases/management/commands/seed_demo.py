from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from cases.demo.seed import seed
from cases.models import Case
from jianli_mediation.core import clock
from jianli_mediation.core.models import User

KEPT = {
    "core_calendarday",
    "core_calendaryear",
    "core_referencerate",
    "django_migrations",
    "django_content_type",
}


class Command(BaseCommand):
    _shown = -1
    help = "Fill an empty database with the demo court: about 300 invented cases over the last fourteen months."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=300)
        parser.add_argument("--seed", type=int, default=1023)
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are people or cases already")
        parser.add_argument("--reset", action="store_true", help="throw the demo court away first")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("正式环境不装演示数据（JIANLI_MODE=production）")
        if self._real():
            if options["if_empty"]:
                return
            raise CommandError("库里有真实人员或案件，不装演示数据")
        if options["reset"]:
            self._clear()
        elif User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("演示数据已经有了；要重做请用 --reset")
        acts = seed(cases=options["cases"], seed=options["seed"], now=clock.now(), progress=self._progress)
        self.stdout.write(f"\n演示法院：{Case.objects.count()} 件案件，{acts} 次办理        ")

    def _real(self) -> bool:
        return User.objects.filter(is_demo=False).exists() or Case.objects.exclude(filed_by__is_demo=True).exists()

    def _progress(self, days: int, total: int) -> None:
        every = 1 if self.stdout.isatty() else 60
        if days // every == self._shown:
            return
        self._shown = days // every
        start, end = ("\r", "") if self.stdout.isatty() else ("", "\n")
        self.stdout.write(f"{start}演示法院 {'█' * (20 * days // total):<20} 第 {days} 天，共 {total} 天", ending=end)
        self.stdout.flush()

    @transaction.atomic
    def _clear(self) -> None:
        """Empty every table of a database that holds nothing but the demonstration."""
        tables = [name for name in connection.introspection.table_names() if name not in KEPT]
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
            cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")
