"""Which characters our fonts can draw, and in which design a name is set."""

from functools import cache

from fontTools.ttLib import TTFont

from documents.registry.form import HERE

FONTS = HERE / "fonts"
FAMILIES = {
    "Court Biaosong": "CourtBiaosong-Regular.ttf",
    "Court Fang": "CourtFang-Regular.ttf",
    "Court Kai": "CourtKai-Regular.ttf",
    "Court Hei": "CourtHei-Regular.ttf",
    "Court Song": "CourtSong-Regular.ttf",
    "Court Rare": "CourtRare-Regular.ttf",
}
BODY = "Court Fang"
FALLBACK = ("Court Song", "Court Rare")
_LAYOUT = frozenset(" \n\r\t")


@cache
def characters_of(family: str) -> frozenset[str]:
    """All characters that ``family`` draws."""
    with TTFont(FONTS / FAMILIES[family], lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def printable() -> frozenset[str]:
    """All characters that may stand on a paper: each family falls back to Song and Rare."""
    return characters_of(BODY).union(*(characters_of(family) for family in FALLBACK)) | _LAYOUT


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of ``text`` that none of our fonts draws, each once, in order. They would print as a box."""
    return tuple(dict.fromkeys(character for character in text if character not in printable()))


def needs_fallback(name: str) -> bool:
    """Whether the body font lacks a character of ``name``; then the whole name is set in the fallback."""
    return not characters_of(BODY).issuperset(name)
