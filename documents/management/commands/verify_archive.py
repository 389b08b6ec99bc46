from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents import integrity
from jianli_mediation.core import clock

TELL_EVERY = 1000


class Command(BaseCommand):
    help = "Hold every paper and scan of the archive against its file, its seal and the audit trail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=date.fromisoformat, help="only from this day on, 2026-01-31")
        parser.add_argument("--limit", type=int, help="at most so many papers and so many scans")

    def handle(self, *args: Any, since: date | None, limit: int | None, **options: Any) -> None:
        moment = datetime.combine(since, time.min, clock.COURT_TIME) if since else None
        looked_at = found = 0

        def seen(count: int) -> None:
            nonlocal looked_at
            if (looked_at + count) // TELL_EVERY > looked_at // TELL_EVERY:
                self.stderr.write(f"  已核对 {looked_at + count} 件 …")
            looked_at += count

        for finding in integrity.check(now=clock.now(), since=moment, limit=limit, seen=seen):
            self.stdout.write(f"◆ {finding.what}：{finding.text}")
            found += 1
        if found:
            raise CommandError(f"存档有 {found} 处不符，共核对 {looked_at} 件")
        self.stdout.write(f"● 存档完好，共核对 {looked_at} 件")
