"""收案登记: accept, decline, withdraw, and what is added to the file at any time. Filing itself is in ``views_cases``."""

from typing import Any

from cases.actions import intake
from cases.actions.inputs import ClueInput, Consent, PartyDetails, PreservationInput
from cases.actions.preservation import lift_preservation
from cases.api import out_people, out_property
from cases.api.acts import CaseAct, day_or_moment
from cases.api.inputs_acts import (
    AcceptIn,
    AddPartyIn,
    AmendPartyIn,
    DeclineIn,
    LiftPreservationIn,
    RecordAgentIn,
    RecordPartyStatusIn,
    RecordPreservationIn,
    RegisterExecutionIn,
    WithdrawIn,
)
from cases.api.inputs_filing import RecordClueIn, agent_input, party_input
from cases.api.refs import CasePeople
from cases.models import Agent, Preservation, PropertyClue
from cases.verbs import Verb


class Accept(CaseAct):
    verb = Verb.ACCEPT
    body = AcceptIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        consent = given["consent"]
        day, moment = day_or_moment(consent.pop("at", None))
        return intake.accept(**spine, consent=Consent(**consent, at=moment), at=given.get("at") or day)


class Decline(CaseAct):
    verb = Verb.DECLINE
    body = DeclineIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return intake.decline(**spine, code=given["result_code"], note=given.get("note", ""), at=given.get("at"))


class Withdraw(CaseAct):
    verb = Verb.WITHDRAW
    body = WithdrawIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return intake.withdraw(**spine, code=given["result_code"], note=given.get("note", ""), at=given.get("at"))


class RegisterExecution(CaseAct):
    verb = Verb.REGISTER_EXECUTION
    body = RegisterExecutionIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return intake.register_execution(**spine, **given)


class RecordPreservation(CaseAct):
    verb = Verb.RECORD_PRESERVATION
    body = RecordPreservationIn
    answer = out_property.PreservationOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Preservation:
        at = given.pop("at", None)
        return intake.record_preservation(**spine, frozen=PreservationInput(**given), at=at)

    def show(self, result: Preservation) -> out_property.PreservationOut:
        return out_property.preservation(result)


class LiftPreservation(CaseAct):
    verb = Verb.LIFT_PRESERVATION
    body = LiftPreservationIn
    answer = out_property.PreservationOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Preservation:
        given["preservation_id"] = given.pop("preservation")
        return lift_preservation(**spine, **given)

    def show(self, result: Preservation) -> out_property.PreservationOut:
        return out_property.preservation(result)


class RecordClue(CaseAct):
    verb = Verb.RECORD_CLUE
    body = RecordClueIn
    answer = out_property.ClueOut
    status = 201

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> PropertyClue:
        at = given.pop("at", None)
        return intake.record_clue(**spine, clue=ClueInput(**given), at=at)

    def show(self, result: PropertyClue) -> out_property.ClueOut:
        return out_property.clue(result)


class RecordAgent(CaseAct):
    verb = Verb.RECORD_AGENT
    body = RecordAgentIn
    answer = out_people.AgentOut

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Agent:
        at = given.pop("at", None)
        party = CasePeople(self.caller.person, spine["case_id"]).party(given.pop("party"), "party")
        return intake.record_agent(**spine, party_id=party.pk, agent=agent_input(given), at=at)

    def show(self, result: Agent) -> out_people.AgentOut:
        return out_people.agent(result, full=False)


class AddParty(CaseAct):
    verb = Verb.ADD_PARTY
    body = AddPartyIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        at = given.pop("at", None)
        return intake.add_party(**spine, party=party_input(given), at=at)


class AmendParty(CaseAct):
    verb = Verb.AMEND_PARTY
    body = AmendPartyIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        at = given.pop("at", None)
        party = CasePeople(self.caller.person, spine["case_id"]).party(given.pop("party"), "party")
        return intake.amend_party(**spine, party_id=party.pk, details=PartyDetails(**given), at=at)


class RecordPartyStatus(CaseAct):
    verb = Verb.RECORD_PARTY_STATUS
    body = RecordPartyStatusIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        party = CasePeople(self.caller.person, spine["case_id"]).party(given["party"], "party")
        return intake.record_party_status(
            **spine, party_id=party.pk, status=given["status"], note=given.get("note", ""), at=given.get("at")
        )
