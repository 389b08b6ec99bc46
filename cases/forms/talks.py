"""约定会商、记录联系、办结约定事项: the forms of what happens around the sessions."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from cases.actions.inputs_talks import AppointmentInput, ContactInput, FollowUpInput
from cases.models import Contact, FollowUp
from cases.models.choices import SessionMode
from cases.models.choices_talks import AppointmentStatus, ContactOutcome, ContactWay, FollowUpKind, FollowUpResult
from cases.queries.clashes import free_rooms
from jianli_mediation.core.clock import COURT_TIME, now
from jianli_mediation.core.forms import AmountField, DayField, MomentField
from jianli_mediation.kernel.money import show
from mediators.models import Room

from .acts import ActForm, Clock, Words, choose, named, parties, unasked
from .rows import FormWithRows, RowForm, rows_of

USUAL_LENGTH = timedelta(hours=1)


class ScheduleForm(ActForm):
    day = DayField(label="哪天")
    starts = Clock(label="开始")
    ends = Clock(label="结束", required=False, help_text="不填按一小时")
    mode = forms.ChoiceField(label="方式", choices=SessionMode.choices)
    room = forms.ChoiceField(label="和解室", required=False)
    place = forms.CharField(label="地点", max_length=80, required=False, help_text="不用和解室的才填，如上门的地址")
    expected = forms.MultipleChoiceField(
        label="请谁来",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一方。"},
    )
    note = forms.CharField(label="备注", max_length=200, required=False, help_text="如请带的材料；印在一览上")

    dated = False
    widths: ClassVar = {
        "day": "f3", "starts": "f3", "ends": "f3", "mode": "f3", "room": "f6", "place": "f6", "expected": "f12",
        "note": "f12",
    }  # fmt: skip

    def load(self) -> None:
        case = self.file.case
        choose(self, "expected", [(party.pk, named(party)) for party in case.parties.all()])
        self.initial.setdefault("expected", [str(party.pk) for party in case.parties.all()])
        rooms = Room.objects.filter(in_use=True)
        choose(self, "room", [("", "不用和解室"), *((room.pk, f"{room}（{room.seats} 座）") for room in rooms)])
        mediator = case.attempt.mediator if case.attempt else None
        if mediator and mediator.room_id:
            self.initial.setdefault("room", str(mediator.room_id))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        starts, ends = typed.get("starts"), typed.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", f"结束要在开始（{starts:%H:%M}）以后，请核对。")
        return typed

    @property
    def time(self) -> tuple[datetime, datetime] | None:
        """From when until when, as far as it was typed."""
        if not self.is_bound:
            return None
        typed = getattr(self, "cleaned_data", {})
        day, starts, ends = (typed.get(name) for name in ("day", "starts", "ends"))
        if not day or not starts:
            return None
        first = datetime.combine(day, starts, COURT_TIME)
        last = datetime.combine(day, ends, COURT_TIME) if ends else first + USUAL_LENGTH
        return (first, last) if last > first else None

    @property
    def free(self) -> list[Room]:
        """The rooms that nobody has at the time typed."""
        return free_rooms(*self.time) if self.time else []

    def planned(self) -> AppointmentInput:
        typed = self.cleaned_data
        if self.time is None:
            raise ValueError("a time was typed, or the form is not valid")
        return AppointmentInput(
            starts_at=self.time[0],
            ends_at=self.time[1],
            mode=typed["mode"],
            room_id=int(typed["room"]) if typed["room"] else None,
            place=typed["place"],
            expected=tuple(int(pk) for pk in typed["expected"]),
            note=typed["note"],
        )


class CancelForm(ActForm):
    appointment = forms.ChoiceField(label="哪一次")
    reason = forms.CharField(label="理由", max_length=200, help_text="如申请人出差、被申请人住院；另约的再约定一次。")

    dated = False
    widths: ClassVar = {"appointment": "f12", "reason": "f12"}

    def load(self) -> None:
        attempt = self.file.case.attempt
        rows = [row for row in attempt.appointments.all() if row.status == AppointmentStatus.PLANNED] if attempt else []
        told = [(row.pk, f"{row.starts_at.astimezone(COURT_TIME):%Y-%m-%d %H:%M}　{row.where}") for row in rows]
        self.offer("appointment", told)


class TaskForm(RowForm):
    text = forms.CharField(label="约定了什么", max_length=200)
    party = forms.ChoiceField(label="由谁办", required=False)
    due_on = DayField(label="到哪天")

    key = ("text", "due_on")

    def load(self) -> None:
        choose(self, "party", [("", "和解员"), *parties(self.file)])


class ContactForm(FormWithRows):
    corrects = forms.ChoiceField(label="更正", required=False, help_text="记错了的不改，另记一条；原来的照样留着。")
    party = forms.ChoiceField(label="联系谁")
    contacted_at = MomentField(label="时间")
    way = forms.ChoiceField(label="方式", choices=ContactWay.choices)
    outcome = forms.ChoiceField(label="结果", choices=unasked(ContactOutcome.choices))
    person = forms.CharField(label="接听、在场的人", max_length=40, required=False, help_text="不是本人的才填")
    note = Words(
        label="说了什么",
        required=False,
        max_length=400,
        rows=3,
        help_text="案件页上看得到；保密的话写进会商的保密记录。",
    )
    promised = AmountField(label="承诺付款", required=False)
    promised_on = DayField(label="哪天付", required=False)

    rows = {"tasks": rows_of(TaskForm)}
    dated = False
    TOP: ClassVar = ("party", "contacted_at", "way", "outcome", "person")

    def load(self) -> None:
        self.offer("party", parties(self.file))
        attempt = self.file.case.attempt
        rows: list[Contact] = list(attempt.contacts.all()) if attempt else []
        corrected = {row.corrects_id for row in rows}
        names = {party.pk: party.name for party in self.file.case.parties.all()}
        earlier = [
            (row.pk, f"更正 {row.contacted_at.astimezone(COURT_TIME):%Y-%m-%d %H:%M} {names[row.party_id]}")
            for row in rows
            if row.pk not in corrected
        ]
        choose(self, "corrects", [("", "不是更正，是新的一次"), *earlier])
        wrong = next((row for row in rows if str(row.pk) == str(self.initial.get("corrects", ""))), None)
        if wrong:
            kept = {name: getattr(wrong, name) for name in ("contacted_at", "way", "outcome", "person", "note")}
            self.initial = {**self.initial, **kept, "party": str(wrong.party_id)}
        self.initial.setdefault("contacted_at", now())

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        amount, on = typed.get("promised"), typed.get("promised_on")
        if amount and not on and "promised_on" not in self.errors:
            self.add_error("promised_on", "请填承诺哪天付。")
        if on and not amount and "promised" not in self.errors:
            self.add_error("promised", "请填承诺付多少。")
        return typed

    def take(self, errors: dict[str, list[str]]) -> None:
        """What the act found wrong with a promise or a task, at its own place."""
        self.is_valid()
        promised = 1 if self.cleaned_data.get("promised") else 0
        tasks = self.sets["tasks"].kept if self.sets["tasks"].is_bound else []
        for path, messages in errors.items():
            _, _, rest = path.partition("follow_ups.")
            place, _, name = rest.partition(".")
            if not rest:
                super().take({path: messages})
            elif int(place) < promised:
                super().take({{"amount": "promised", "due_on": "promised_on"}.get(name, name): messages})
            else:
                filled = [form for form in tasks if form.cleaned_data]
                filled[int(place) - promised].add_error(name, messages)

    def contact(self) -> ContactInput:
        typed = self.cleaned_data
        party = int(typed["party"])
        return ContactInput(
            party_id=party,
            contacted_at=typed["contacted_at"],
            way=typed["way"],
            outcome=typed["outcome"],
            person=typed["person"],
            note=typed["note"],
            follow_ups=(*_promise(party, typed["promised"], typed["promised_on"]), *map(_task, self.filled("tasks"))),
            corrects=int(typed["corrects"]) if typed["corrects"] else None,
        )


def _promise(party: int, amount: Decimal | None, on: Any) -> tuple[FollowUpInput, ...]:
    if not amount:
        return ()
    return (FollowUpInput(kind=FollowUpKind.PROMISE, due_on=on, party_id=party, amount=amount),)


def _task(row: dict[str, Any]) -> FollowUpInput:
    return FollowUpInput(text=row["text"], due_on=row["due_on"], party_id=int(row["party"]) if row["party"] else None)


class CloseForm(ActForm):
    follow_up = forms.ChoiceField(label="哪一件")
    result = forms.ChoiceField(label="结果", choices=unasked(FollowUpResult.choices))
    closed_on = DayField(label="办结日", help_text="实际办妥，或者知道办不成的那天。")
    note = forms.CharField(label="说明", max_length=200, required=False)

    dated = False
    widths: ClassVar = {"follow_up": "f12", "result": "f6", "closed_on": "f6", "note": "f12"}

    def load(self) -> None:
        self.offer("follow_up", [(row.pk, told(row)) for row in open_follow_ups(self.file.case)])
        self.initial.setdefault("closed_on", self.file.today)


def open_follow_ups(case: Any) -> list[FollowUp]:
    """What is still to be done, the earliest first."""
    rows = [row for attempt in case.attempts.all() for row in attempt.follow_ups.all() if not row.result]
    return sorted(rows, key=lambda row: (row.due_on, row.pk))


def told(row: FollowUp) -> str:
    """2026-12-01 承诺付款：付款 5,000.00 元."""
    amount = f"（{show(row.amount)} 元）" if row.amount is not None and show(row.amount) not in row.text else ""
    return f"{row.due_on:%Y-%m-%d} {row.get_kind_display()}：{row.text}{amount}"
