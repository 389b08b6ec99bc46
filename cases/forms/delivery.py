"""登记送达: which paper went to whom, how it arrived or why it did not, and what proves it."""

from typing import Any

from django import forms

from cases.actions.inputs import ServiceDetails
from cases.facts import services_now
from cases.models import Service
from cases.models.choices import DEBTORS, ServiceOutcome, ServiceWay
from cases.queries.attachments import attachments_of, signable_papers
from documents.models import Paper, Status
from documents.registry import FORMS
from jianli_mediation.core.forms import DayField, MomentField

from .acts import ActForm, Words, choose, parties

# Papers that a party is served with and that may come from elsewhere, in the order in which they usually go out.
SERVED = ("D03", "D08", "D10", "D14", "D15", "D16", "D19", "D21")
URGING_NOTICE = "D08"
PAPER = "paper:"
# What a correction begins with, taken from the row it corrects. Addresses are not shown again: left blank, they stay.
KEPT = (
    "outcome", "way", "signer", "relation", "staff_names", "witnesses", "recorded", "refusal", "e_platform",
    "sent_at", "arrived_at", "post_no", "proof",
)  # fmt: skip


class ServiceForm(ActForm):
    form = forms.ChoiceField(label="文书")
    party = forms.ChoiceField(label="受送达人")
    corrects = forms.ChoiceField(label="更正", required=False, help_text="记错了的不改，另记一次更正；原来的照样留着。")
    way = forms.ChoiceField(label="送达方式", choices=ServiceWay.choices)
    outcome = forms.ChoiceField(label="结果", choices=ServiceOutcome.choices)
    served_on = DayField(label="送达日", help_text="签收、留置、回执收件、退回、到达或者发出公告的日子。")
    signer = forms.CharField(label="签收人", max_length=40, required=False)
    relation = forms.CharField(label="与受送达人的关系", max_length=40, required=False, help_text="不是本人签收的填。")
    address = forms.CharField(label="送达地址", max_length=200, required=False, help_text="更正时不填，照原来的。")
    staff_names = forms.CharField(label="送达人", max_length=80, required=False, help_text="两人送达的都写。")
    witnesses = Words(label="见证人", max_length=200, required=False, rows=2, help_text="一行一人，留置送达的填。")
    recorded = forms.BooleanField(label="拍照、录像记录了送达过程", required=False)
    refusal = Words(label="拒收或者没有送到的情况", max_length=500, required=False, rows=2)
    post_no = forms.CharField(label="邮单号", max_length=40, required=False)
    e_platform = forms.CharField(label="电子送达的系统", max_length=40, required=False)
    e_address = forms.CharField(label="账号、号码", max_length=80, required=False, help_text="更正时不填，照原来的。")
    sent_at = MomentField(label="发出时间", required=False)
    arrived_at = MomentField(label="到达时间", required=False, help_text="到达受送达人系统的时间，就是送达的时间。")
    proof = forms.CharField(label="凭证", max_length=100, required=False, help_text="如送达回证 1 份、回执、截图")
    scan = forms.ChoiceField(label="凭证扫描件", required=False, help_text="先在扫描件里收存。")

    at_hint = "不填按送达日。"

    def load(self) -> None:
        case = self.file.case
        before = list(services_now(case).order_by("pk"))
        titles = {row.pk: FORMS[row.form].title if row.form in FORMS else row.form for row in before}
        choose(self, "corrects", [("", "不是更正"), *((row.pk, _told(row, titles[row.pk])) for row in before)])
        papers = [row for row in signable_papers(case.pk) if not hasattr(row, "superseded_by")]
        self._offer_papers(papers)
        scans = attachments_of(self.file.user, case.pk).filter(void_reason="")
        choose(self, "scan", [("", "没有"), *((row.pk, row.title) for row in scans)])
        self._begin(papers, before)

    def _offer_papers(self, papers: list[Paper]) -> None:
        filed = bool(self.file.case.exec_case_no)
        names = {f"party:{party.pk}": f"（{party.name}）" for party in self.file.case.parties.all()}
        ours = [
            (f"{PAPER}{row.pk}", f"{row.title}{names.get(row.subject, '')}　{row.number or row.case_no}")
            for row in papers
        ]
        others = [(code, FORMS[code].title_for(filed=filed)) for code in SERVED]
        field = self.fields["form"]
        if isinstance(field, forms.ChoiceField):
            groups: list[Any] = [("", "请选"), ("本案已出的文书", ours), ("不是在这里出的", others)]
            field.choices = [group for group in groups if group[1]]

    def _begin(self, papers: list[Paper], before: list[Service]) -> None:
        """What the page first shows: the row to be corrected, the paper it was opened from, else the urging notice."""
        parties_of_case = list(self.file.case.parties.all())
        self.offer("party", parties(self.file))
        corrected = next((row for row in before if str(row.pk) == str(self.initial.get("corrects", ""))), None)
        paper = next((row for row in papers if str(row.pk) == str(self.initial.get("paper", ""))), None)
        if corrected is not None:
            of = f"{PAPER}{corrected.paper_id}" if corrected.paper_id else corrected.form
            kept = {name: getattr(corrected, name) for name in KEPT}
            scan = corrected.scan_id or ""
            self.initial = {**self.initial, **kept, "form": of, "party": corrected.party_id, "scan": scan}
            self.initial["served_on"] = corrected.done_on or corrected.served_on
        if paper is None and corrected is None:
            paper = next((row for row in papers if row.form == URGING_NOTICE and row.status != Status.SERVED), None)
        self.initial.setdefault("form", f"{PAPER}{paper.pk}" if paper is not None else URGING_NOTICE)
        named = paper.subject.removeprefix("party:") if paper is not None else ""
        debtor = next((party.pk for party in parties_of_case if party.role in DEBTORS), None)
        known = {str(party.pk) for party in parties_of_case}
        first = named if named in known else str(debtor or "")
        self.initial.setdefault("party", first)
        self.initial.setdefault("way", ServiceWay.DIRECT)
        self.initial.setdefault("outcome", ServiceOutcome.SERVED)
        self.initial.setdefault("served_on", self.file.today)

    @property
    def acted(self) -> dict[str, Any]:
        """What the act takes in, but for who acts and when."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "at"}
        what, party = typed.pop("form"), typed.pop("party")
        plain = {name: typed.pop(name) for name in ("way", "served_on", "signer", "proof")}
        ours = what.startswith(PAPER)
        rows = {name: int(value) if value else None for name in ("scan", "corrects") for value in [typed.pop(name)]}
        return {
            **plain,
            "form": "" if ours else what,
            "party_id": int(party),
            "details": ServiceDetails(
                **{**typed, "witnesses": tuple(typed["witnesses"].splitlines())},
                paper_id=int(what.removeprefix(PAPER)) if ours else None,
                scan_id=rows["scan"],
                corrects=rows["corrects"],
            ),
        }


def _told(row: Service, title: str) -> str:
    day = row.done_on or row.served_on
    return f"更正 {day:%Y-%m-%d} {row.get_way_display()}《{title}》" if day else f"更正《{title}》"
