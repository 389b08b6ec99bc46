from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import Handover
from cases.papers.package import digest, package_id, sealing


class Command(BaseCommand):
    help = "Check a hand-over package: every digest, our seal, the schema, and whether it is the one that was sent."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as gone:
            raise CommandError(f"读不到 {options['file']}：{gone.strerror}") from gone
        faults = sealing.faults(data)
        for fault in faults:
            self.stdout.write(f"◆ {fault}")
        if faults:
            raise CommandError(f"移送包有 {len(faults)} 处不符，不能使用")
        row = Handover.objects.filter(package_sha256=digest(data)).select_related("case").first()
        if row is None:
            raise CommandError("移送包完好，是本院封的，但本系统没有送出过这一份")
        self.stdout.write(
            f"● 移送包完好：{package_id(row.case, row)}，{row.handed_on} 移送，{row.package_size} 字节，与送出的一致"
        )
