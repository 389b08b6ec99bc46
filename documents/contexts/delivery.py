"""D26 送达回证: taken along to be signed, or made out of what was recorded."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from documents.contexts.facts import Fill, Must
from documents.contexts.parts import CasePaper

WAYS = (
    ("direct", "直接送达"),
    ("family", "同住成年家属签收"),
    ("agent", "代理人、代收人签收"),
    ("left", "留置送达"),
    ("post", "邮寄送达"),
    ("returned", "邮件退回"),
    ("electronic", "电子送达"),
    ("public", "公告送达"),
)


@dataclass(frozen=True, kw_only=True)
class DeliveryReceipt(CasePaper):
    """D26 送达回证 of one paper to one recipient. ``way`` is empty on the one that is taken along to be filled in.

    ``done_on`` is the day of the proof or of the try, ``effective_on`` the day the service takes effect: none where it
    ``failed``. ``witnesses`` and ``staff`` are names.
    """

    cause: Annotated[str, Must("案由")]
    receiver_role: str = ""
    receiver: Annotated[str, Must("受送达人"), Fill("受送达人", limit=60)]
    address: Annotated[str, Fill("送达地址", limit=200)] = ""
    title: Annotated[str, Must("送达的文书")]
    number: str = ""
    copies: Annotated[int, Fill("件数")] = 1
    way: str = ""
    failed: bool = False
    done_on: date | None = None
    effective_on: date | None = None
    signer: str = ""
    relation: str = ""
    refusal: str = ""
    witnesses: tuple[str, ...] = ()
    recorded: bool = False
    staff: Annotated[tuple[str, ...], Fill("送达人", lines=2, limit=80, help="一行一人，送达人两名。")] = ()
    post_no: str = ""
    e_platform: str = ""
    e_address: str = ""
    sent_at: datetime | None = None
    arrived_at: datetime | None = None
    proof: str = ""
    remark: Annotated[str, Fill("备注", limit=200)] = ""
    cites: Annotated[tuple[str, ...], Must("送达的法律依据")]

    @property
    def ways(self) -> tuple[tuple[str, bool], ...]:
        """The boxes, the one of this service ticked; public notice and returned mail are never filled in by hand."""
        asked = WAYS if self.way else WAYS[:5]
        return tuple((label, code == self.way) for code, label in asked)

    @property
    def electronic(self) -> bool:
        return self.way == "electronic"
