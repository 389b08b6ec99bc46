"""The rows of a session: who came, what was offered, what was agreed to be done."""

from decimal import Decimal
from typing import Any

from django import forms

from cases.models import Party
from cases.queries.offers import APPLICANT, RESPONDENT, side_of
from jianli_mediation.core.forms import AmountField, DayField
from jianli_mediation.kernel.money import show

from .acts import choose, named, parties
from .rows import RowForm, RowSet, rows_of

STANDINGS = ("本人", "法定代表人、负责人", "代理人", "监护人", "和解员", "书记员", "其他")
CHECKS = ("已核对证件原件", "在线身份认证", "电话核对", "熟知其人", "未核对")
CAME, NO_SHOW, EXCUSED = "came", "no_show", "excused"
PRESENCE = [(CAME, "到场"), (NO_SHOW, "无故未到"), (EXCUSED, "有理由未到")]
STAYED_AWAY = "无故未到"


def _as_is(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


class AttendeeForm(RowForm):
    party = forms.ChoiceField(label="哪一方", required=False)
    name = forms.CharField(label="姓名", max_length=40)
    standing = forms.ChoiceField(label="身份", choices=_as_is(STANDINGS))
    presence = forms.ChoiceField(label="到场没有", choices=PRESENCE, required=False)
    identity = forms.ChoiceField(label="身份核对", choices=_as_is(CHECKS))
    absent = forms.CharField(label="没有到场的原因", max_length=60, required=False)

    key = ("name",)

    def load(self) -> None:
        choose(self, "party", [("", "不属于一方"), *parties(self.file)])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        # A reason alone says that somebody did not come: so it was written before there was a choice for it.
        presence = typed.get("presence") or (EXCUSED if typed.get("absent") else CAME)
        if presence == EXCUSED and not typed.get("absent"):
            self.add_error("absent", "请写明理由，如住院、出差。")
        if presence == CAME and typed.get("absent"):
            self.add_error("presence", "写了没有到场的原因，请选无故未到或者有理由未到。")
        if presence == NO_SHOW and not typed.get("party"):
            self.add_error("party", "无故未到的，请选是哪一方。")
        return {**typed, "presence": presence}

    def stored(self, row: dict[str, Any]) -> dict[str, object]:
        """The row as a session keeps it."""
        away = row["presence"] != CAME
        kept: dict[str, object] = {
            "party": int(row["party"]) if row["party"] else None,
            "name": row["name"],
            "as": row["standing"],
            "identity": "" if away else row["identity"],
            "absent": (row["absent"] or STAYED_AWAY) if away else "",
        }
        return {**kept, "no_show": True} if row["presence"] == NO_SHOW else kept


class OfferForm(RowForm):
    """One offer of one side."""

    side = RESPONDENT
    party = forms.ChoiceField(label="谁提出")
    total = AmountField(label="总额")
    down = AmountField(label="当场付", required=False, zero=True)
    count = forms.IntegerField(label="分几期", required=False, min_value=1, max_value=120)
    last_on = DayField(label="最后一期", required=False)
    security = forms.CharField(label="担保", max_length=60, required=False)
    note = forms.CharField(label="条件", max_length=120, required=False)

    key = ("total", "last_on", "security", "note")

    def load(self) -> None:
        own = self.who()
        choose(self, "party", [(str(party.pk), named(party)) for party in own])

    def who(self) -> list[Party]:
        """The parties of this side."""
        case = self.file.case
        return [party for party in case.parties.all() if side_of(case, party.pk) == self.side]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        total, down = typed.get("total"), typed.get("down")
        if total is not None and down is not None and down > total:
            self.add_error("down", f"当场付的不能超过总额 {show(total)} 元，请核对。")
        return typed

    def stored(self, row: dict[str, Any]) -> dict[str, object]:
        """The row as a session keeps it: amounts and days as text."""
        names = {str(party.pk): party.name for party in self.who()}
        return {
            "party": int(row["party"]),
            "by": names[row["party"]],
            "total": _text(row["total"]),
            "down": _text(row["down"]),
            "count": row["count"],
            "last_on": row["last_on"].isoformat() if row["last_on"] else None,
            "security": row["security"],
            "note": row["note"],
        }


class DemandForm(OfferForm):
    """One offer of the applicant's side."""

    side = APPLICANT


class AgreedForm(RowForm):
    """Something to be done by a day; with an amount it is a promise to pay."""

    text = forms.CharField(label="约定了什么", max_length=200, required=False)
    party = forms.ChoiceField(label="由谁办", required=False)
    amount = AmountField(label="承诺付款", required=False)
    due_on = DayField(label="到哪天")

    key = ("text", "amount", "due_on")

    def load(self) -> None:
        choose(self, "party", [("", "和解员"), *parties(self.file)])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if not typed.get("text") and not typed.get("amount") and "amount" not in self.errors:
            self.add_error("text", "请写明约定了什么，或者填承诺付款的金额。")
        if typed.get("amount") and not typed.get("party"):
            self.add_error("party", "承诺付款的，请选由谁付。")
        return typed


class OpenRows(RowSet):
    """Rows that stand open on the page from the start and are none while nothing is typed."""

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        return super().total_form_count() if self.is_bound else len(self.initial or ())


def open_rows(form: type[RowForm]) -> type[RowSet]:
    """The kind of row set of a form whose empty rows count for nothing."""
    return type("OpenRowSet", (OpenRows, rows_of(form)), {})


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
