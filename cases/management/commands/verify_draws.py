from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.queries.draws import check_all


class Command(BaseCommand):
    help = "Draw every stored lot over again and name each one that does not come out the same."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong: set[int] = set()
        good = 0
        for fault in check_all():
            if fault is None:
                good += 1
                continue
            wrong.add(fault.draw.pk)
            self.stdout.write(f"◆ {fault.draw.attempt.case} 第 {fault.draw.number} 次抽签：{fault.text}")
        if wrong:
            raise CommandError(f"抽签有 {len(wrong)} 次核对不符，{good} 次一致")
        self.stdout.write(f"● 核对一致，共 {good} 次抽签")
