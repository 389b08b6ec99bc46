"""记录会商: when and how, who came, what was offered, what came of it, and what was said in confidence."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from cases.actions.inputs import SessionInput
from cases.models import Session
from cases.models.choices import SessionMode, SessionOutcome
from jianli_mediation.core.forms import AmountField, DayField

from .acts import Clock, Words, choose, parties, unasked
from .rows import FormWithRows, RowForm, rows_of

STANDINGS = ("本人", "法定代表人、负责人", "代理人", "监护人", "和解员", "书记员", "其他")
# What a correction begins with, taken from the session it corrects.
KEPT = (
    "held_on", "starts", "ends", "mode", "place", "positions", "agreed_facts", "outcome", "next_on", "follow_up",
)  # fmt: skip
CHECKS = ("已核对证件原件", "在线身份认证", "电话核对", "熟知其人", "未核对")


def _as_is(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


class AttendeeForm(RowForm):
    party = forms.ChoiceField(label="哪一方", required=False)
    name = forms.CharField(label="姓名", max_length=40)
    standing = forms.ChoiceField(label="身份", choices=_as_is(STANDINGS))
    identity = forms.ChoiceField(label="身份核对", choices=_as_is(CHECKS))
    absent = forms.CharField(label="没有到场的原因", max_length=60, required=False)

    key = ("name",)

    def load(self) -> None:
        choose(self, "party", [("", "不属于一方"), *parties(self.file)])


class OfferForm(RowForm):
    party = forms.ChoiceField(label="谁提出")
    total = AmountField(label="总额（元）")
    down = AmountField(label="当场付（元）", required=False, zero=True)
    count = forms.IntegerField(label="分几期", required=False, min_value=1, max_value=120)
    last_on = DayField(label="最后一期", required=False)
    security = forms.CharField(label="担保", max_length=60, required=False)
    note = forms.CharField(label="条件", max_length=120, required=False)

    key = ("total", "last_on", "security", "note")

    def load(self) -> None:
        choose(self, "party", [("", "请选"), *parties(self.file)])


class SessionForm(FormWithRows):
    held_on = DayField(label="会商日")
    starts = Clock(label="开始", required=False)
    ends = Clock(label="结束", required=False)
    mode = forms.ChoiceField(label="方式", choices=SessionMode.choices)
    place = forms.CharField(label="地点", max_length=80, required=False)
    corrects = forms.ChoiceField(label="更正", required=False, help_text="记错了的不改，另记一次更正；原来的照样留着。")
    positions = Words(label="双方陈述", required=False, max_length=5000, rows=4)
    agreed_facts = Words(label="一致的事实", required=False, max_length=3000)
    outcome = forms.ChoiceField(label="结果", choices=unasked(SessionOutcome.choices))
    next_on = DayField(label="下次会商", required=False)
    follow_up = forms.CharField(label="约定事项", max_length=200, required=False, help_text="谁在哪天以前做什么")
    confidential_note = Words(label="保密记录", required=False, max_length=5000)

    rows = {"people": rows_of(AttendeeForm), "offers": rows_of(OfferForm)}
    widths: ClassVar = {"held_on": "f3", "starts": "f2", "ends": "f2", "mode": "f2", "place": "f3"}
    at_hint = "不填按会商日。"

    TOP = ("held_on", "starts", "ends", "mode", "place")

    def load(self) -> None:
        case = self.file.case
        attempt = case.attempt
        sessions: list[Session] = list(attempt.sessions.all()) if attempt else []
        corrected = {session.corrects_id for session in sessions}
        earlier = [
            (row.pk, f"更正第 {row.number} 次（{row.held_on:%Y-%m-%d}）") for row in sessions if row.pk not in corrected
        ]
        choose(self, "corrects", [("", "不是更正，是新的一次"), *earlier])
        self.corrected = next((row for row in sessions if str(row.pk) == str(self.initial.get("corrects", ""))), None)
        if self.corrected:
            self.initial = {**self.initial, **{name: getattr(self.corrected, name) for name in KEPT}}
        self.initial.setdefault("held_on", self.file.today)
        if attempt and attempt.mediator:
            self.initial.setdefault("place", str(attempt.mediator.room or ""))

    def first_rows(self, prefix: str) -> list[dict[str, Any]]:
        if self.corrected:
            return _rows_of(self.corrected, prefix)
        if prefix != "people":
            return []
        return [
            {
                "party": party.pk,
                "name": party.legal_rep or party.name if party.is_organisation else party.name,
                "standing": STANDINGS[1] if party.is_organisation else STANDINGS[0],
            }
            for party in self.file.case.parties.all()
        ]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        starts, ends = typed.get("starts"), typed.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", f"结束要在开始（{starts:%H:%M}）以后，请核对。")
        return typed

    def session(self) -> SessionInput:
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("at", "corrects")}
        corrects = self.cleaned_data["corrects"]
        return SessionInput(
            **typed,
            corrects=int(corrects) if corrects else None,
            attendees=tuple(self._attendee(row) for row in self.filled("people")),
            offers=tuple(self._offer(row) for row in self.filled("offers")),
        )

    def _attendee(self, row: dict[str, Any]) -> dict[str, object]:
        return {
            "party": int(row["party"]) if row["party"] else None,
            "name": row["name"],
            "as": row["standing"],
            "identity": row["identity"],
            "absent": row["absent"],
        }

    def _offer(self, row: dict[str, Any]) -> dict[str, object]:
        names = {str(party.pk): party.name for party in self.file.case.parties.all()}
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


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _rows_of(session: Session, prefix: str) -> list[dict[str, Any]]:
    """The rows of a session that is being corrected, to begin with."""
    if prefix == "people":
        return [{**row, "standing": row.get("as")} for row in session.attendees]
    amounts = ("total", "down")
    return [
        {**row, **{name: Decimal(row[name]) for name in amounts if row.get(name) is not None}} for row in session.offers
    ]
