"""WordprocessingML elements, their children always in the order that the standard (ISO/IEC 29500-1) asks for."""

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# Word refuses a file whose properties stand in another order. Only what we write is listed.
ORDER = {
    "pPr": """pStyle keepNext keepLines pageBreakBefore widowControl pBdr tabs kinsoku wordWrap overflowPunct autoSpaceDE
        autoSpaceDN snapToGrid spacing ind jc outlineLvl rPr sectPr""",
    "rPr": "rFonts b bCs snapToGrid color spacing kern sz szCs u lang",
    "pBdr": "top left bottom right",
    "tblPr": "tblpPr tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "trPr": "cantSplit trHeight tblHeader jc",
    "tcPr": "tcW gridSpan vMerge tcBorders tcMar vAlign",
    "tcBorders": "top left bottom right",
    "tcMar": "top left bottom right",
    "sectPr": "headerReference footerReference type pgSz pgMar cols titlePg docGrid",
    "style": "name basedOn next uiPriority qFormat pPr rPr tblPr",
}
_PLACES = {tag: names.split() for tag, names in ORDER.items()}


def w(tag: str, *children: Any, **attributes: str | int) -> Any:
    """``<w:tag w:attribute="value">`` around ``children``; those that are ``None`` are left out."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    kept = [child for child in children if child is not None]
    if tag in _PLACES:
        kept.sort(key=lambda child: _PLACES[tag].index(child.tag.partition("}")[2]))
    element.extend(kept)
    return element


def on(tag: str, value: object) -> Any:
    """The property ``tag``, where ``value`` is true."""
    return w(tag) if value else None


def twips(points: float) -> int:
    """Twentieths of a point, the unit of the standard."""
    return round(points * 20)


def say(text: str) -> Any:
    """``<w:t>`` that keeps its spaces."""
    element = w("t")
    element.text = text
    element.set(qn("xml:space"), "preserve")
    return element
