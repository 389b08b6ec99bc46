"""What lies in a package, for people who look before they open it."""

import zipfile
from dataclasses import dataclass
from typing import Any

from cases.models import Handover
from cases.papers.package import schemas
from cases.papers.package.schemas import HANDOVER
from cases.papers.package.sealing import MANIFEST
from documents import store

ZIP = "zip"
_NS = f"{{{HANDOVER}}}"


@dataclass(frozen=True)
class Listed:
    """One file. Before the package was made, size and digest are not known yet."""

    name: str
    title: str
    size: int | None = None
    sha256: str = ""


def contents(package: Handover) -> list[Listed]:
    """The files of a package, in its order: from the package, or from the sealed matter while there is none.

    A package whose file is not in its place is listed from the matter too; whoever downloads it is told.
    """
    place = store.place(package.package_sha256, ZIP)
    if not package.package_sha256 or not place.is_file():
        return _planned(package)
    with zipfile.ZipFile(place) as archive:
        root = schemas.read(archive.read(MANIFEST))
    return [
        Listed(each.get("name"), _text(each, "title"), int(_text(each, "size")), _text(each, "sha256"))
        for each in root.iter(f"{_NS}file")
    ]


def _planned(package: Handover) -> list[Listed]:
    if not package.package_xml:
        return []
    root = schemas.read(package.package_xml.encode())
    named = [*root.iter(f"{_NS}paper"), *root.iter(f"{_NS}attachment")]
    return [
        Listed("package.xml", "移送内容"),
        *(Listed(each.get("file"), _text(each, "title")) for each in named if each.get("file")),
    ]


def _text(each: Any, name: str) -> str:
    return each.findtext(f"{_NS}{name}") or ""
