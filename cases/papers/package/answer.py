"""回执: the file in which the filing division answers. Read whole and checked whole before anything is believed."""

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Case, Handover
from cases.papers.package import digest, package_id, schemas
from cases.papers.package.receipts import receipt_signature
from cases.papers.package.schemas import ACKNOWLEDGEMENT, HANDOVER

LARGEST = 64 * 1024
LONGEST_REASON = 200
_NS = f"{{{ACKNOWLEDGEMENT}}}"


class UnfitAnswerError(Exception):
    """A file that cannot be believed, with every reason."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__("；".join(messages))


@dataclass(frozen=True)
class Answer:
    """What an acknowledgement says. ``number`` is that of the enforcement case; blank where the package came back."""

    handover: str
    package_sha256: str
    case_number: str
    accepted: bool
    number: str
    on: date
    reasons: tuple[str, ...]
    answered_by: str
    signature: str
    sha256: str

    @property
    def reason(self) -> str:
        return "；".join(self.reasons)

    @property
    def signed_lines(self) -> tuple[str, ...]:
        """What the signature stands under, line by line."""
        said = ("accepted", self.number) if self.accepted else ("returned",)
        return (
            self.handover,
            self.package_sha256,
            self.case_number,
            *said,
            self.on.isoformat(),
            *self.reasons,
            self.answered_by,
        )


def read_answer(content: bytes) -> Answer:
    """The answer in the file. Raises ``UnfitAnswerError`` with everything that is wrong with the file itself."""
    if not content.strip():
        raise UnfitAnswerError(["文件是空的"])
    if len(content) > LARGEST:
        raise UnfitAnswerError([f"文件太大，回执最多 {LARGEST // 1024} KB"])
    try:
        root = schemas.read(content)
    except schemas.UnreadableError as unreadable:
        raise UnfitAnswerError([str(unreadable)]) from unreadable
    if root.tag != f"{_NS}acknowledgement":
        raise UnfitAnswerError(["不是移送回执：根元素应是 acknowledgement，命名空间见公布的格式"])
    found = schemas.faults(root, ACKNOWLEDGEMENT)
    if found:
        raise UnfitAnswerError(found)
    return _answer(root, digest(content))


def _answer(root: Any, sha256: str) -> Answer:
    accepted, returned = root.find(f"{_NS}accepted"), root.find(f"{_NS}returned")
    told = returned if accepted is None else accepted
    return Answer(
        handover=_text(root, "handover"),
        package_sha256=_text(root, "package-sha256"),
        case_number=_text(root, "case-number"),
        accepted=accepted is not None,
        number=_text(told, "enforcement-number"),
        on=date.fromisoformat(_text(told, "returned-on" if accepted is None else "registered-on")),
        reasons=tuple(_plain(each.text) for each in told.findall(f"{_NS}reason")),
        answered_by=_text(root, "answered-by"),
        signature=_text(root, "signature"),
        sha256=sha256,
    )


def _text(parent: Any, name: str) -> str:
    return _plain(parent.findtext(f"{_NS}{name}"))


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def mismatches(answer: Answer, case: Case, package: Handover) -> list[str]:
    """Everything in which the answer is not one to this very package of this very case."""
    ours = package_id(case, package)
    found = []
    if answer.case_number != case.case_no:
        found.append(f"回执写的案件是{answer.case_number}，本案是{case.case_no}")
    if answer.handover != ours:
        found.append(f"回执答复的移送编号是 {answer.handover}，等待答复的是 {ours}")
    if not package.package_sha256:
        found.append("这次移送的移送包还没有下载过，不会有对它的回执")
    elif answer.package_sha256 != package.package_sha256:
        found.append("回执写的移送包摘要与送出的不符：收到的不是送出的那一份")
    if len(answer.reason) > LONGEST_REASON:
        found.append(f"退回理由合起来最多 {LONGEST_REASON} 字，现在有 {len(answer.reason)} 字")
    if answer.signature and not hmac.compare_digest(answer.signature, _expected(answer, package)):
        found.append("签名与内容不符：回执被改过，或者不是收到移送包的人签的")
    return found


def _expected(answer: Answer, package: Handover) -> str:
    """By the key as it was sent, whatever the court's secrets are by now."""
    matter = schemas.read(package.package_xml.encode())
    key = matter.findtext(f"{{{HANDOVER}}}transfer/{{{HANDOVER}}}receipt-key")
    return receipt_signature(key or "", answer.signed_lines)
