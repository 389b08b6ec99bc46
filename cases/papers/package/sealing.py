"""The zip: always the same bytes for the same contents, every file under its digest, the digests under our seal.

Nothing is compressed: the PDFs are already, and so no version of a compressor can change a byte.
"""

import hashlib
import hmac
import io
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from cases.papers.package import schemas
from cases.papers.package.node import Node
from cases.papers.package.schemas import HANDOVER, VERSION
from jianli_mediation.core.crypto import keyed_hash

MATTER, SCHEMA, MANIFEST = "package.xml", schemas.FILES[HANDOVER], "manifest.xml"
DIGESTS, SEAL = "digests.txt", "seal.txt"
LARGEST = 1 << 30
_BEGINNING = (1980, 1, 1, 0, 0, 0)
# What reading a zip ends in when its own headers were spoiled.
_BROKEN = (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, RuntimeError, struct.error)


@dataclass(frozen=True)
class Enclosed:
    """One file of the package: its name in the zip, what it is for people, its bytes, and the pages of a paper."""

    name: str
    title: str
    media_type: str
    content: bytes
    pages: int | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def sealed(package_id: str, matter: bytes, papers: list[Enclosed]) -> bytes:
    """The zip of one hand-over. The matter and its schema come first, then the papers, then the lists and the seal."""
    enclosed = [
        Enclosed(MATTER, "移送内容", "application/xml", matter),
        Enclosed(SCHEMA, "移送内容的格式（XSD）", "application/xml", schemas.schema_file(HANDOVER)),
        *papers,
    ]
    files = {each.name: each.content for each in enclosed}
    files[MANIFEST] = manifest(package_id, enclosed)
    files[DIGESTS] = digest_list(files)
    files[SEAL] = seal_of(files[DIGESTS])
    return zip_of(files)


def manifest(package_id: str, enclosed: list[Enclosed]) -> bytes:
    """The contents for programs: what each file is, how large, its digest."""
    root = Node.root(HANDOVER, "manifest", version=VERSION, id=package_id)
    for each in enclosed:
        row = root.group("file", name=each.name)
        row.put("title", each.title)
        row.put("media-type", each.media_type)
        row.put("size", len(each.content))
        row.put("pages", each.pages)
        row.put("sha256", each.sha256)
    return root.text()


def digest_list(files: Mapping[str, bytes]) -> bytes:
    """As ``sha256sum --check`` reads it."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files.items()).encode()


def seal_of(digests: bytes) -> bytes:
    """Our seal under the list of digests; only who has this court's secrets can set it or check it."""
    return f"HMAC-SHA256 {keyed_hash(digests.decode(), 'handover')}\n".encode()


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The files in this order, without times, owners or compression."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.create_system = 3
            entry.external_attr = 0o444 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def faults(data: bytes) -> list[str]:
    """Everything that is wrong with a package: not a package, a byte changed, a file too many, the seal not ours."""
    try:
        files = _opened(data)
    except _BROKEN as broken:
        return [f"不是完好的移送包：{broken}"]
    missing = [name for name in (MATTER, SCHEMA, MANIFEST, DIGESTS, SEAL) if name not in files]
    if missing:
        return [f"缺少 {name}" for name in missing]
    found = list(_altered(files))
    if not hmac.compare_digest(files[SEAL], seal_of(files[DIGESTS])):
        found.append("封签与本院的密钥不符：摘要清单被改过，或者不是本院封的")
    found += _unfit(files)
    if not found and zip_of(files) != data:
        found.append("各文件完好，但压缩包本身的字节被改过")
    return found


def _opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > LARGEST or any(entry.compress_type for entry in entries):
            raise zipfile.BadZipFile("大小或压缩方式不对")
        if len({entry.filename for entry in entries}) != len(entries):
            raise zipfile.BadZipFile("有重名的文件")
        return {entry.filename: archive.read(entry) for entry in entries}


def _altered(files: Mapping[str, bytes]) -> list[str]:
    listed = _listed(files[DIGESTS])
    inside = {name: content for name, content in files.items() if name not in (DIGESTS, SEAL)}
    wrong = [
        f"{name} 与摘要不符"
        for name, content in inside.items()
        if name in listed and hashlib.sha256(content).hexdigest() != listed[name]
    ]
    extra = [f"{name} 不在摘要清单里" for name in inside if name not in listed]
    return [*wrong, *extra, *(f"缺少 {name}" for name in listed if name not in inside)]


def _listed(digests: bytes) -> dict[str, str]:
    pairs = (line.partition("  ") for line in digests.decode(errors="replace").splitlines())
    return {name: sha256 for sha256, gap, name in pairs if gap}


def _unfit(files: Mapping[str, bytes]) -> list[str]:
    found = []
    for name in (MATTER, MANIFEST):
        try:
            found += [f"{name} {fault}" for fault in schemas.faults(schemas.read(files[name]), HANDOVER)]
        except schemas.UnreadableError as unreadable:
            found.append(f"{name} {unreadable}")
    return found
