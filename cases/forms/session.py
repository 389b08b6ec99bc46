"""记录会商: when and how, who came, what was offered, what came of it, and what was said in confidence."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms

from cases.actions.inputs import SessionInput
from cases.actions.inputs_talks import AppointmentInput, FollowUpInput
from cases.models import Appointment, Session
from cases.models.choices import SessionMode, SessionOutcome
from cases.models.choices_talks import AppointmentStatus, FollowUpKind
from cases.queries.offers import APPLICANT, SIDES, Offer, read_offer, side_of
from jianli_mediation.core.clock import COURT_TIME, local_date
from jianli_mediation.core.forms import DayField
from jianli_mediation.kernel.money import yuan
from mediators.models import Room

from .acts import Clock, Words, choose, unasked
from .rows import FormWithRows, rows_of
from .session_rows import (
    CAME,
    EXCUSED,
    NO_SHOW,
    STANDINGS,
    AgreedForm,
    AttendeeForm,
    DemandForm,
    OfferForm,
    open_rows,
)

# What a correction begins with, taken from the session it corrects.
KEPT = (
    "held_on", "starts", "ends", "mode", "place", "positions", "agreed_facts", "outcome", "next_on", "follow_up",
)  # fmt: skip
USUAL_LENGTH = timedelta(hours=1)
AT_A_ROOM = (SessionMode.ON_SITE, SessionMode.BACK_TO_BACK)
# The formset of each side's offers.
OFFERS = {APPLICANT: "demands", "respondent": "offers"}


class SessionForm(FormWithRows):
    appointment = forms.ChoiceField(label="按哪次约定", required=False)
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
    next_starts = Clock(label="下次开始", required=False, help_text="填了就约定下来，进日程")
    next_ends = Clock(label="下次结束", required=False, help_text="不填按一小时")
    next_room = forms.ChoiceField(label="下次在哪间", required=False)
    follow_up = forms.CharField(label="笔录里的约定", max_length=200, required=False, help_text="印在笔录的会商结果里")
    confidential_note = Words(label="保密记录", required=False, max_length=5000)

    rows = {
        "people": rows_of(AttendeeForm),
        "demands": open_rows(DemandForm),
        "offers": open_rows(OfferForm),
        "agreed": rows_of(AgreedForm),
    }
    widths: ClassVar = {"held_on": "f3", "starts": "f2", "ends": "f2", "mode": "f2", "place": "f3"}
    at_hint = "不填按会商日。"

    def load(self) -> None:
        case = self.file.case
        attempt = case.attempt
        self.sessions: list[Session] = list(attempt.sessions.all()) if attempt else []
        corrected = {session.corrects_id for session in self.sessions}
        earlier = [
            (row.pk, f"更正第 {row.number} 次（{row.held_on:%Y-%m-%d}）")
            for row in self.sessions
            if row.pk not in corrected
        ]
        choose(self, "corrects", [("", "不是更正，是新的一次"), *earlier])
        choose(self, "next_room", [("", "请选"), *((row.pk, str(row)) for row in Room.objects.filter(in_use=True))])
        wanted = str(self.initial.get("corrects", ""))
        self.corrected = next((row for row in self.sessions if str(row.pk) == wanted), None)
        if self.corrected:
            self.initial = {**self.initial, **{name: getattr(self.corrected, name) for name in KEPT}}
        self._load_appointment()
        self.initial.setdefault("held_on", self.file.today)
        if attempt and attempt.mediator:
            self.initial.setdefault("place", str(attempt.mediator.room or ""))
            self.initial.setdefault("next_room", str(attempt.mediator.room_id or ""))

    def _load_appointment(self) -> None:
        """The planned appointments to choose from; that of today is chosen already, its time and place filled in."""
        attempt = self.file.case.attempt
        planned = (
            [row for row in attempt.appointments.all() if row.status == AppointmentStatus.PLANNED] if attempt else []
        )
        choose(self, "appointment", [("", "没有约定"), *((row.pk, _told(row)) for row in planned)])
        if self.corrected:
            return
        asked = str(self.initial.get("appointment", ""))
        chosen = next((row for row in planned if str(row.pk) == asked), None) or next(
            (row for row in planned if local_date(row.starts_at) == self.file.today), None
        )
        if chosen is None:
            return
        first, last = (moment.astimezone(COURT_TIME) for moment in (chosen.starts_at, chosen.ends_at))
        known = {"held_on": min(first.date(), self.file.today), "starts": first.time(), "ends": last.time()}
        place = str(chosen.room) if chosen.room else chosen.place
        self.initial = {**known, "mode": chosen.mode, "place": place, **self.initial, "appointment": str(chosen.pk)}

    def first_rows(self, prefix: str) -> list[dict[str, Any]]:
        if self.corrected and prefix != "agreed":
            rows = list(self._corrected_rows(prefix))
            if rows or prefix == "people":
                return rows
        if prefix == "people":
            return [self._came(party) for party in self.file.case.parties.all()]
        side = next((side for side, name in OFFERS.items() if name == prefix), "")
        own = [party.pk for party in self.file.case.parties.all() if side_of(self.file.case, party.pk) == side]
        return [{"party": str(own[0])}] if own else []

    def _came(self, party: Any) -> dict[str, Any]:
        name = party.legal_rep or party.name if party.is_organisation else party.name
        standing = STANDINGS[1] if party.is_organisation else STANDINGS[0]
        return {"party": str(party.pk), "name": name, "standing": standing, "presence": CAME}

    def _corrected_rows(self, prefix: str) -> Any:
        session = self.corrected
        if session is None:
            return
        if prefix == "people":
            for row in session.attendees:
                presence = NO_SHOW if row.get("no_show") else EXCUSED if row.get("absent") else CAME
                yield {**row, "party": str(row.get("party") or ""), "standing": row.get("as"), "presence": presence}
            return
        for row in session.offers:
            if OFFERS[side_of(self.file.case, row.get("party"))] == prefix:
                money = {name: yuan(row[name]) for name in ("total", "down") if row.get(name)}
                yield {**row, **money, "party": str(row.get("party") or "")}

    # ── What was typed ──

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for first, last in (("starts", "ends"), ("next_starts", "next_ends")):
            starts, ends = typed.get(first), typed.get(last)
            if starts and ends and ends < starts:
                self.add_error(last, f"结束要在开始（{starts:%H:%M}）以后，请核对。")
        if typed.get("next_starts"):
            if not typed.get("next_on") and "next_on" not in self.errors:
                self.add_error("next_on", "填了下次开始的时间，请填哪天。")
            if typed.get("mode") in AT_A_ROOM and not typed.get("next_room"):
                self.add_error("next_room", "请选和解室。")
        return typed

    def is_valid(self) -> bool:
        valid = super().is_valid()
        return self._rows_agree() and valid

    def _rows_agree(self) -> bool:
        """What a row alone cannot see: the day of the session, and its outcome."""
        held_on, outcome = self.cleaned_data.get("held_on"), self.cleaned_data.get("outcome")
        rows = [form for prefix in OFFERS.values() for form in self._forms(prefix)]
        for form in rows:
            last_on = form.cleaned_data.get("last_on")
            if held_on and last_on and last_on < held_on and "last_on" not in form.errors:
                form.add_error("last_on", f"最后一期要在会商日（{held_on:%Y-%m-%d}）以后，请核对。")
        if outcome == SessionOutcome.NO_SHOW:
            away = [form for form in self._forms("people") if form.cleaned_data.get("presence") == NO_SHOW]
            if not away and "outcome" not in self.errors:
                self.add_error("outcome", "请在到场的人里注明谁无故未到。")
            if rows and "total" not in rows[0].errors:
                rows[0].add_error("total", "没有会商就没有方案；谈了方案的，结果另选。")
        return not any(form.errors for form in (*rows, *self._forms("people"))) and not self.errors

    def _forms(self, prefix: str) -> list[Any]:
        rows = self.sets[prefix]
        return [form for form in rows.kept if form.cleaned_data] if rows.is_bound else []

    @property
    def typed_offers(self) -> list[Offer]:
        """The offers that can be read so far, of both sides."""
        case, told_on = self.file.case, self.cleaned_data.get("held_on") or self.file.today
        found = []
        for prefix in OFFERS.values():
            for form in self._forms(prefix):
                if {"party", "total"} <= form.cleaned_data.keys() and form.cleaned_data["total"]:
                    row = {**dict.fromkeys(("down", "count", "last_on", "security", "note")), **form.cleaned_data}
                    found.append(read_offer(case, {**row, "party": int(row["party"])}, told_on=told_on))
        return found

    @property
    def columns(self) -> list[tuple[str, str, str, Any]]:
        """Side, its name, the prefix and the set of its new offers."""
        return [(side, SIDES[side], prefix, self.sets[prefix]) for side, prefix in OFFERS.items()]

    def session(self) -> SessionInput:
        own = ("at", "corrects", "appointment", "next_starts", "next_ends", "next_room")
        typed = {name: value for name, value in self.cleaned_data.items() if name not in own}
        corrects, appointment = (self.cleaned_data[name] for name in ("corrects", "appointment"))
        return SessionInput(
            **typed,
            corrects=int(corrects) if corrects else None,
            appointment=int(appointment) if appointment else None,
            attendees=tuple(form.stored(form.cleaned_data) for form in self._forms("people")),
            offers=tuple(form.stored(form.cleaned_data) for name in OFFERS.values() for form in self._forms(name)),
            next_appointment=self._planned(),
            follow_ups=tuple(_agreed(form.cleaned_data) for form in self._forms("agreed")),
        )

    def _planned(self) -> AppointmentInput | None:
        typed = self.cleaned_data
        day: date | None = typed["next_on"]
        if not day or not typed["next_starts"]:
            return None
        first = datetime.combine(day, typed["next_starts"], COURT_TIME)
        last = datetime.combine(day, typed["next_ends"], COURT_TIME) if typed["next_ends"] else first + USUAL_LENGTH
        room = int(typed["next_room"]) if typed["next_room"] and typed["mode"] in AT_A_ROOM else None
        place = "" if room else typed["place"]
        return AppointmentInput(starts_at=first, ends_at=last, mode=typed["mode"], room_id=room, place=place)

    def take(self, errors: dict[str, list[str]]) -> None:
        """What the act found wrong with what was agreed, at its row."""
        self.is_valid()
        agreed = self._forms("agreed")
        for path, messages in errors.items():
            first, _, rest = path.partition(".")
            place, _, name = rest.partition(".")
            if first == "follow_ups" and place.isdecimal() and int(place) < len(agreed):
                agreed[int(place)].add_error(name if name in agreed[int(place)].fields else None, messages)
            else:
                super().take({{"room": "next_room"}.get(path, path): messages})


def _agreed(row: dict[str, Any]) -> FollowUpInput:
    return FollowUpInput(
        kind=FollowUpKind.PROMISE if row["amount"] else FollowUpKind.TASK,
        text=row["text"],
        party_id=int(row["party"]) if row["party"] else None,
        amount=row["amount"],
        due_on=row["due_on"],
    )


def _told(row: Appointment) -> str:
    return f"{row.starts_at.astimezone(COURT_TIME):%Y-%m-%d %H:%M}　{row.where}"
