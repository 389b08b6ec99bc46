"""The sheet of all forms, to look at."""

from pathlib import Path

from django.core.management import call_command

from documents.registry import FORMS
from documents.samples import SAMPLES


def test_every_form_has_a_sample() -> None:
    assert set(SAMPLES) == {code for code, form in FORMS.items() if form.offered}


def test_samples_are_printed_into_a_folder(tmp_path: Path, capsys: object) -> None:
    call_command("print_samples", str(tmp_path), "D15", "D03")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["D03-1.pdf", "D03-2.pdf", "D15-1.pdf"]
    assert (tmp_path / "D15-1.pdf").read_bytes().startswith(b"%PDF-")
