"""执前和解: assign, take, refuse, serve, log a session, extend, suspend, resume, fail, settle in full."""

import json
from collections.abc import Mapping
from typing import Any

from cases.actions import assignment, delivery, mediation, suspension
from cases.actions.inputs import ServiceDetails, SessionInput
from cases.api import out_talks
from cases.api.acts import CaseAct
from cases.api.body import dump
from cases.api.inputs_acts import (
    AssignIn,
    ExtendIn,
    FailIn,
    ReasonedIn,
    RecordServiceIn,
    ResumeIn,
    SettleIn,
    SuspendIn,
    TakeIn,
)
from cases.api.inputs_session import SessionIn
from cases.api.refs import CasePeople
from cases.api.views_talks import agreed_rows, planned_input
from cases.models import Service, Session
from cases.verbs import Verb


class Assign(CaseAct):
    verb = Verb.ASSIGN
    body = AssignIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return assignment.assign(
            **spine,
            mediator_id=given.get("mediator"),
            draw=given.get("draw", False),
            reason=given.get("reason", ""),
            taken_on=given.get("taken_on"),
            at=given.get("at"),
        )


class Take(CaseAct):
    verb = Verb.TAKE
    body = TakeIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return assignment.take(**spine, **given)


class Refuse(CaseAct):
    verb = Verb.REFUSE
    body = ReasonedIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return assignment.refuse(**spine, **given)


class RecordService(CaseAct):
    verb = Verb.RECORD_SERVICE
    body = RecordServiceIn
    answer = out_talks.ServiceOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Service:
        party = CasePeople(self.caller.person, spine["case_id"]).party(given.pop("party"), "party")
        plain = {
            name: given.pop(name) for name in ("form", "way", "served_on", "signer", "proof", "at") if name in given
        }
        rows = {name: given.pop(name, None) for name in ("paper", "scan")}
        given["witnesses"] = tuple(given.pop("witnesses", ()))
        details = ServiceDetails(paper_id=rows["paper"], scan_id=rows["scan"], **given)
        return delivery.record_service(**spine, party_id=party.pk, details=details, **plain)

    def show(self, result: Service) -> out_talks.ServiceOut:
        return out_talks.service(result, {result.party_id: result.party.name})


class LogSession(CaseAct):
    verb = Verb.LOG_SESSION
    body = SessionIn
    answer = out_talks.SessionOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Session:
        at = given.pop("at", None)
        rows: dict[str, Any] = {
            name: tuple(_as_stored(row) for row in given.pop(name, ())) for name in ("attendees", "offers")
        }
        people = CasePeople(self.caller.person, spine["case_id"])
        coming = given.pop("next_appointment", None)
        rows["follow_ups"] = agreed_rows(people, given.pop("follow_ups", ()))
        rows["next_appointment"] = planned_input(people, coming, "next_appointment.expected") if coming else None
        return mediation.log_session(**spine, session=SessionInput(**given, **rows), at=at)

    def show(self, result: Session) -> out_talks.SessionOut:
        return out_talks.session(result)


def _as_stored(row: Mapping[str, Any]) -> dict[str, object]:
    """Amounts and days as text, which is how a session keeps them."""
    stored: dict[str, object] = json.loads(dump(row))
    return stored


class Extend(CaseAct):
    verb = Verb.EXTEND
    body = ExtendIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        consents = given.get("consents", {})
        return mediation.extend(
            **spine,
            days=given.get("days"),
            applicant_agrees=consents.get("applicant", given.get("applicant_agrees", False)),
            respondent_agrees=consents.get("respondent", given.get("respondent_agrees", False)),
            reason=given.get("reason", ""),
            at=given.get("at"),
        )


class Suspend(CaseAct):
    verb = Verb.SUSPEND
    body = SuspendIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return suspension.suspend(**spine, **given)


class Resume(CaseAct):
    verb = Verb.RESUME
    body = ResumeIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return suspension.resume(**spine, **given)


class Fail(CaseAct):
    verb = Verb.FAIL
    body = FailIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return mediation.fail(**spine, code=given["result_code"], note=given.get("note", ""), at=given.get("at"))


class SettleInFull(CaseAct):
    verb = Verb.SETTLE_IN_FULL
    body = SettleIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return mediation.settle_in_full(
            **spine,
            code=given.get("result_code", ""),
            creditor_satisfied=given.get("creditor_satisfied", False),
            at=given.get("at"),
        )
