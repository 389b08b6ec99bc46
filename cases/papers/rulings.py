"""What rulings have in common: the court's name with its province, their order within a case, the settlement."""

from dataclasses import replace
from datetime import date

from cases.facts import owner_key
from cases.models import Agreement, Case
from cases.papers import blocks
from cases.rules.law import Citation
from cases.rules.parameters import COURT_WITH_PROVINCE, PARAMETERS, YES
from documents.contexts.enforcement import REFUSE, RESUME, SUSPEND, TERMINATE, Settlement
from documents.models import Paper
from jianli_mediation.core.models import DatedSetting
from jianli_mediation.kernel.chinese import number

PROVINCE = "湖北省"
RULINGS = {"D17": (SUSPEND, TERMINATE), "D23": (RESUME, REFUSE)}


def article(citation: Citation) -> str:
    """第二百三十七条, where the law has just been named."""
    return f"第{number(citation.article)}条"


def ruling_frame(case: Case, on: date) -> blocks.Frame:
    """A ruling bears the province in the court's name, unless the court has decided otherwise."""
    frame = blocks.frame(case, on)
    decided = DatedSetting.objects.filter(code=COURT_WITH_PROVINCE, since__lte=on).order_by("since").last()
    if (decided.value if decided else PARAMETERS[COURT_WITH_PROVINCE].default) == YES:
        frame["head"] = replace(frame["head"], court=f"{PROVINCE}{frame['head'].court}")
    return frame


def rulings_before(case: Case, form: str, variant: str) -> int:
    """How many other rulings the case had before the first version of this one."""
    rows = Paper.objects.filter(owner_key=owner_key(case.pk), form__in=RULINGS, version=1).order_by("pk")
    known = [(row.form, row.variant) for row in rows if row.variant in RULINGS[row.form]]
    return known.index((form, variant)) if (form, variant) in known else len(known)


def settlement_of(agreement: Agreement) -> Settlement:
    days = [row.due_on for row in agreement.instalments.all()]
    return Settlement(
        signed_on=agreement.signed_on,
        total=agreement.total,
        instalments=len(days),
        last_due=max(days, default=None),
        duties=tuple(line.strip() for line in agreement.non_money_duties.splitlines() if line.strip()),
    )


def clerk_name(case: Case) -> str:
    return case.clerk.name if case.clerk else ""
