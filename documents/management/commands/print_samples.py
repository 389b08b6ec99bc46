from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand

from documents.registry import FORMS
from documents.render import Meta, print_paper
from documents.samples import SAMPLES
from jianli_mediation.core.clock import COURT_TIME

META_AT = datetime(2023, 5, 10, 10, 0, tzinfo=COURT_TIME)


class Command(BaseCommand):
    help = "Print the made-up samples of every form as PDF into a folder, to be looked at after a change of style."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("forms", nargs="*", help="codes such as D08; all where none is named")

    def handle(self, *, folder: Path, forms: list[str], **options: object) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for code in forms or sorted(SAMPLES):
            for number, context in enumerate(SAMPLES[code], 1):
                meta = Meta(number=context.paper_no, verify_code="K7M2Q-X9D4P", issued_at=META_AT)
                printed = print_paper(FORMS[code], context, meta)
                (folder / f"{code}-{number}.pdf").write_bytes(printed.pdf)
                self.stdout.write(f"{code}-{number}　{FORMS[code].title}　{printed.pages} 页")
