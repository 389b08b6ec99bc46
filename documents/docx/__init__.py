"""A paper as DOCX, for offices that must edit it in WPS: the words of the template and the look of the style sheet that
print its PDF, in the fonts the norms name. The digest and the code of the archive are not on it: whoever may edit a
paper must not be able to show it as the archived one."""

from documents.contexts.parts import CasePaper
from documents.docx import package
from documents.docx.body import STYLES
from documents.docx.look import Letters, Sheet
from documents.docx.page import Sheets
from documents.registry import Form
from documents.render import Meta, fragment, press, print_paper

__all__ = ["DOCX", "build"]

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def build(form: Form, context: CasePaper, meta: Meta, *, remark: str = "") -> bytes:
    """The paper as a DOCX file; ``remark`` goes to its properties. The same arguments give the same bytes.

    Raises ``UnknownMarkupError`` where a template or a style sheet says something that has no word here.
    """
    words = fragment(form, context, meta)
    title = form.title_for(filed=context.filed, variant=getattr(context, "variant", ""))
    with press().alone():
        sheet = Sheet(form, words, tight=_is_tight(form, context, meta))
        document, styles = package.new_document(), _styles(sheet)
        package.set_styles(document, sheet.root, styles)
        Sheets(document, sheet, styles, f"{meta.number or context.paper_no}　{title}").write(demo=context.head.demo)
    package.set_properties(document, title=title, author=context.head.court, remark=remark, issued_at=meta.issued_at)
    return package.to_bytes(document, meta.issued_at)


def _is_tight(form: Form, context: CasePaper, meta: Meta) -> bool:
    """Whether the lines of the PDF are drawn closer to save a page: then those of the DOCX are."""
    return form.one_page and print_paper(form, context, meta).tight


def _styles(sheet: Sheet) -> dict[str, Letters]:
    """The named styles, each with the letters of the first heading of its kind."""
    found: dict[str, Letters] = {}
    for element in sheet.body.iter():
        if element.tag in STYLES:
            found.setdefault(STYLES[element.tag], sheet.look(element).letters)
    return {style: found[style] for style in STYLES.values() if style in found}
