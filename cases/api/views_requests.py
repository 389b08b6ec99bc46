"""登记诉求、答复诉求、登记满意度; and the list of a case."""

from typing import Any

from cases.actions import requests
from cases.api import out_requests, paging
from cases.api.acts import CaseAct
from cases.api.endpoint import Operation, Reads
from cases.api.inputs_requests import AnswerRequestIn, RateAnswerIn, TakeRequestIn
from cases.api.reading import file_of
from cases.api.refs import CasePeople
from cases.models import PartyRequest
from cases.queries.requests import requests_of
from cases.verbs import Verb
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope


class Requests(Reads):
    """``/cases/{id}/requests/``"""

    tag = "cases"
    operations = {
        "GET": Operation(
            "requests",
            "诉求",
            Scope.CASES_READ,
            out_requests.PartyRequestPageOut,
            query=paging.PageQuery,
            errors=(404,),
        ),
    }

    def read(self, case_id: int) -> dict[str, Any]:
        file = file_of(self.caller, case_id, clock.now())
        rows, links = paging.by_id(self.request, requests_of(file.user, file.case), self.query, newest_first=True)
        return {**links, "results": [out_requests.party_request(row) for row in rows]}


class Shown:
    """Every act answers with the request as it then stands."""

    answer = out_requests.PartyRequestOut

    def show(self, result: PartyRequest) -> out_requests.PartyRequestOut:
        return out_requests.party_request(result)


class TakeRequest(Shown, CaseAct):
    verb = Verb.TAKE_REQUEST
    body = TakeRequestIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> PartyRequest:
        party = CasePeople(self.caller.person, spine["case_id"]).party(given.pop("party"), "party")
        return requests.take_request(**spine, party_id=party.pk, **given)


class AnswerRequest(Shown, CaseAct):
    verb = Verb.ANSWER_REQUEST
    body = AnswerRequestIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> PartyRequest:
        return requests.answer_request(**spine, request_id=given.pop("request"), **given)


class RateAnswer(Shown, CaseAct):
    verb = Verb.RATE_ANSWER
    body = RateAnswerIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> PartyRequest:
        return requests.rate_answer(**spine, request_id=given.pop("request"), **given)
