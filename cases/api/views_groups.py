"""关联案件: the two acts, and the group with the figures of each of its cases."""

from typing import Any

from django.http import Http404
from rest_framework import serializers

from cases.actions import groups
from cases.api.acts import CaseAct
from cases.api.endpoint import Operation, Reads
from cases.api.fields import In
from cases.api.inputs_acts import ReasonedIn
from cases.api.inputs_groups import LinkIn
from cases.api.out_groups import GroupPageOut, group_page
from cases.queries.groups import GroupView, groups_of
from cases.verbs import Verb
from jianli_mediation.core import clock
from jianli_mediation.core.calendar import load_calendar
from jianli_mediation.core.clients import Scope


class Link(CaseAct):
    verb = Verb.LINK
    body = LinkIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return groups.link_cases(
            by=spine["by"],
            now=spine["now"],
            case_ids=[spine["case_id"], *given.pop("cases", ())],
            group_id=given.pop("group", None),
            **given,
        )


class Unlink(CaseAct):
    verb = Verb.UNLINK
    body = ReasonedIn

    def act(self, spine: dict[str, Any], given: dict[str, Any]) -> Any:
        return groups.unlink(**spine, **given)


class GroupQuery(In):
    """Which page of the group."""

    page = serializers.IntegerField(required=False, min_value=1, max_value=10_000, default=1, help_text="第几页")


class Group(Reads):
    """``/groups/{id}/``"""

    tag = "cases"
    operations = {
        "GET": Operation("group", "一组关联案件", Scope.CASES_READ, GroupPageOut, query=GroupQuery, errors=(404,)),
    }

    def read(self, group_id: int) -> GroupPageOut:
        row = groups_of(self.caller.person).filter(pk=group_id).first()
        if row is None:
            raise Http404
        view = GroupView(row, self.caller.person, clock.today(), load_calendar(), self.query["page"])
        if view.page > view.pages:
            raise Http404
        return group_page(view)
