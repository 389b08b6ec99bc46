"""How an element looks by the paper's style sheet, in points: read from the sheet that prints the PDF, so that the
two can never differ."""

import importlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from documents.registry import Form
from documents.render import press

# The names that the norms for official papers use; each stands for the open font we print with.
OFFICIAL = {
    "Court Biaosong": "方正小标宋简体",
    "Court Fang": "仿宋_GB2312",
    "Court Kai": "楷体_GB2312",
    "Court Hei": "黑体",
    "Court Song": "宋体",
    "Court Rare": "宋体",
}
AVOID, PAGE = "avoid", "page"
# What the style sheet may not ask for: a word processor has no way to do it to a paragraph.
ORDINARY = {
    "position": ("static",),
    "float": ("none",),
    "visibility": ("visible",),
    "white_space": ("normal", "nowrap"),
    "transform": ((),),
    "break_before": ("auto", AVOID, PAGE),
    "break_after": ("auto", AVOID),
}
POINTS = 0.75  # to a CSS pixel
BOLD = 600


class UnknownMarkupError(LookupError):
    """A paper's template or style sheet says something that the DOCX does not know: stop, rather than lose it."""


class Edge(NamedTuple):
    """One side's border: width in points, the CSS word for its line, its colour as six hexadecimal digits."""

    width: float
    line: str
    colour: str


class Sides(NamedTuple):
    """Points of margin or padding."""

    top: float
    right: float
    bottom: float
    left: float


@dataclass(frozen=True, kw_only=True)
class Letters:
    """How characters look. ``spacing`` is added after each, in points."""

    font: str
    size: float
    spacing: float
    bold: bool = False
    colour: str = "000000"
    underlined: bool = False


@dataclass(frozen=True, kw_only=True)
class Look:
    """How an element looks, in points. ``width`` is ``None`` where the sheet leaves it open, a fraction where it gives
    one; ``keep*`` say which page breaks the sheet forbids; ``display`` is the sheet's word for the kind of box.
    ``page`` is the kind of page it asks for; ``foot``: it stands at the foot of its page, whatever stands above; ``at_right``: a box of its own
    width ends at the right margin; ``apart``: its parts stand at both ends of the line."""

    letters: Letters
    line: float
    align: str
    indent: float
    margin: Sides
    padding: Sides
    borders: tuple[Edge | None, Edge | None, Edge | None, Edge | None]
    display: tuple[str, ...]
    valign: str
    breaks_words: bool
    keep: bool
    keep_next: bool
    keep_before: bool
    new_page: bool
    width: float | None = None
    fraction: float | None = None
    height: float = 0.0
    gap: float = 0.0
    page: str = ""
    foot: bool = False
    at_right: bool = False
    apart: bool = False


class Page(NamedTuple):
    """A sheet of paper in points, and what stands in its margins (box name → pieces of content, look)."""

    width: float
    height: float
    margin: Sides
    boxes: dict[str, tuple[tuple[tuple[str, Any], ...], Look]]


class Sheet:
    """A paper's HTML with the style sheet of its family applied."""

    def __init__(self, form: Form, fragment: str, *, tight: bool = False) -> None:
        machine = press()
        weasyprint = importlib.import_module("weasyprint")
        kind = f"{form.code.lower()} tight" if tight else form.code.lower()
        text = f'<!DOCTYPE html><html lang="zh-CN"><body class="{kind}">{fragment}</body></html>'
        self._html = weasyprint.HTML(string=text, url_fetcher=machine.fetcher)
        self._style_for = importlib.import_module("weasyprint.css").get_all_computed_styles(
            self._html, user_stylesheets=[machine.sheet(form.family)], font_config=machine.fonts
        )
        self._looks: dict[int, Look] = {}

    @cached_property
    def root(self) -> Look:
        return self.look(self._html.etree_element)

    @cached_property
    def body(self) -> Any:
        return self._html.etree_element.find("body")

    def look(self, element: Any) -> Look:
        style = self._style_for(element)
        found = self._looks.get(id(style))
        if found is None:
            found = self._looks[id(style)] = _look(style)
        return found

    def page(self, name: str, *, first: bool = False, left: bool = False) -> Page:
        """The page of that kind: the ``first`` of the paper, the back of a sheet (``left``), or another."""
        module = importlib.import_module("weasyprint.layout.page")
        side = "left" if left else "right"
        kind = module.PageType(side=side, blank=False, name=name, index=0 if first else 2 - left, groups=())
        module.set_page_type_computed_styles(kind, self._html, self._style_for)
        style = self._style_for(kind)
        boxes = {}
        for edge in ("top", "bottom"):
            for place in ("left", "center", "right"):
                box = self._style_for(kind, f"@{edge}-{place}")
                if isinstance(box["content"], tuple):
                    boxes[f"{edge}-{place}"] = (box["content"], _look(box))
        width, height = style["size"]
        return Page(width * POINTS, height * POINTS, _sides(style, "margin"), boxes)


