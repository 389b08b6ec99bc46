"""The forms D01–D32: what each is called, who signs, who receives, and when the law lets it exist.

A form whose ``template`` is ``None`` is known but not offered. States and legal models are passed in as the words the
owner of the case uses; this module never sees a case.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from documents.contexts.agreement import AgreementPaper
from documents.contexts.calculation import CalculationSheet
from documents.contexts.handover import HandoverSheet
from documents.contexts.mediation import ReconciliationNotice, SessionRecord, UrgingNotice
from documents.contexts.performance import ClosingNotice, PerformanceCertificate, Receipt

HERE = Path(__file__).resolve().parent
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
    many: bool = False
    one_page: bool = False
    filed_title: str = ""
    edition: int = 1

    @property
    def offered(self) -> bool:
        return self.template is not None

    def title_for(self, *, filed: bool) -> str:
        return self.filed_title if filed and self.filed_title else self.title

    @property
    def template_version(self) -> str:
        """Edition and digest of all that makes the page but the facts: a changed comma gives another version."""
        return f"{self.edition}-{_sources_digest(self.template or '', self.family)}"


NOTICE_VARIANTS = (("applicant", "申请人版"), ("respondent", "被申请人版"))

FORMS: dict[str, Form] = {
    form.code: form
    for form in (
        Form("D01", "申请执行书（兼执前和解申请）", "申请人", "本院", (INTAKE,), number_series=NO_NUMBER),
        Form("D02", "收件回执", "窗口", "申请人", (INTAKE,), number_series=RECEIPT_SLIP, copies=2),
        Form(
            "D03",
            "执前和解告知书",
            "院印",
            "各方当事人",
            (INTAKE, MEDIATION),
            context=ReconciliationNotice,
            template="documents/paper/d03.html",
            copies=2,
            variants=NOTICE_VARIANTS,
            many=True,
            filed_title="执行和解告知书",
        ),
        Form("D04", "同意执前和解确认书", "当事人", "本院", (INTAKE, MEDIATION), many=True),
        Form("D05", "送达地址确认书", "当事人", "本院", (INTAKE, MEDIATION), number_series=NO_NUMBER, many=True),
        Form("D06", "执前和解登记审批表", "窗口、中心负责人", "存卷", (INTAKE, MEDIATION)),
        Form("D07", "委派和解函", "院印", "特邀组织", (MEDIATION,), copies=2, many=True),
        Form(
            "D08",
            "执前督促履行通知书",
            "院印",
            "被申请人",
            (MEDIATION,),
            context=UrgingNotice,
            template="documents/paper/d08.html",
            models=(BEFORE_FILING,),
            copies=2,
            many=True,
        ),
        Form("D09", "财产申报表", "被申请人", "本院", (MEDIATION, PERFORMING), many=True),
        Form("D10", "会商通知书", "书记员", "各方当事人", (MEDIATION,), many=True),
        Form(
            "D11",
            "和解笔录",
            "到场人员",
            "存卷",
            (MEDIATION, PERFORMING, FAILED, FULFILLED),
            context=SessionRecord,
            template="documents/paper/d11.html",
            many=True,
        ),
        Form("D12", "工作记录", "经办人", "存卷", ANY, many=True),
        Form("D13", "延长执前和解期限申请书", "双方当事人", "本院", (MEDIATION,)),
        Form(
            "D14",
            "执前和解协议书",
            "各方当事人、和解员",
            "各方当事人、本院",
            (MEDIATION, PERFORMING),
            context=AgreementPaper,
            template="documents/paper/d14.html",
            copies=3,
            filed_title="执行和解协议书",
        ),
        Form(
            "D15",
            "履行确认书（收条）",
            "申请人",
            "被申请人、本院",
            (MEDIATION, PERFORMING, DEFAULTED, FULFILLED),
            context=Receipt,
            template="documents/paper/d15.html",
            one_page=True,
            number_series=NO_NUMBER,
            copies=3,
            many=True,
        ),
        Form(
            "D16",
            "执前和解结案通知书",
            "院印",
            "各方当事人",
            (PERFORMING, FULFILLED),
            context=ClosingNotice,
            template="documents/paper/d16.html",
            one_page=True,
            models=(BEFORE_FILING,),
            copies=3,
        ),
        Form("D17", "执行裁定书", "院印", "各方当事人", (PERFORMING,), models=(AFTER_FILING,), needs_exec_no=True),
        Form("D18", "执行结案通知书", "院印", "各方当事人", (FULFILLED,), models=(AFTER_FILING,), needs_exec_no=True),
        Form("D19", "终止执前和解告知书", "和解员、中心负责人", "各方当事人", (FAILED, ENFORCEMENT)),
        Form(
            "D20",
            "移送执行立案函",
            "中心",
            "立案庭",
            (FAILED, DEFAULTED, ENFORCEMENT),
            context=HandoverSheet,
            template="documents/paper/d20.html",
            copies=2,
            filed_title="终止和解转执行移送函",
        ),
        Form("D21", "催告履行通知书", "中心章", "被申请人", (PERFORMING, DEFAULTED), many=True),
        Form(
            "D22", "申请执行书", "申请人", "本院", (DEFAULTED,), number_series=NO_NUMBER, filed_title="恢复执行申请书"
        ),
        Form("D23", "恢复执行通知书", "院印", "各方当事人", (ENFORCEMENT,), models=(AFTER_FILING,), needs_exec_no=True),
        Form(
            "D24",
            "自动履行证明书",
            "院印",
            "被申请人",
            (FULFILLED,),
            context=PerformanceCertificate,
            template="documents/paper/d24.html",
            one_page=True,
            number_series=CERTIFICATE,
            copies=2,
            many=True,
        ),
        Form("D25", "信用修复函", "院印", "银行、信用中心", (FULFILLED,), number_series=LETTER, many=True),
        Form("D26", "送达回证", "受送达人", "存卷", ANY, many=True),
        Form("D27", "卷宗封面及目录", "书记员", "存卷", (FULFILLED, ENFORCEMENT, WITHDRAWN), number_series=NO_NUMBER),
        Form("D28", "执前和解工作月报", "中心", "领导小组", (), family="G", number_series=BULLETIN),
        Form("D29", "涉企案件绿色通道标注单", "窗口、营商办", "存卷", (INTAKE, MEDIATION), number_series=NO_NUMBER),
        Form(
            "D30",
            "计算清单",
            "经办人",
            "附卷",
            (MEDIATION, PERFORMING, FAILED, DEFAULTED),
            family="T",
            context=CalculationSheet,
            template="documents/paper/d30.html",
            one_page=True,
            number_series=NO_NUMBER,
        ),
        Form("D31", "审批表", "中心负责人", "存卷", (MEDIATION, PERFORMING), many=True),
        Form("D32", "授权委托书", "当事人", "本院", ANY, number_series=NO_NUMBER, many=True),
    )
}


def refusal(form: Form, *, state: str, legal_model: str, has_exec_no: bool) -> str | None:
    """Why the form may not be made now, in words for the button; ``None`` when it may."""
    if form.needs_exec_no and not has_exec_no:
        return f"《{form.title}》以执行立案为前提，本案还没有执行案号"
    if legal_model not in form.models:
        if form.models == (BEFORE_FILING,):
            return f"《{form.title}》只用于执行立案以前，本案按先立案后和解办理"
        return f"《{form.title}》只用于先立案后和解的案件，本案尚在执行立案以前"
    if state not in form.states:
        return f"案件当前所处阶段不出《{form.title}》"
    return None


def forms_for(*, state: str, legal_model: str, has_exec_no: bool) -> tuple[tuple[Form, str | None], ...]:
    """Every form there is a template for, with the reason why it may not be made now, or ``None``."""
    return tuple(
        (form, refusal(form, state=state, legal_model=legal_model, has_exec_no=has_exec_no))
        for form in FORMS.values()
        if form.offered
    )


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
