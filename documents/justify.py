"""Chinese lines filled to the full measure, as a word processor fills them.

WeasyPrint stretches a justified line at its spaces only; Chinese has none, so a line that ends before a long number
or a bracket would stay ragged. This replaces the one function that stretches a line. It knows WeasyPrint 70.0 and
leaves any other version alone: lines are then ragged, and nothing else changes.
"""

from types import ModuleType
from typing import Any

KNOWN_VERSION = "70.0"
# A line that lacks more than this per character (in ems) stays ragged: holes between characters look worse.
MOST = 0.18


class Filler:
    """Spreads a justified line evenly over its characters."""

    def __init__(self, boxes: ModuleType) -> None:
        self.text_box = boxes.TextBox
        self.inline_boxes = (boxes.LineBox, boxes.InlineBox)

    def justify_line(self, context: Any, line: Any, extra_width: float) -> None:
        gaps = self.characters(line) - 1
        if gaps > 0 and extra_width / gaps <= MOST * line.style["font_size"]:
            self.spread(line, extra_width / gaps, 0)

    def characters(self, box: Any) -> int:
        if isinstance(box, self.text_box):
            return len(box.text)
        if isinstance(box, self.inline_boxes):
            return sum(self.characters(child) for child in box.children if child.is_in_normal_flow())
        return 0

    def spread(self, box: Any, extra: float, shift: float) -> float:
        """Move ``box`` by ``shift`` and widen its text by ``extra`` per character; the shift of what follows."""
        if isinstance(box, self.text_box):
            spacing = box.style["letter_spacing"]
            box.position_x += shift
            box.style = box.style.copy()
            box.style["letter_spacing"] = (0 if spacing == "normal" else spacing) + extra
            wider = extra * len(box.text)
        elif isinstance(box, self.inline_boxes):
            box.position_x += shift
            end = shift
            for child in box.children:
                if child.is_in_normal_flow():
                    end = self.spread(child, extra, end)
            wider = end - shift
        else:
            box.translate(shift, 0)
            return shift
        box.width += wider
        return shift + wider


def fill_lines(version: str, inline: ModuleType, boxes: ModuleType) -> bool:
    """Give ``weasyprint.layout.inline`` a ``justify_line`` that fills Chinese lines; whether it was done."""
    if version != KNOWN_VERSION:
        return False
    inline.justify_line = Filler(boxes).justify_line  # type: ignore[attr-defined]
    return True