def _look(style: Any) -> Look:
    foot = style["position"] == "absolute" and style["bottom"] != "auto" and not style["bottom"].value
    for name, usual in ORDINARY.items():
        if style[name] not in usual and not (foot and name == "position"):
            raise UnknownMarkupError(f"{name}: {style[name]}")
    line = style["line_height"]
    width = style["width"]
    size = style["font_size"] * POINTS
    in_points = width != "auto" and width.unit == "px"
    return Look(
        letters=Letters(
            font=_official(style["font_family"]),
            size=round(size, 2),
            spacing=0.0 if style["letter_spacing"] == "normal" else round(style["letter_spacing"] * POINTS, 3),
            bold=style["font_weight"] >= BOLD,
            colour=_hex(style["color"]),
            underlined="underline" in style["text_decoration_line"],
        ),
        line=_line(line, size),
        align=style["text_align_all"],
        indent=_points(style["text_indent"]),
        margin=_sides(style, "margin"),
        padding=_sides(style, "padding"),
        borders=tuple(_edge(style, side) for side in Sides._fields),  # type: ignore[arg-type]
        display=tuple(style["display"]),
        valign=str(style["vertical_align"]),
        breaks_words=style["overflow_wrap"] == "anywhere",
        keep=style["break_inside"] == AVOID,
        keep_next=style["break_after"] == AVOID,
        keep_before=style["break_before"] == AVOID,
        new_page=style["break_before"] == PAGE,
        width=width.value * POINTS if in_points else None,
        fraction=width.value / 100 if width != "auto" and width.unit == "%" else None,
        height=_points(style["height"]),
        page=style["page"],
        foot=foot,
        at_right=in_points and style["margin_left"] == "auto" and style["margin_right"] != "auto",
        apart="space-between" in style["justify_content"],
        gap=0.0 if style["column_gap"] == "normal" else _points(style["column_gap"]),
    )


def _official(families: tuple[str, ...]) -> str:
    try:
        return OFFICIAL[families[0]]
    except KeyError as strange:
        raise UnknownMarkupError(f"no official name for the font {families[0]}") from strange


def _points(length: Any) -> float:
    if length == "auto":
        return 0.0
    if length.unit != "px":
        raise UnknownMarkupError(f"a length in {length.unit}")
    return float(length.value) * POINTS


def _line(height: Any, size: float) -> float:
    if height == "normal":
        return size * 1.3
    if isinstance(height, float | int) or height.unit is None:
        return float(getattr(height, "value", height)) * size
    return _points(height)


def _sides(style: Any, what: str) -> Sides:
    return Sides(*(_points(style[f"{what}_{side}"]) for side in Sides._fields))


def _edge(style: Any, side: str) -> Edge | None:
    line, width = style[f"border_{side}_style"], style[f"border_{side}_width"]
    if line in ("none", "hidden") or not width:
        return None
    return Edge(width * POINTS, line, _hex(style[f"border_{side}_color"]))


def _hex(colour: Any) -> str:
    return "".join(f"{round(255 * part):02X}" for part in colour.to("srgb").coordinates)
