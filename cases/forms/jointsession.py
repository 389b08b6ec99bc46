"""One sitting, several cases: a head and statements that all share, and for each case who came, what was offered, and
what came of it. Each case gets a session of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from cases.actions.inputs import SessionInput
from cases.models import Case, Party
from cases.models.choices import SessionMode, SessionOutcome
from jianli_mediation.core import clock
from jianli_mediation.core.forms import AmountField, DayField, speak_plainly

from .acts import Clock, Words, named, unasked
from .groups import ManyForm
from .session_rows import CHECKS, STANDINGS

AWAY = "未到场"


@dataclass(frozen=True)
class PartyLine:
    """One party of a case at the table: whether it came, why not, and what it offered."""

    party: Party
    label: str
    came: BoundField
    absent: BoundField
    offer: BoundField


@dataclass(frozen=True)
class CaseLine:
    """One case at the table. ``ticked``: the sitting is entered into it."""

    case: Case
    ticked: bool
    outcome: BoundField
    parties: list[PartyLine]


class JointSessionForm(ManyForm):
    """``cases`` are those that the sitting is entered into. Fields of a case end in its id, of a party in the party's."""

    held_on = DayField(label="会商日")
    starts = Clock(label="开始", required=False)
    ends = Clock(label="结束", required=False)
    mode = forms.ChoiceField(label="方式", choices=SessionMode.choices)
    place = forms.CharField(label="地点", max_length=80, required=False)
    identity = forms.ChoiceField(label="身份核对", choices=[(word, word) for word in CHECKS])
    positions = Words(label="各方陈述", required=False, max_length=5000, rows=4, help_text="记进每一件。")
    agreed_facts = Words(label="一致的事实", required=False, max_length=3000, help_text="记进每一件。")
    next_on = DayField(label="下次会商", required=False)
    follow_up = forms.CharField(label="约定事项", max_length=200, required=False, help_text="谁在哪天以前做什么")

    def __init__(self, rows: list[Case], *args: Any, **kwargs: Any) -> None:
        super().__init__(rows, *args, **kwargs)
        self.initial.setdefault("held_on", clock.today())
        for case in rows:
            self._add(
                f"outcome-{case.pk}",
                forms.ChoiceField(label="结果", choices=unasked(SessionOutcome.choices), required=False),
            )
            for party in case.parties.all():
                self._add(f"came-{party.pk}", forms.BooleanField(label="到场", required=False, initial=True))
                self._add(f"absent-{party.pk}", forms.CharField(label="没有到场的原因", max_length=60, required=False))
                self._add(f"offer-{party.pk}", AmountField(label="提出的总额", required=False))

    def _add(self, name: str, field: forms.Field) -> None:
        speak_plainly(field)
        self.fields[name] = field

    @property
    def lines(self) -> Iterator[CaseLine]:
        """The cases as the page lays them out."""
        ticked = set(self["cases"].value() or ())
        for pk, case in self.rows.items():
            parties = [
                PartyLine(party, named(party), *(self[f"{name}-{party.pk}"] for name in ("came", "absent", "offer")))
                for party in case.parties.all()
            ]
            yield CaseLine(case, pk in ticked, self[f"outcome-{pk}"], parties)

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        starts, ends = typed.get("starts"), typed.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", f"结束要在开始（{starts:%H:%M}）以后，请核对。")
        for pk in typed.get("cases", ()):
            if f"outcome-{pk}" in typed and not typed[f"outcome-{pk}"]:
                self.add_error(f"outcome-{pk}", "请选这一件的结果。")
        return typed

    def session(self, case: Case) -> SessionInput:
        """The session of one of the chosen cases."""
        typed = self.cleaned_data
        shared = ("held_on", "starts", "ends", "mode", "place", "positions", "agreed_facts", "next_on", "follow_up")
        outcome = typed[f"outcome-{case.pk}"]
        parties = list(case.parties.all())
        return SessionInput(
            **{name: typed[name] for name in shared},
            outcome=outcome,
            attendees=tuple(self._attendee(party, outcome) for party in parties),
            offers=tuple(
                _offer(party, amount) for party in parties if (amount := typed.get(f"offer-{party.pk}")) is not None
            ),
        )

    def _attendee(self, party: Party, outcome: str) -> dict[str, object]:
        typed = self.cleaned_data
        came, reason = typed[f"came-{party.pk}"], typed[f"absent-{party.pk}"]
        row: dict[str, object] = {
            "party": party.pk,
            "name": party.legal_rep or party.name if party.is_organisation else party.name,
            "as": STANDINGS[1] if party.is_organisation else STANDINGS[0],
            "identity": typed["identity"] if came else "",
            "absent": "" if came else reason or AWAY,
        }
        return row if came or outcome != SessionOutcome.NO_SHOW else {**row, "no_show": True}


def _offer(party: Party, total: Decimal) -> dict[str, object]:
    return {
        "party": party.pk,
        "by": party.name,
        "total": f"{total:.2f}",
        "down": None,
        "count": None,
        "last_on": None,
        "security": "",
        "note": "",
    }
