"""The papers' templates and style sheet: no style in the page, no class without a rule, no rule without a use."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = sorted((settings.BASE_DIR / "templates/documents/paper").rglob("*.html"))
STYLES = "".join(
    path.read_text(encoding="utf-8") for path in sorted((settings.BASE_DIR / "documents/styles").glob("*.css"))
)
FILTERS = (settings.BASE_DIR / "documents/templatetags/paper.py").read_text(encoding="utf-8")
# The browser's own sheet draws the sheet of paper; the printed one needs no frame.
OF_THE_BROWSER = {"paper"}


def classes_in(text: str) -> set[str]:
    found = set()
    for value in re.findall(r'class="([^"]*)"', text):
        found |= set(re.sub(r"\{[%{].*?[%}]\}", " ", value).split())
    return found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_but_structure_and_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<script|<img|https?:|\|\s*safe\b|autoescape", text)
    assert "此页无正文" not in text


def test_every_class_has_a_rule_and_every_rule_a_use() -> None:
    used = set().union(*(classes_in(path.read_text(encoding="utf-8")) for path in TEMPLATES), classes_in(FILTERS))
    # The chart is drawn by the part that the pages draw it by, too; its lines are told apart by their elements.
    drawn = classes_in((settings.BASE_DIR / "templates/parts/trend.html").read_text(encoding="utf-8"))
    forms = {path.stem for path in TEMPLATES if re.fullmatch(r"d\d\d", path.stem)} | {"tight"}
    ruled = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"/\*.*?\*/", "", STYLES, flags=re.DOTALL)))
    assert used - ruled - OF_THE_BROWSER - forms == set()
    assert ruled - used - drawn - forms == set()
