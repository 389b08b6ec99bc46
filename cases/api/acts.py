"""The act as a route: one class per verb, each calling the same action as the page does."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, ClassVar

from django.http import HttpResponse

from cases.actions.acting import Actor, StaleVersion
from cases.api import etag
from cases.api.body import json_response
from cases.api.endpoint import Operation, Writes
from cases.api.fields import In
from cases.api.out_case import CaseOut
from cases.api.reading import case_answer
from cases.queries.casefile import case_file
from cases.verbs import VERBS, Verb
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope

ACT_ERRORS = (404, 412)
# With these a mediator may lose sight of the case: her talks are over, or she has refused what waited for her.
ENDS_SIGHT = frozenset({Verb.CONCLUDE, Verb.REFUSE})
BODIES: dict[Verb, type[In]] = {}  # what each act that has a route asks for


class CaseAct(Writes):
    """``POST /cases/{id}/{verb}/``. ``act`` calls the action with ``spine`` and what was given."""

    tag = "acts"
    verb: ClassVar[Verb]
    body: ClassVar[type[In]]
    answer: ClassVar[Any] = CaseOut
    status: ClassVar[int] = 200

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        BODIES[cls.verb] = cls.body
        cls.operations = {
            **cls.__dict__.get("operations", {}),
            "POST": Operation(
                cls.verb.value,
                VERBS[cls.verb].label,
                Scope.CASES_WRITE,
                body=cls.body,
                answer=cls.answer,
                status=cls.status,
                acts=True,
                single=cls.answer is CaseOut,
                ends_sight=cls.verb in ENDS_SIGHT,
                errors=ACT_ERRORS,
            ),
        }

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        raise NotImplementedError

    def show(self, result: Any) -> Any:
        """The answer of an act that makes something of its own; the others answer with the case."""
        raise NotImplementedError

    def write(self, case_id: int) -> HttpResponse:
        given = self.given(self.body)
        result = self.carried_out(case_id, given, self.act)
        if self.answer is CaseOut:
            return self._case(case_id)
        return json_response(self.show(result), self.status)

    def carried_out(
        self, case_id: int, given: dict[str, Any], act: Callable[[dict[str, Any], dict[str, Any]], Any]
    ) -> Any:
        """Act as the caller, on the version she goes by: ``version`` in the body (409) or ``If-Match`` (412)."""
        wanted = given.pop("version", None)
        matched = None
        if "If-Match" in self.request.headers:
            current = etag.current_version(self.caller, case_id)
            matched = etag.expected_version(self.request, case_id, current)
        actor = Actor(
            user=self.caller.person,
            client=self.caller.client_name,
            reason=self.reason,
            version=matched if wanted is None else wanted,
        )
        try:
            return act({"by": actor, "now": clock.now(), "case_id": case_id}, given)
        except StaleVersion as stale:
            if wanted is None:
                raise etag.failed(stale.current) from stale
            raise

    def _case(self, case_id: int) -> HttpResponse:
        """The case after the act. An invited mediator loses sight of it with the act that ends her talks."""
        file = case_file(self.caller.person, case_id, clock.now())
        if file is None:
            return json_response(None, 204)
        return case_answer(self.caller, file, reason=self.reason)


def day_or_moment(when: datetime | date | None) -> tuple[date | None, datetime | None]:
    """A bare day apart from a moment."""
    return (None, when) if isinstance(when, datetime) or when is None else (when, None)
