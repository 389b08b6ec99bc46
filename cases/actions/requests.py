"""诉求: taken from a party, answered in time, rated. The answer goes to the party as a message."""

from datetime import datetime

from django.db import transaction

from cases import guards
from cases.models import Case, PartyRequest, whole_case
from cases.models.choices_notices import ABOUT_MEDIATORS, RequestWay
from cases.notices.notes import answered
from cases.rules.deadlines import by_period
from cases.verbs import Verb
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import MEDIATORS
from jianli_mediation.kernel.refusal import refuse_if

from .acting import Act, Actor, InvalidInput, NotVisible, When, acting, day_of, finish
from .intake import party_of

LONGEST = 500
PARTY_PAGE = "当事人页面"


def take_request(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    party_id: int,
    kind: str,
    content: str,
    way: str = RequestWay.WINDOW,
    at: When = None,
) -> PartyRequest:
    """Write down what a party asks. The answer is due by T_REQ from the day of the act."""
    with acting(Verb.TAKE_REQUEST, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_take_request(act.case, act.day))
        if way == RequestWay.PAGE:
            raise InvalidInput({"way": ["当事人自己在页面上提出的，由系统登记"]})
        return _write(act, party_id, kind, content, way)


@transaction.atomic
def request_by_party(*, now: datetime, case_id: int, party_id: int, kind: str, content: str) -> PartyRequest:
    """What a party typed herself on her own page. Whoever calls has made sure that she is the party.

    In the trail it stands without a person, with the page as the client.
    """
    locked = Case.objects.select_for_update().filter(pk=case_id).values_list("pk", flat=True).first()
    case = whole_case(case_id) if locked else None
    if case is None:
        raise NotVisible(case_id)
    act = Act(Verb.TAKE_REQUEST, User(), now, now, case, day_of(now))
    refuse_if(guards.to_take_request(case, act.day))
    row = _write(act, party_id, kind, content, RequestWay.PAGE)
    finish(act, case.state, PARTY_PAGE)
    return row


def _write(act: Act, party_id: int, kind: str, content: str, way: str) -> PartyRequest:
    words = content.strip()
    if not words:
        raise InvalidInput({"content": ["请写明要求什么"]})
    if len(words) > LONGEST:
        raise InvalidInput({"content": [f"不能超过 {LONGEST} 字"]})
    period = act.day.periods["T_REQ"]
    row: PartyRequest = act.case.requests.create(
        party=party_of(act.case, party_id),
        kind=kind,
        way=way,
        content=words,
        received_at=act.at,
        due_on=by_period(period=period, start=local_date(act.at), calendar=act.day.calendar).due,
        entered_by=act.by if act.by.pk is not None else None,
        entered_at=act.now,
    )
    # The trail says that something was asked, not what: it is read by whom it may be about.
    act.facts = {"request": row.pk, "party": row.party_id, "way": row.way, "due_on": row.due_on}
    return row


def answer_request(
    *, by: Actor, now: datetime, case_id: int, request_id: int, answer: str, at: When = None
) -> PartyRequest:
    """Answer it, once; the answer reaches the party as a message."""
    with acting(Verb.ANSWER_REQUEST, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_answer_request(act.case, act.day))
        row = _of_case(act, request_id)
        refuse_if(guards.to_answer_request(act.case, act.day, row=row, by=by.user))
        words = answer.strip()
        if not words or len(words) > LONGEST:
            raise InvalidInput({"answer": [f"请写答复，不超过 {LONGEST} 字"]})
        row.answer, row.answered_at, row.answered_by = words, act.at, by.user
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        act.notes = [answered(act.case, row)]
        act.facts = {
            "request": row.pk,
            "party": row.party_id,
            "in_time": local_date(act.at) <= row.due_on,
            "due_on": row.due_on,
        }
    return row


def rate_answer(
    *, by: Actor, now: datetime, case_id: int, request_id: int, satisfaction: str, at: When = None
) -> PartyRequest:
    """What the party said of the answer, once."""
    with acting(Verb.RATE_ANSWER, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_rate_answer(act.case, act.day))
        row = _of_case(act, request_id)
        refuse_if(guards.to_rate_answer(act.case, act.day, row=row))
        row.satisfaction, row.rated_on = satisfaction, act.day.today
        row.save(update_fields=["satisfaction", "rated_on"])
        act.facts = {"request": row.pk, "party": row.party_id, "satisfaction": satisfaction}
    return row


def _of_case(act: Act, request_id: int) -> PartyRequest:
    """One that this person may know of; what is said of a mediator is, for mediators, not there."""
    for row in act.case.requests.all():
        if row.pk == request_id and not (act.by.role in MEDIATORS and row.kind in ABOUT_MEDIATORS):
            return row
    raise InvalidInput({"request": ["本案没有这件诉求"]})
