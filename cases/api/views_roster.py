"""The roster: mediators with what they have in hand, and the bodies that send them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers

from cases.api import out_people, paging
from cases.api.endpoint import Operation, Reads
from cases.api.fields import identifier
from cases.api.inputs_filing import choice
from cases.queries.roster import Load, available_on, loads, roster
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope
from jianli_mediation.core.models import User
from mediators.kinds import MediatorKind
from mediators.models import Mediator, Organisation
from mediators.rules import READERS


class MediatorQuery(paging.PageQuery):
    """Which mediators are wanted."""

    available = serializers.BooleanField(required=False, allow_null=True, default=None, help_text="今天可以派案的")
    kind = choice(MediatorKind, required=False)
    organisation = identifier(required=False, help_text="组织的 id")


def _visible(person: User) -> QuerySet[Mediator]:
    """What of the roster the person reads on its pages too: an invited mediator finds herself alone."""
    return roster().filter(pk__in=Mediator.objects.visible_to(person).values("pk"))


def _shown(mediators: list[Mediator]) -> list[out_people.MediatorOut]:
    today, in_hand = clock.today(), loads(mediators)
    return [
        out_people.mediator(each, in_hand.get(each.pk, Load()), today=today, available=available_on(each, today))
        for each in mediators
    ]


class Mediators(Reads):
    """``/mediators/``"""

    tag = "roster"
    operations = {
        "GET": Operation("mediators", "和解员名册", Scope.CASES_READ, out_people.MediatorPageOut, query=MediatorQuery),
    }

    def read(self) -> dict[str, Any]:
        wanted = {name: value for name, value in self.query.items() if name in ("kind", "organisation")}
        mediators = _visible(self.caller.person).filter(**wanted)
        active = Mediator.objects.here_on(clock.today()).values("pk")
        if self.query["available"] is not None:
            mediators = mediators.filter(pk__in=active) if self.query["available"] else mediators.exclude(pk__in=active)
        rows, links = paging.by_id(self.request, mediators, self.query)
        return {**links, "results": _shown(rows)}


class MediatorDetail(Reads):
    """``/mediators/{id}/``"""

    tag = "roster"
    operations = {
        "GET": Operation(
            "mediator", "一位和解员", Scope.CASES_READ, out_people.MediatorOut, single=True, errors=(404,)
        ),
    }

    def read(self, mediator_id: int) -> out_people.MediatorOut:
        found = _visible(self.caller.person).filter(pk=mediator_id).first()
        if found is None:
            raise Http404
        return _shown([found])[0]


class Organisations(Reads):
    """``/organisations/``"""

    tag = "roster"
    operations = {
        "GET": Operation(
            "organisations", "调解组织", Scope.CASES_READ, out_people.OrganisationPageOut, query=paging.PageQuery
        ),
    }

    def read(self) -> dict[str, Any]:
        bodies = Organisation.objects.all() if self.caller.person.role in READERS else Organisation.objects.none()
        rows, links = paging.by_id(self.request, bodies, self.query)
        return {**links, "results": [out_people.organisation(row) for row in rows]}
