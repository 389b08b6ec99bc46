"""The volume: D27, its cover, list of contents and backup sheet."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from documents.contexts.facts import Fill, Must
from documents.contexts.parts import CasePaper

KEEPING = (("permanent", "永久"), ("thirty", "三十年"), ("ten", "十年"))


@dataclass(frozen=True, kw_only=True)
class VolumeLine:
    """One item of the contents. Pages ``first`` to ``last`` are those of the volume, counted behind the contents.

    ``source`` says which archived file it is (``paper:12``, ``scan:4``) and ``sha256`` which bytes; neither is printed.
    ``section`` is its place in the order of the volume.
    """

    section: str
    title: str
    made_on: date
    first: int
    last: int
    source: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class FileVolume(CasePaper):
    """D27 卷宗封面、卷内目录、备考表. The register's words for how the case ended stand as ``closing``."""

    cause: Annotated[str, Must("案由")]
    creditors: Annotated[tuple[str, ...], Must("申请人")]
    debtors: Annotated[tuple[str, ...], Must("被申请人")]
    basis_name: Annotated[str, Must("执行依据")]
    mediator: str = ""
    clerk: Annotated[str, Fill("书记员", limit=40)] = ""
    received_on: Annotated[date | None, Must("收件日期")]
    closed_on: Annotated[date | None, Must("结案日期")]
    closing: Annotated[str, Must("结案方式")]
    lines: Annotated[tuple[VolumeLine, ...], Must("卷内文书")]
    archived_on: Annotated[date | None, Fill("归档日期", help="还没有归档的不填，印成空格。")] = None
    keeping: Annotated[
        str, Must("保管期限"), Fill("保管期限", choices=KEEPING, help="三十年是系统的默认值，请按本院档案规定选。")
    ] = "thirty"
    remarks: Annotated[
        tuple[str, ...], Fill("备考", lines=4, limit=1000, help="缺页、破损、另存的光盘等，一项一行。")
    ] = ()
    bound_by: Annotated[str, Must("立卷人"), Fill("立卷人", limit=40)]
    checked_by: Annotated[str, Fill("检查人", limit=40)] = ""

    @property
    def pages(self) -> int:
        """How many pages the volume has, cover, contents and backup sheet not counted."""
        return self.lines[-1].last if self.lines else 0

    @property
    def kept_for(self) -> str:
        return dict(KEEPING).get(self.keeping, "")
