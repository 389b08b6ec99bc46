"""What the register says of one form, and when the law lets a paper of it exist.

States and legal models are passed in as the words the owner of the case uses; this module never sees a case.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent.parent
TEMPLATES = HERE.parent / "templates"
STYLES = HERE / "styles"

BEFORE_FILING = "A"
AFTER_FILING = "B"
BOTH = (BEFORE_FILING, AFTER_FILING)

INTAKE, MEDIATION, PERFORMING, FAILED = "intake", "mediation", "performing", "failed"
DEFAULTED, FULFILLED, ENFORCEMENT, WITHDRAWN = "defaulted", "fulfilled", "enforcement", "withdrawn"
ANY = (INTAKE, MEDIATION, PERFORMING, FAILED, DEFAULTED, FULFILLED, ENFORCEMENT, WITHDRAWN)

# A number of the case itself; a series of its own is drawn from the serial numbers of the year.
NO_NUMBER, CASE_NUMBER = "", "case"
CERTIFICATE, LETTER, BULLETIN, RECEIPT_SLIP = "certificate", "letter", "bulletin", "receipt"
NUMBER_TEXT = {
    CERTIFICATE: "监法自履证〔{year}〕{n}号",
    LETTER: "监法函〔{year}〕{n}号",
    BULLETIN: "监法执前和解简报〔{year}〕{n}期",
    RECEIPT_SLIP: "（{year}）收{n}号",
}


@dataclass(frozen=True)
class Form:
    """One form of the register. ``filed_title`` is its name once there is an enforcement case.

    ``states``: where a case may stand when the paper is made, the state after the act that makes it included.
    ``one_page``: a short paper, whose lines are drawn closer where that saves a second page.
    ``many``: a case may have several at once, told apart by their subject (a session, a payment, a party).
    ``named_variants``: the variants are papers with names of their own, and each goes by its label; the names in
    ``filed_variants`` hold once there is an enforcement case.
    ``elsewhere``: where it is made, for a form that belongs to no case.
    """

    code: str
    title: str
    signed_by: str
    received_by: str
    states: tuple[str, ...]
    family: str = "J"
    context: type[Any] | None = None
    template: str | None = None
    number_series: str = CASE_NUMBER
    models: tuple[str, ...] = BOTH
    needs_exec_no: bool = False
    copies: int = 1
    variants: tuple[tuple[str, str], ...] = ()
    named_variants: bool = False
    filed_variants: tuple[tuple[str, str], ...] = ()
    many: bool = False
    one_page: bool = False
    filed_title: str = ""
    edition: int = 1
    elsewhere: str = ""

    @property
    def offered(self) -> bool:
        return self.template is not None

    def title_for(self, *, filed: bool, variant: str = "") -> str:
        if self.named_variants and variant:
            return dict(self.filed_variants if filed and self.filed_variants else self.variants)[variant]
        return self.filed_title if filed and self.filed_title else self.title

    @property
    def template_version(self) -> str:
        """Edition and digest of all that makes the page but the facts: a changed comma gives another version."""
        return f"{self.edition}-{_sources_digest(self.template or '', self.family)}"


def refusal(
    form: Form, *, state: str, legal_model: str, has_exec_no: bool, stages: Mapping[str, str] | None = None
) -> str | None:
    """Why the form may not be made now, in words for the button; ``None`` when it may.

    ``stages`` are the owner's words for its states, so that the reason can say when the form is made.
    """
    if form.elsewhere:
        return f"《{form.title}》不属于哪一件案件，{form.elsewhere}"
    if form.needs_exec_no and not has_exec_no:
        return f"《{form.title}》以执行立案为前提，本案还没有执行案号"
    if legal_model not in form.models:
        if form.models == (BEFORE_FILING,):
            return f"《{form.title}》只用于执行立案以前，本案按先立案后和解办理"
        return f"《{form.title}》只用于先立案后和解的案件，本案尚在执行立案以前"
    if state not in form.states:
        when = "".join(f"“{stages[each]}”" for each in form.states) if stages else ""
        return f"案件当前所处阶段不出《{form.title}》" + (f"，在{when}时出" if when else "")
    return None


def number_text(series: str, *, year: int, n: int) -> str:
    """The number as printed: 监法自履证〔2023〕1号."""
    return NUMBER_TEXT[series].format(year=year, n=n)


@cache
def _sources_digest(template: str, family: str) -> str:
    sha = hashlib.sha256()
    for path in (TEMPLATES / template, *_shared_sources(family)):
        sha.update(path.read_bytes())
    return sha.hexdigest()[:12]


def _shared_sources(family: str) -> Iterator[Path]:
    yield TEMPLATES / "documents/paper/page.html"
    yield from sorted((TEMPLATES / "documents/paper/parts").glob("*.html"))
    yield STYLES / f"{family.lower()}.css"
