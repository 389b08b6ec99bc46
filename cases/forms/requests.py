"""登记诉求、答复诉求、登记满意度."""

from typing import ClassVar

from django import forms

from cases.models import PartyRequest
from cases.models.choices_notices import RequestKind, RequestWay, Satisfaction
from cases.queries.requests import requests_of

from .acts import ActForm, Words, choose, parties, unasked

MOST_SHOWN = 40


class TakeRequestForm(ActForm):
    party = forms.ChoiceField(label="谁提出")
    kind = forms.ChoiceField(label="种类", choices=unasked(RequestKind.choices))
    way = forms.ChoiceField(
        label="怎么提出", choices=[each for each in RequestWay.choices if each[0] != RequestWay.PAGE]
    )
    content = Words(label="要求什么", max_length=500, rows=4, help_text="照当事人的话写，要求什么、为什么。")

    widths: ClassVar = {"party": "f6", "kind": "f6", "way": "f6", "content": "f12"}

    def load(self) -> None:
        self.offer("party", parties(self.file))


class AnswerRequestForm(ActForm):
    request = forms.ChoiceField(label="哪件诉求")
    answer = Words(label="答复", max_length=500, rows=4, help_text="写给当事人看：能不能办，怎么办，什么时候。")

    widths: ClassVar = {"request": "f12", "answer": "f12"}
    dated = False

    def load(self) -> None:
        rows = [row for row in requests_of(self.file.user, self.file.case) if row.is_open]
        self.offer("request", [(row.pk, _words(row)) for row in rows])


class RateAnswerForm(ActForm):
    request = forms.ChoiceField(label="哪件诉求")
    satisfaction = forms.ChoiceField(label="当事人的评价", choices=unasked(Satisfaction.choices))

    widths: ClassVar = {"request": "f12", "satisfaction": "f6"}
    dated = False

    def load(self) -> None:
        rows = [row for row in requests_of(self.file.user, self.file.case) if not row.is_open and not row.satisfaction]
        choose(self, "request", [(row.pk, _words(row)) for row in rows])


def _words(row: PartyRequest) -> str:
    """2023-06-01 刘某 申请延期：想晚半个月付."""
    return f"{row.received_at:%Y-%m-%d} {row.party.name} {row.get_kind_display()}：{row.content[:MOST_SHOWN]}"
