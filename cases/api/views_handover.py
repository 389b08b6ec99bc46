"""转入执行: hand over, acknowledge, return, reopen."""

from typing import Any

from cases.actions import handover
from cases.api.acts import CaseAct
from cases.api.inputs_acts import AcknowledgeIn, HandOverIn, ReasonedIn
from cases.verbs import Verb


class HandOver(CaseAct):
    verb = Verb.HAND_OVER
    body = HandOverIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return handover.hand_over(**spine, **given)


class Acknowledge(CaseAct):
    verb = Verb.ACKNOWLEDGE
    body = AcknowledgeIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return handover.acknowledge(**spine, **given)


class Return(CaseAct):
    verb = Verb.RETURN
    body = ReasonedIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return handover.return_package(**spine, **given)


class Reopen(CaseAct):
    verb = Verb.REOPEN
    body = ReasonedIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return handover.reopen(**spine, **given)
