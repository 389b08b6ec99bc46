"""和解协议: conclude and amend."""

from typing import Any

from cases.actions import agreement
from cases.api.acts import CaseAct
from cases.api.inputs_agreement import AmendIn, ConcludeIn, agreement_input
from cases.api.refs import CasePeople
from cases.verbs import Verb


class Conclude(CaseAct):
    verb = Verb.CONCLUDE
    body = ConcludeIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        people = CasePeople(self.caller.person, spine["case_id"])
        return agreement.conclude(
            **spine, terms=agreement_input(given, people), code=given["result_code"], at=given.get("at")
        )


class Amend(CaseAct):
    verb = Verb.AMEND
    body = AmendIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        people = CasePeople(self.caller.person, spine["case_id"])
        return agreement.amend(**spine, terms=agreement_input(given, people), at=given.get("at"))
