"""The part of a TrueType font that a paper needs: its glyphs under their old numbers, and nothing besides.

HarfBuzz does this too, for every kind of font and in two passes over the whole file. Ours are six files of known make
(glyf outlines, no hinting, no layout tables), so one pass over the wanted glyphs is enough.
"""

import mmap
import struct
import sys
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path

# What a PDF reader needs of an embedded TrueType font whose glyphs are chosen by number (ISO 32000-1, 9.9).
KEPT = (b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp")
_ARGS_ARE_WORDS, _HAS_SCALE, _MORE, _HAS_XY_SCALE, _HAS_MATRIX = 0x1, 0x8, 0x20, 0x40, 0x80
_NO_POST = struct.pack(">IiIIIIII", 0x00030000, 0, 0, 0, 0, 0, 0, 0)


class FontFile:
    """A TrueType file, by its tables."""

    def __init__(self, data: bytes | memoryview) -> None:
        self.data = memoryview(data)
        (count,) = struct.unpack_from(">H", self.data, 4)
        self.tables: dict[bytes, memoryview] = {}
        for n in range(count):
            tag, _, offset, length = struct.unpack_from(">4sIII", self.data, 12 + 16 * n)
            self.tables[tag] = self.data[offset : offset + length]
        if not set(KEPT).issubset(self.tables):
            raise ValueError("a font without TrueType outlines")
        (self.units_per_em,) = struct.unpack_from(">H", self.tables[b"head"], 18)
        (is_long,) = struct.unpack_from(">h", self.tables[b"head"], 50)
        self.offsets = _numbers("I" if is_long else "H", self.tables[b"loca"])
        if not is_long:
            self.offsets = array("I", (2 * offset for offset in self.offsets))
        (self.full_metrics,) = struct.unpack_from(">H", self.tables[b"hhea"], 34)
        self.metrics = bytes(self.tables[b"hmtx"])

    @classmethod
    def open(cls, path: Path) -> "FontFile":
        """The file mapped and not read: what papers share of it is in memory once for all processes."""
        with path.open("rb") as file:
            return cls(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))

    @property
    def glyph_count(self) -> int:
        return len(self.offsets) - 1

    def outline(self, glyph: int) -> memoryview:
        return self.tables[b"glyf"][self.offsets[glyph] : self.offsets[glyph + 1]]

    def metric(self, glyph: int) -> tuple[bytes, bytes]:
        """Advance and left side bearing, as they stand in the file."""
        at = 4 * min(glyph, self.full_metrics - 1)
        advance, bearing = self.metrics[at : at + 2], self.metrics[at + 2 : at + 4]
        if glyph >= self.full_metrics:
            at = 4 * self.full_metrics + 2 * (glyph - self.full_metrics)
            bearing = self.metrics[at : at + 2]
        return advance, bearing

    def parts_of(self, glyph: int) -> Iterator[int]:
        """The glyphs that a composed glyph is put together from."""
        outline = self.outline(glyph)
        if len(outline) < 10 or struct.unpack_from(">h", outline)[0] >= 0:
            return
        at, flags = 10, _MORE
        while flags & _MORE:
            flags, part = struct.unpack_from(">HH", outline, at)
            yield part
            at += 8 if flags & _ARGS_ARE_WORDS else 6
            at += 2 if flags & _HAS_SCALE else 4 if flags & _HAS_XY_SCALE else 8 if flags & _HAS_MATRIX else 0


def subset(font: FontFile, glyphs: Iterable[int]) -> bytes:
    """A font of ``glyphs``, of what they are composed of, and of .notdef, each under the number it had."""
    wanted = _closure(font, glyphs)
    outlines, offsets = _outlines(font, wanted)
    metrics, full = _metrics(font, wanted)
    count = wanted[-1] + 1
    head = bytearray(font.tables[b"head"])
    struct.pack_into(">I", head, 8, 0)
    struct.pack_into(">h", head, 50, 1)
    hhea = bytearray(font.tables[b"hhea"])
    struct.pack_into(">H", hhea, 34, full)
    maxp = bytearray(font.tables[b"maxp"])
    struct.pack_into(">H", maxp, 4, count)
    return _file(
        {b"glyf": outlines, b"head": head, b"hhea": hhea, b"hmtx": metrics, b"loca": offsets, b"maxp": maxp,
         b"post": _NO_POST}
    )  # fmt: skip


def _closure(font: FontFile, glyphs: Iterable[int]) -> list[int]:
    found = {0, *(glyph for glyph in glyphs if glyph < font.glyph_count)}
    todo = list(found)
    while todo:
        parts = [part for part in font.parts_of(todo.pop()) if part not in found]
        found.update(parts)
        todo += parts
    return sorted(found)


def _outlines(font: FontFile, wanted: list[int]) -> tuple[bytes, bytes]:
    pieces: list[bytes | memoryview] = []
    offsets = array("I")
    position = 0
    for glyph in wanted:
        offsets.extend([position] * (glyph + 1 - len(offsets)))
        outline = font.outline(glyph)
        pieces.append(outline)
        position += len(outline)
        if position % 4:
            pieces.append(bytes(-position % 4))
            position += -position % 4
    offsets.append(position)
    return b"".join(pieces), _big_endian(offsets)


def _metrics(font: FontFile, wanted: list[int]) -> tuple[bytes, int]:
    """The table of widths. A run of one width at its end is written once, and the rest of it as bearings only."""
    known = [font.metric(glyph) for glyph in wanted]
    last = known[-1][0]
    full = next((wanted[n] + 1 for n in range(len(known) - 1, -1, -1) if known[n][0] != last), 0) + 1
    table = bytearray(4 * full + 2 * (wanted[-1] + 1 - full))
    # The first of the run carries the width for all of it, be it a wanted glyph or not.
    table[4 * full - 4 : 4 * full - 2] = last
    for glyph, (advance, bearing) in zip(wanted, known, strict=True):
        if glyph < full:
            table[4 * glyph : 4 * glyph + 4] = advance + bearing
        else:
            at = 2 * (full + glyph)
            table[at : at + 2] = bearing
    return bytes(table), full


def _file(tables: dict[bytes, bytes | bytearray]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    header = struct.pack(">IHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    position = len(header) + 16 * count
    directory, body = [header], []
    total = 0
    for tag, table in tables.items():
        padded = bytes(table) + bytes(-len(table) % 4)
        checksum = sum(_numbers("I", padded)) & 0xFFFFFFFF
        directory.append(struct.pack(">4sIII", tag, checksum, position, len(table)))
        body.append(padded)
        position += len(padded)
        total += checksum
    front = b"".join(directory)
    total = (total + sum(_numbers("I", front))) & 0xFFFFFFFF
    data = bytearray(front + b"".join(body))
    head = struct.unpack_from(">4sIII", front, len(header) + 16 * list(tables).index(b"head"))[2]
    struct.pack_into(">I", data, head + 8, (0xB1B0AFBA - total) & 0xFFFFFFFF)
    return bytes(data)


def _numbers(kind: str, data: bytes | memoryview) -> "array[int]":
    numbers = array(kind, bytes(data))
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _big_endian(numbers: "array[int]") -> bytes:
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()
