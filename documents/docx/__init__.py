"""A paper as DOCX, for offices that must edit it in WPS: the words of the template and the look of the style sheet that
print its PDF, in the fonts the norms name. The digest and the code of the archive are not on it: whoever may edit a
paper must not be able to show it as the archived one."""

import re

from docx.document import Document

from documents.contexts.parts import CasePaper
from documents.docx import flow, package, page
from documents.docx.body import STYLES, Writer
from documents.docx.look import Letters, Sheet
from documents.registry import Form
from documents.render import Meta, fragment, press, print_paper

__all__ = ["DOCX", "UnwritableError", "build"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class UnwritableError(ValueError):
    """The paper holds a character that no XML file may hold. Issuing refuses such a paper before."""


def build(form: Form, context: CasePaper, meta: Meta, *, remark: str = "") -> bytes:
    """The paper as a DOCX file; ``remark`` goes to its properties. The same arguments give the same bytes.

    Raises ``UnwritableError`` for a control character, ``UnknownMarkupError`` where a template or a style sheet says
    something that has no word here.
    """
    words = fragment(form, context, meta)
    if strange := _FORBIDDEN.search(words):
        raise UnwritableError(f"文书里有不能写入文件的字符（U+{ord(strange[0]):04X}），请改写")
    title = form.title_for(filed=context.filed, variant=getattr(context, "variant", ""))
    with press().alone():
        sheet = Sheet(form, words, tight=_is_tight(form, context, meta))
        document = _laid_out(sheet, f"{meta.number or context.paper_no}　{title}", demo=context.head.demo)
    package.set_properties(document, title=title, author=context.head.court, remark=remark, issued_at=meta.issued_at)
    return package.to_bytes(document, meta.issued_at)


def _is_tight(form: Form, context: CasePaper, meta: Meta) -> bool:
    """Whether the lines of the PDF are drawn closer to save a page: then those of the DOCX are."""
    return form.one_page and print_paper(form, context, meta).tight


def _laid_out(sheet: Sheet, running: str, *, demo: bool) -> Document:
    document = package.new_document()
    text_area = page.set_up(document, sheet, running=running, demo=demo)
    styles = _styles(sheet)
    package.set_styles(document, sheet.root, styles)
    writer = Writer(sheet.root, styles)
    body = document.element.body
    for block in flow.read(sheet, page.text_width(text_area)):
        body.insert(len(body) - 1, writer.write(block))
    return document


def _styles(sheet: Sheet) -> dict[str, Letters]:
    """The named styles, each with the letters of the first heading of its kind."""
    found: dict[str, Letters] = {}
    for element in sheet.body.iter():
        if element.tag in STYLES:
            found.setdefault(STYLES[element.tag], sheet.look(element).letters)
    return {style: found[style] for style in STYLES.values() if style in found}
