"""A machine that names nobody: what is said in confidence, of a mediator, and in guidance is not for it."""

import json

import pytest

from cases.actions import guidance, mediation, requests
from cases.actions.inputs import SessionInput
from cases.models import Case
from cases.states import State
from jianli_mediation.core.clients import Scope
from tests.api.client import Api, client_with
from tests.build import Walk, day
from tests.cast import Cast

GUIDED, SECRET, SAID = "先核实车辆的抵押情况", "底线七万", "他偏袒对方"


@pytest.fixture
def case_id(cast: Cast) -> int:
    """A case of an invited mediator with a comment of her guide, a confidential note, and a complaint about her."""
    outsider = cast.mediator("sun")
    outsider.supervisor = cast.li
    outsider.save()
    walk = Walk(cast, mediator="sun").to(State.MEDIATION)
    note = SessionInput(held_on=day("2023-05-15"), outcome="continue", confidential_note=SECRET)
    walk.do(mediation.log_session, "sun", "2023-05-15", session=note)
    walk.do(guidance.comment, "li", "2023-05-16", text=GUIDED)
    debtor = walk.case.parties.get(role="respondent").pk
    walk.do(requests.take_request, "wang", "2023-05-17", party_id=debtor, kind="about_mediator", content=SAID)
    return walk.case_id


def paths(case_id: int) -> list[str]:
    of_case = ("", "next-steps/", "timeline/", "draws/", "documents/", "attachments/", "requests/")
    lists = ("cases/", "events/", "appointments/", "mediators/", "statistics/2023-05/")
    return [*(f"cases/{case_id}/{part}" for part in of_case), *lists]


def told(api: Api, case_id: int) -> dict[str, str]:
    """What every address answers, in plain characters."""
    answers = {path: api.get(path) for path in paths(case_id)}
    assert answers[f"cases/{case_id}/"].status_code == 200
    return {
        path: json.dumps(answer.json(), ensure_ascii=False)
        for path, answer in answers.items()
        if answer.status_code == 200
    }


def test_guidance_and_confidential_notes_are_in_no_answer(case_id: int) -> None:
    everything = client_with(*Scope.values, name="全权")
    found = told(everything, case_id)
    assert len(found) > 8
    for path, text in found.items():
        assert GUIDED not in text, path
        assert SECRET not in text, path


def test_nor_for_a_mediator_who_is_named_and_whose_case_it_is_not(case_id: int) -> None:
    machine = client_with(*Scope.values, name="全权").by("zhao")
    assert machine.get(f"cases/{case_id}/").status_code == 404
    assert SAID not in json.dumps(machine.get("cases/").json(), ensure_ascii=False)


def test_her_own_complaint_is_not_told_to_her_through_a_machine(case_id: int) -> None:
    hers = told(client_with(*Scope.values, name="全权").by("sun"), case_id)
    asked = '"kind": "about_mediator"'
    assert [path for path, text in hers.items() if SAID in text or asked in text] == []
    theirs = told(client_with(*Scope.values, name="另一台").by("qian"), case_id)
    assert SAID in theirs[f"cases/{case_id}/requests/"]
    assert Case.objects.get(pk=case_id).state == State.MEDIATION
