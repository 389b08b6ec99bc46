"""约定会商、记录联系、办结约定事项; and the list of appointments."""

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers

from cases.actions import appointments, contacts
from cases.actions.inputs_talks import AppointmentInput, ContactInput, FollowUpInput
from cases.api import out_appointments, paging
from cases.api.acts import CaseAct
from cases.api.endpoint import Operation, Reads
from cases.api.fields import DayField, identifier
from cases.api.inputs_talks import CancelSessionIn, CloseFollowUpIn, LogContactIn, ScheduleSessionIn
from cases.api.refs import CasePeople
from cases.models import Appointment, Contact, FollowUp
from cases.queries.agenda import day_bounds, hints_for, visible_appointments
from cases.verbs import Verb
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clients import Scope

BACKWARDS = "不能早于 from。"


class ScheduleSession(CaseAct):
    verb = Verb.SCHEDULE_SESSION
    body = ScheduleSessionIn
    answer = out_appointments.ScheduledOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Appointment:
        at = given.pop("at", None)
        people = CasePeople(self.caller.person, spine["case_id"])
        return appointments.schedule_session(**spine, planned=planned_input(people, given, "expected"), at=at)

    def show(self, result: Appointment) -> out_appointments.ScheduledOut:
        hints = hints_for(result.attempt.case, result.starts_at, result.ends_at, load_calendar())
        return out_appointments.ScheduledOut(**out_appointments.appointment(result), hints=list(hints))


class CancelSession(CaseAct):
    verb = Verb.CANCEL_SESSION
    body = CancelSessionIn
    answer = out_appointments.AppointmentOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Appointment:
        return appointments.cancel_session(**spine, appointment_id=given.pop("appointment"), **given)

    def show(self, result: Appointment) -> out_appointments.AppointmentOut:
        return out_appointments.appointment(result)


class LogContact(CaseAct):
    verb = Verb.LOG_CONTACT
    body = LogContactIn
    answer = out_appointments.ContactOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Contact:
        at = given.pop("at", None)
        people = CasePeople(self.caller.person, spine["case_id"])
        party = people.party(given.pop("party"), "party")
        agreed = agreed_rows(people, given.pop("follow_ups", ()))
        contact = ContactInput(party_id=party.pk, follow_ups=agreed, **given)
        return contacts.log_contact(**spine, contact=contact, at=at)

    def show(self, result: Contact) -> out_appointments.ContactOut:
        return out_appointments.contact(result)


def planned_input(people: CasePeople, given: Mapping[str, Any], path: str) -> AppointmentInput:
    """An appointment as the body tells it; ``path``: where it names the parties that are to come."""
    plain = {name: value for name, value in given.items() if name not in ("room", "expected")}
    expected = tuple(people.party(ref, path).pk for ref in given.get("expected", ()))
    return AppointmentInput(**plain, room_id=given.get("room"), expected=expected)


def agreed_rows(people: CasePeople, rows: Iterable[dict[str, Any]]) -> tuple[FollowUpInput, ...]:
    """What was agreed, each row with the party that the body refers to."""
    return tuple(_agreed(people, row, f"follow_ups.{place}.party") for place, row in enumerate(rows))


def _agreed(people: CasePeople, row: dict[str, Any], path: str) -> FollowUpInput:
    plain = {name: value for name, value in row.items() if name != "party"}
    party = people.party(row["party"], path).pk if "party" in row else None
    return FollowUpInput(**plain, party_id=party)


class CloseFollowUp(CaseAct):
    verb = Verb.CLOSE_FOLLOW_UP
    body = CloseFollowUpIn
    answer = out_appointments.FollowUpOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> FollowUp:
        return contacts.close_follow_up(**spine, follow_up_id=given.pop("follow_up"), **given)

    def show(self, result: FollowUp) -> out_appointments.FollowUpOut:
        return out_appointments.follow_up(result)


class AppointmentQuery(paging.PageQuery):
    """Whose, where, and on which days."""

    mediator = identifier(required=False, help_text="和解员的 id")
    room = identifier(required=False, help_text="和解室的 id")
    until = DayField(required=False, help_text="到哪天，含当天")

    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), "from": DayField(required=False, help_text="从哪天起")}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "from" in attrs and "until" in attrs and attrs["until"] < attrs["from"]:
            raise serializers.ValidationError({"until": [BACKWARDS]})
        return attrs


class Appointments(Reads):
    """``/appointments/``"""

    tag = "cases"
    operations = {
        "GET": Operation(
            "appointments",
            "会商日程",
            Scope.CASES_READ,
            out_appointments.AppointmentPageOut,
            query=AppointmentQuery,
        ),
    }

    def read(self) -> dict[str, Any]:
        wanted = {name: value for name, value in self.query.items() if name in ("mediator", "room")}
        rows = visible_appointments(self.caller.person).filter(**wanted)
        if "from" in self.query:
            rows = rows.filter(starts_at__gte=day_bounds(self.query["from"], self.query["from"])[0])
        if "until" in self.query:
            rows = rows.filter(starts_at__lt=day_bounds(self.query["until"], self.query["until"])[1])
        rows = rows.select_related("attempt__case", "room", "mediator__user")
        found, links = paging.by_id(self.request, rows, self.query)
        return {**links, "results": [out_appointments.line(row) for row in found]}
