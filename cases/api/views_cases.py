"""Cases: find them, file one, read one, ask what can be done with it and what was done."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from rest_framework import serializers
from rest_framework.request import Request

from cases.actions.acting import Actor, Forbidden
from cases.actions.intake import file_case
from cases.api import etag, out_case, out_feed, out_property, paging
from cases.api.acts import BODIES
from cases.api.endpoint import Endpoint, Operation, Reads, Writes
from cases.api.fields import DayField, In, identifier
from cases.api.inputs_filing import FilingIn, choice, filing
from cases.api.reading import case_answer, file_of
from cases.api.shapes import WarningOut
from cases.api.steps import FormStepOut, form_step
from cases.api.views_intake import RecordClue
from cases.models import Case, PropertyClue
from cases.models.choices import EnterpriseRelated, LegalModel, Tag
from cases.queries.filing_warnings import filing_warnings
from cases.queries.groups import stamp
from cases.queries.listing import lines
from cases.queries.search import DEFAULT_ORDERING, ORDERINGS, capped_count, find_cases, page_of
from cases.queries.timeline import entries
from cases.states import State
from cases.verbs import VERBS, Verb
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope


class StatesField(serializers.ListField):
    """One state or several: ``state=a&state=b`` or ``state=a,b``."""

    child = serializers.ChoiceField(State.choices)

    def to_internal_value(self, data: list[str]) -> list[Any]:
        return super().to_internal_value([word for text in data for word in text.split(",")])


class CaseFilters(In):
    """By what the list can be narrowed."""

    state = StatesField(required=False, help_text="状态，可写几个")
    legal_model = choice(LegalModel, required=False)
    enterprise_related = serializers.ChoiceField([*EnterpriseRelated.choices, ("any", "涉企")], required=False)
    mediator = identifier(required=False, help_text="和解员的 id")
    party = serializers.CharField(required=False, max_length=80, help_text="当事人姓名或名称，两个字起")
    id_number = serializers.CharField(required=False, max_length=60, help_text="证件号码，要完整")
    case_no = serializers.CharField(required=False, max_length=80)
    basis_no = serializers.CharField(required=False, max_length=80, help_text="执行依据的案号")
    received_after = DayField(required=False, help_text="这一天起收件")
    received_before = DayField(required=False, help_text="这一天以前收件，不含当天")
    deadline_before = DayField(required=False, help_text="和解期限在这一天以前")
    overdue = serializers.BooleanField(required=False)
    tag = choice(Tag, required=False)
    group = identifier(required=False, help_text="关联案件那一组的 id")
    q = serializers.CharField(required=False, max_length=80, help_text="案号、姓名、证件或手机号码")


class CaseQuery(paging.PageQuery, CaseFilters):
    """What cases are looked for."""

    ordering = serializers.ChoiceField(sorted(ORDERINGS), required=False, default=DEFAULT_ORDERING)
    with_count = serializers.BooleanField(required=False, help_text="也数有几件，至多数到 10000")


FILTERS = frozenset(CaseFilters().fields)


class Cases(Reads, Writes):
    """``/cases/``"""

    tag = "cases"
    operations = {
        "GET": Operation(
            "find_cases",
            "查找案件",
            Scope.CASES_READ,
            out_case.CasePageOut,
            query=CaseQuery,
            several=frozenset({"state"}),
        ),
        "POST": Operation(
            "file",
            VERBS[Verb.FILE].label,
            Scope.CASES_WRITE,
            out_case.FiledCaseOut,
            body=FilingIn,
            status=201,
            acts=True,
            single=True,
        ),
    }

    def read(self) -> dict[str, Any]:
        wanted = {name: value for name, value in self.query.items() if name in FILTERS}
        cases = find_cases(self.caller.person, wanted, clock.today())
        try:
            page = page_of(
                cases,
                ordering=self.query["ordering"],
                cursor=self.query.get("cursor"),
                size=self.query["page_size"],
            )
        except ValueError as error:
            raise paging.bad_cursor() from error
        found: dict[str, Any] = {
            **paging.links(self.request, page.next, page.previous),
            "results": [out_case.listed(line) for line in lines(page.rows)],
        }
        if self.query.get("with_count"):
            found["count"], found["count_is_capped"] = capped_count(cases)
        return found

    def write(self) -> HttpResponse:
        application = filing(self.given(FilingIn))
        actor = Actor(self.caller.person, client=self.caller.client_name, reason=self.reason)
        now = clock.now()
        case = file_case(by=actor, now=now, filing=application)
        file = file_of(self.caller, case.pk, now)
        warnings = [
            WarningOut(code=each.code, message=each.message)
            for each in filing_warnings(file.case, self.caller.person, file.today, file.calendar)
        ]
        response = case_answer(self.caller, file, reason=self.reason, status=201, more={"warnings": warnings})
        address = reverse("api:case", kwargs={"case_id": case.pk})
        response["Location"] = self.request.build_absolute_uri(address)
        return response


class CaseDetail(Endpoint):
    """``/cases/{id}/``"""

    tag = "cases"
    operations = {
        "GET": Operation("read_case", "一件案子的全部", Scope.CASES_READ, out_case.CaseOut, single=True, errors=(404,)),
    }

    def get(self, request: Request, case_id: int) -> HttpResponse:
        now = clock.now()
        if "If-None-Match" in request.headers:
            tag = self._tag_now(case_id, clock.local_date(now))
            if tag and etag.unchanged(request, tag):
                return etag.not_modified(tag)
        return case_answer(self.caller, file_of(self.caller, case_id, now), reason=self.reason)

    def _tag_now(self, case_id: int, today: date) -> str:
        """The tag of the case as it stands, without reading the whole of it; empty where it is not to be seen."""
        seen = Case.objects.visible_to(self.caller.person).filter(pk=case_id).values_list("version", "group").first()
        if seen is None:
            return ""
        beside = stamp(self.caller.person, case_id) if seen[1] else ""
        return etag.of_case(case_id, seen[0], self.caller, today, beside)


class NextSteps(Reads):
    """``/cases/{id}/next-steps/``"""

    tag = "cases"
    operations = {
        "GET": Operation("next_steps", "我现在能办什么", Scope.CASES_READ, list[FormStepOut], errors=(404,)),
    }

    def read(self, case_id: int) -> list[FormStepOut]:
        file = file_of(self.caller, case_id, clock.now())
        return [form_step(step, BODIES[step.verb]) for step in file.all_steps() if step.verb in BODIES]


class Timeline(Reads):
    """``/cases/{id}/timeline/``"""

    tag = "cases"
    operations = {
        "GET": Operation(
            "timeline", "办理经过", Scope.CASES_READ, out_feed.EntryPageOut, query=paging.PageQuery, errors=(404,)
        ),
    }

    def read(self, case_id: int) -> dict[str, Any]:
        file = file_of(self.caller, case_id, clock.now())
        rows, links = paging.by_id(self.request, entries(file), self.query, newest_first=True)
        return {**links, "results": [out_feed.entry(row) for row in rows]}


class Clues(Reads, RecordClue):
    """``/cases/{id}/clues/``: class C3, for those who may see property."""

    tag = "cases"
    verb = Verb.RECORD_CLUE
    operations = {
        "GET": Operation(
            "clues", "财产线索", Scope.CASES_READ, out_property.CluePageOut, query=paging.PageQuery, errors=(404,)
        ),
    }

    def read(self, case_id: int) -> dict[str, Any]:
        file = file_of(self.caller, case_id, clock.now())
        if not file.sees_property:
            raise Forbidden("role_forbidden", f"财产线索不给{self.caller.person.get_role_display()}看")
        rows, links = paging.by_id(self.request, PropertyClue.objects.filter(case=case_id), self.query)
        return {**links, "results": [out_property.clue(row) for row in rows]}
