from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.actions.reporting import verify_months
from cases.models import MonthReport


class Command(BaseCommand):
    help = "Hold every frozen month against its digest, its seal and the audit trail."

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify_months()
        for text in found:
            self.stdout.write(f"◆ {text}")
        if found:
            raise CommandError(f"冻结的月报有 {len(found)} 处不符")
        self.stdout.write(f"● 冻结的月报完好，共 {MonthReport.objects.count()} 版")
