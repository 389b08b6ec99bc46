"""The check at start says in words what the papers lack."""

from pathlib import Path

import pytest

from documents import checks, glyphs, justify


def test_this_machine_can_print() -> None:
    assert checks.papers_can_be_printed() == []


def test_missing_libraries_and_fonts_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(checks, "_loads", lambda _: False)
    monkeypatch.setattr(checks, "FONTS", tmp_path)
    found = checks.papers_can_be_printed()
    assert [message.id for message in found] == ["documents.E001", "documents.E001", "documents.W001", "documents.E002"]
    assert "apt-get install libpango-1.0-0" in str(found[0].hint)
    assert "CourtFang-Regular.ttf" in found[3].msg


def test_the_six_fonts_lie_beside_their_licences() -> None:
    assert {path.name for path in glyphs.FONTS.glob("*.ttf")} == set(glyphs.FAMILIES.values())
    assert {path.name for path in (glyphs.FONTS / "licences").iterdir()} == {
        "fandol.txt",
        "lxgw-wenkai.txt",
        "noto-cjk.txt",
    }


def test_another_weasyprint_is_left_alone() -> None:
    assert justify.fill_lines("70.1", pytest, pytest) is False


def test_another_version_of_weasyprint_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "version", lambda _: "71.2")
    (found,) = checks.papers_can_be_printed()
    assert found.id == "documents.W002"
    assert "71.2" in found.msg
