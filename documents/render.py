"""From frozen facts to a PDF that is the same, byte for byte, whenever and wherever it is made again."""

import importlib
import io
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

import segno
from django.conf import settings
from django.template import Context, Engine
from django.utils.html import format_html
from django.utils.safestring import SafeString

from documents.contexts.parts import CasePaper
from documents.press.code import ADDRESS, Code
from documents.registry.form import CASE_NUMBER, NO_NUMBER, TEMPLATES, Form
from jianli_mediation.core import metrics


@dataclass(frozen=True, kw_only=True)
class Meta:
    """What issuing adds to the facts: number, version, the code to verify it by, the moment. A ``draft`` has none."""

    number: str
    version: int = 1
    verify_code: str = ""
    issued_at: datetime | None = None
    draft: bool = False


# Control characters (but tabs and line ends), marks of writing direction, surrogates, and what is no character at all.
_UNREADABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\uffff]"
)
PAGE = "documents/paper/page.html"
CODE = format_html('<img src="{}" alt="" />', ADDRESS)


class _Undefined(str):
    """A template variable without a value is a mistake in the template: stop, rather than print a hole."""

    def __mod__(self, variable: object) -> str:
        raise LookupError(f"the paper's template names an unknown fact: {variable}")


@cache
def _templates() -> Engine:
    return Engine(
        dirs=[str(TEMPLATES)],
        libraries={"paper": "documents.templatetags.paper", "charts": "jianli_mediation.core.templatetags.charts"},
        string_if_invalid=_Undefined("%s"),
    )


def _values(form: Form, context: CasePaper, meta: Meta) -> dict[str, Any]:
    title = form.title_for(filed=context.filed, variant=getattr(context, "variant", ""))
    return {"c": context, "form": form, "meta": meta, "title": title, "template": form.template, "tight": False}


def _html(template: str, values: dict[str, Any]) -> SafeString:
    # Neither the reader's language nor the server's zone has a say in how a paper writes a number or a date.
    return _plain(_templates().get_template(template).render(Context(values, use_l10n=False, use_tz=False)))


def _plain(page: str) -> SafeString:
    """Without what is no character to read: control characters, and marks that turn the order of letters round."""
    return SafeString(_UNREADABLE.sub("", page))


class Printed(NamedTuple):
    """A printed paper, the number of its pages, and whether its lines were drawn closer to save one."""

    pdf: bytes
    pages: int
    tight: bool = False


def render(form: Form, context: CasePaper, meta: Meta) -> bytes:
    """The paper as PDF/A-3b; see ``print_paper``."""
    return print_paper(form, context, meta).pdf


def print_paper(form: Form, context: CasePaper, meta: Meta) -> Printed:
    """The paper as PDF/A-3b. The same three arguments give the same bytes, with the same fonts, Pango and
    address of the page that checks papers.

    User text is data: it is escaped, never a template, and can fetch nothing. Unknown template variables raise
    ``LookupError``.
    """
    values = _values(form, context, meta)
    values["stamp"] = meta.issued_at.isoformat(timespec="seconds") if meta.issued_at else ""
    values["qr"] = CODE
    images = {ADDRESS: Code(_proof(meta.number or context.paper_no, meta.verify_code))}
    with metrics.printing(form.code), press().alone() as machine:
        return _set(machine, form, values, images)


def _set(machine: Any, form: Form, values: dict[str, Any], images: dict[str, Any]) -> Printed:
    document, tight = machine.lay_out(_html(PAGE, values), form.family, images), False
    if form.one_page and len(document.pages) == 2:
        closer = machine.lay_out(_html(PAGE, {**values, "tight": True}), form.family, images)
        document, tight = (closer, True) if len(closer.pages) == 1 else (document, False)
    return Printed(machine.write(document), len(document.pages), tight)


def _proof(number: str, code: str) -> str:
    """What the QR code says: the page that checks the paper where the court has one, else number and code."""
    return f"{settings.VERIFY_URL}?code={code}" if settings.VERIFY_URL and code else f"{number} {code}"


def html_preview(form: Form, context: CasePaper) -> SafeString:
    """The paper as a fragment (``<div class="paper">``) for the browser, made by the template that will print it.

    Blank facts show as a line; the number is the case's, or a line where it is drawn only at issuing.
    """
    number = context.paper_no if form.number_series in (NO_NUMBER, CASE_NUMBER) else ""
    values = _values(form, context, Meta(number=number))
    return _html("documents/paper/preview.html", values)


def fragment(form: Form, context: CasePaper, meta: Meta) -> SafeString:
    """What the issued paper says, as HTML without the page's head and foot: the ground for other formats."""
    return _html(form.template or "", _values(form, context, meta))


def press() -> Any:
    """The press of this process, which knows the fonts and the style sheet of each family.

    It is imported here and not at the head of this file: only who prints needs Pango, which WeasyPrint loads.
    """
    return importlib.import_module("documents.press.engine").the_press()


def qr_svg(text: str) -> SafeString:
    """A QR code as inline SVG, with number and code only: nothing personal."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False, encoding="utf-8").save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=0
    )
    return SafeString(out.getvalue().decode())
