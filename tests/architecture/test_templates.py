"""Templates hold structure and words; colours, sizes, fonts and script live in static files of our own."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = settings.BASE_DIR
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Papers are for the printer, with their own style sheets; they are held by the tests of documents.
PAGES = [path for path in TEMPLATES if "paper" not in path.relative_to(ROOT / "templates").parts]
STYLES = sorted((ROOT / "jianli_mediation/core/static/ui").glob("*.css"))
SCRIPTS = sorted((ROOT / "jianli_mediation/core/static/ui").glob("*.js"))

COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b(?!-)|\brgba?\(|\bhsl\(")
SIZE = re.compile(r"\d(?:px|rem|em|pt)\b")
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style\b"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>"),
    "inline handler": re.compile(r"\son[a-z]+\s*="),
    "script in a link": re.compile(r"javascript:", re.IGNORECASE),
    "another host": re.compile(r"""(?:href|src|action|hx-\w+)=["'](?:https?:)?//"""),
    "size": SIZE,
    "font": re.compile(r"font-family|<font\b"),
    "unescaped text": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
    "a word we do not use": re.compile(r"<(?:button|a)\b[^>]*>\s*(?:确定|提交|操作|处理)|非法|异常|抱歉|！"),
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(path: Path) -> str:
    """The template without its comments, which may speak of anything."""
    source = path.read_text(encoding="utf-8")
    return re.sub(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", "", source, flags=re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=name)
@pytest.mark.parametrize("what", FORBIDDEN)
def test_page_is_free_of(path: Path, what: str) -> None:
    found = FORBIDDEN[what].findall(text_of(path))
    assert not found, f"{name(path)}: {what}: {found}"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_page_names_no_colour(path: Path) -> None:
    attributes = re.sub(r'(?:href|data-[\w-]+|hx-target|aria-\w+)="[^"]*"', "", text_of(path))
    assert not COLOUR.findall(attributes)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_compiles(path: Path) -> None:
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", [path for path in PAGES if "parts" in path.parts], ids=name)
def test_part_says_what_it_is_for(path: Path) -> None:
    assert "{% comment %}" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", [path for path in STYLES if path.name != "tokens.css"], ids=name)
def test_colours_stand_in_tokens_only(path: Path) -> None:
    assert not COLOUR.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [*STYLES, *SCRIPTS], ids=name)
def test_static_files_ask_nothing_of_another_host(path: Path) -> None:
    assert not re.findall(r"https?://", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_script_evaluates_nothing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.findall(r"\beval\(|new Function|document\.write|localStorage|sessionStorage", source)


def test_every_class_used_exists() -> None:
    """A class without a rule is a slip of the pen; state classes set by script count as rules."""
    styles = " ".join(path.read_text(encoding="utf-8") for path in STYLES)
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", styles))
    unknown = {
        f"{name(path)}: {word}"
        for path in PAGES
        for value in re.findall(r'class="([^"]*)"', text_of(path))
        for word in re.sub(r"\{[%{].*?[%}]\}", " ", value).split()
        if word not in known
    }
    assert not unknown


def test_every_template_is_used() -> None:
    """By a view, by another template, or by its name being one Django looks for."""
    by_name = {"400.html", "403.html", "404.html", "500.html"}
    sources = " ".join(
        path.read_text(encoding="utf-8")
        for folder in ("jianli_mediation", "mediators", "documents", "cases", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html"} and "migrations" not in path.parts
    )
    unused = [
        key
        for path in PAGES
        if (key := str(path.relative_to(ROOT / "templates"))) not in by_name and f'"{key}"' not in sources
    ]
    assert not unused
