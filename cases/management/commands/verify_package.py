from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.models import Handover
from cases.papers.package import digest, package_id, sealing
from cases.papers.package.contents import ZIP
from documents import store

ANSWER = "xml"


class Command(BaseCommand):
    help = "Check a hand-over package, or without FILE all that were sent: digests, our seal, the schema, the answer's file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is None:
            self._all_sent()
        else:
            self._one(options["file"])

    def _one(self, file: Path) -> None:
        try:
            data = file.read_bytes()
        except OSError as gone:
            raise CommandError(f"读不到 {file}：{gone.strerror}") from gone
        faults = sealing.faults(data)
        self._told(faults)
        if faults:
            raise CommandError(f"移送包有 {len(faults)} 处不符，不能使用")
        row = Handover.objects.filter(package_sha256=digest(data)).select_related("case").first()
        if row is None:
            raise CommandError("移送包完好，是本院封的，但本系统没有送出过这一份")
        self.stdout.write(
            f"● 移送包完好：{package_id(row.case, row)}，{row.handed_on} 移送，{row.package_size} 字节，与送出的一致"
        )

    def _all_sent(self) -> None:
        rows = Handover.objects.exclude(xml_sha256="").select_related("case").order_by("pk")
        faults = [f"{package_id(row.case, row)}：{fault}" for row in rows.iterator(100) for fault in _kept(row)]
        self._told(faults)
        if faults:
            raise CommandError(f"移送包有 {len(faults)} 处不符")
        self.stdout.write(f"● 移送包完好，封存 {rows.count()} 次，已生成 {rows.exclude(package_sha256='').count()} 份")

    def _told(self, faults: list[str]) -> None:
        for fault in faults:
            self.stdout.write(f"◆ {fault}")


def _kept(row: Handover) -> Iterator[str]:
    """What does not hold of one hand-over: its sealed matter, its zip, the file that answered it."""
    if digest(row.package_xml.encode()) != row.xml_sha256:
        yield "封存的移送内容与移送时的摘要不一致"
    try:
        if row.package_sha256:
            yield from sealing.faults(store.read(row.package_sha256, ZIP))
        if row.answer_sha256:
            store.read(row.answer_sha256, ANSWER)
    except store.FileDamagedError as damaged:
        yield str(damaged)
