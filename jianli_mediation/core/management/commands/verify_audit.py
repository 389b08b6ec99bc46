from typing import Any

from django.core.management.base import BaseCommand, CommandError

from jianli_mediation.core import audit
from jianli_mediation.core.models import AuditEntry


class Command(BaseCommand):
    help = "Walk every chain of the audit trail and name each place where it does not hold."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(audit.verify())
        for fault in faults:
            self.stdout.write(f"◆ {fault.chain} 第 {fault.seq} 条：{fault.text}")
        if faults:
            raise CommandError(f"留痕有 {len(faults)} 处不符")
        self.stdout.write(f"● 留痕完好，共 {AuditEntry.objects.count()} 条")
