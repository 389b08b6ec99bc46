"""The QR code of a paper, drawn as plain rectangles.

As inline SVG it was an eighth of the whole work: WeasyPrint reads and draws the SVG again on each page.
"""

from itertools import groupby
from typing import Any

import segno

# The address by which a page names its own code; nothing is fetched from it.
ADDRESS = "code:paper"


class Code:
    """An image as WeasyPrint knows images: it has a size and can be drawn into a page's stream."""

    def __init__(self, text: str) -> None:
        rows = [bytes(row) for row in segno.make(text, error="m", micro=False, encoding="utf-8").matrix]
        self.size = len(rows)
        self.ink = b"\n".join(_rectangles(rows)) + b"\nf"

    def get_intrinsic_size(self, _resolution: float, _font_size: float) -> tuple[float, float, float]:
        return self.size, self.size, 1

    def draw(self, stream: Any, width: float, height: float, _style: Any) -> None:
        with stream.stacked():
            stream.transform(a=width / self.size, d=height / self.size)
            stream.set_color_rgb(0, 0, 0)
            stream.stream.append(self.ink)


def _rectangles(rows: list[bytes]) -> list[bytes]:
    """Each run of dark squares in a row, and the rows below where the same run goes on."""
    found: dict[tuple[int, int, int], int] = {}
    above: dict[tuple[int, int], int] = {}
    for y, row in enumerate(rows):
        here: dict[tuple[int, int], int] = {}
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                top = here[x, length] = above.get((x, length), y)
                found[x, top, length] = y + 1 - top
            x += length
        above = here
    return [b"%d %d %d %d re" % (x, top, length, height) for (x, top, length), height in found.items()]
