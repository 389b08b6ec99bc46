from typing import Any

from django.core.management.base import BaseCommand

from jianli_mediation.core import audit, clock


class Command(BaseCommand):
    help = "Seal the day: hash the heads of all audit chains. Print the digest on the duty sheet."

    def handle(self, *args: Any, **options: Any) -> None:
        sealed = audit.seal(clock.now())
        self.stdout.write(f"{clock.today():%Y-%m-%d} 日封印：{sealed.chains} 条链，摘要 {sealed.digest}")
