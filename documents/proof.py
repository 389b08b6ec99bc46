"""Is this paper genuine? Told to anybody who holds its code or its file, and nothing personal with it."""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Exists, OuterRef, QuerySet

from documents import seal
from documents.models import Paper, Status
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import AuditEntry

CODE_LENGTH = 10
# The alphabet of the codes is A–Z and 2–7. What is not in it is read as what it looks like; where both of a pair are in
# it, both are tried.
_LOOKS_LIKE = str.maketrans({"0": "O", "1": "I", "8": "B", "9": "G"})
_ALIKE = (("I", "L"), ("S", "5"), ("Z", "2"), ("G", "6"))
_PAIRS = dict((*_ALIKE, *(pair[::-1] for pair in _ALIKE)))
_CODE = re.compile(rf"[A-Z2-7]{{{CODE_LENGTH}}}")


class Outcome(Enum):
    """The answer, with its one sentence and the tone of its box."""

    TRUE = ("真", "这份文书由本院签发，没有作废，也没有新版。", "green")
    REPLACED = ("已被新版取代", "这份文书由本院签发，后来又出了新的一版，以新版为准。", "amber")
    WITHDRAWN = ("已撤销", "这份证明书由本院签发，后来查明不实，已经撤销，不能再用。", "red")
    VOID = ("已作废", "这份文书由本院签发，后来作废，不能再用。", "amber")
    UNKNOWN = ("不存在", "本院没有签发过这样的文书。请核对验证码；仍然查不到的，请与本院联系。", "red")
    DOUBTFUL = ("暂时不能确认", "存档正在核对，请与本院联系，不要以这一页为准。", "amber")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def sentence(self) -> str:
        return self.value[1]

    @property
    def tone(self) -> str:
        return self.value[2]


@dataclass(frozen=True)
class Proof:
    """What is told. ``paper`` only where there is one; ``same``: whether the file shown is the archived one."""

    outcome: Outcome
    paper: Paper | None = None
    same: bool | None = None

    @property
    def issued_on(self) -> date | None:
        """The court's day of issue."""
        return local_date(self.paper.issued_at) if self.paper else None

    @property
    def ended_on(self) -> date | None:
        """The court's day on which it was withdrawn or declared void, as the trail of its owner has it."""
        if self.paper is None or self.outcome not in (Outcome.VOID, Outcome.WITHDRAWN):
            return None
        if self.outcome == Outcome.WITHDRAWN:
            return self.paper.withdrawal.withdrawn_on
        told = AuditEntry.objects.filter(chain=self.paper.owner_key, verb="void_paper", facts__paper=self.paper.pk)
        at = told.values_list("at", flat=True).first()
        return local_date(at) if at else None


def prove(code: str, sha256: str = "") -> Proof:
    """The answer for a code as typed or scanned, for a file's SHA-256, or for both together.

    A malformed code goes the same way as one that does not exist: one query, one hash.
    """
    paper = _by_code(code) if code.strip() else _by_file(sha256)
    sealed = seal.holds(paper or Paper())
    if paper is None:
        return Proof(Outcome.UNKNOWN)
    if not sealed:
        return Proof(Outcome.DOUBTFUL)
    return Proof(_outcome(paper), paper, paper.pdf_sha256 == sha256 if sha256 else None)


def _outcome(paper: Paper) -> Outcome:
    if paper.status == Status.VOID:
        return Outcome.WITHDRAWN if hasattr(paper, "withdrawal") else Outcome.VOID
    return Outcome.REPLACED if paper.replaced else Outcome.TRUE  # type: ignore[attr-defined]


def _papers() -> QuerySet[Paper]:
    return (
        Paper.objects.defer("context")
        .select_related("withdrawal")
        .annotate(replaced=Exists(Paper.objects.filter(supersedes=OuterRef("pk"))))
    )


def _by_file(sha256: str) -> Paper | None:
    return _papers().filter(pdf_sha256=sha256).first() if sha256 else None


def _by_code(text: str) -> Paper | None:
    """The paper with this code; of codes that look alike, the one that was typed."""
    codes = readings(text)
    found = {paper.verify_code: paper for paper in _papers().filter(verify_code__in=codes)}
    return next((found[code] for code in codes if code in found), None)


def readings(text: str) -> list[str]:
    """The codes that somebody may have meant, the one as typed first.

    Small and full-width letters, blanks and hyphens make no difference. Taken too: the whole line that the QR code on
    a paper holds, and the address of the page with the code in it.
    """
    line = unicodedata.normalize("NFKC", text).upper()
    line = line.rpartition("CODE=")[2].rpartition("号")[2]
    code = re.sub(r"[\s\-‐‑–—_.]", "", line).translate(_LOOKS_LIKE)
    if not _CODE.fullmatch(code):
        return [f"{'-' * CODE_LENGTH}"]
    variants = itertools.product(*((letter, _PAIRS[letter]) if letter in _PAIRS else (letter,) for letter in code))
    return [f"{''.join(each[:5])}-{''.join(each[5:])}" for each in variants]
