"""关联案件: put cases together, take one out. A group holds a name; each case keeps its own acts, papers and money."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from cases import guards
from cases.models import Case, CaseGroup
from cases.models.choices import DEBTORS
from cases.models.choices_talks import GroupKind
from cases.verbs import Verb
from jianli_mediation.core.models import User
from jianli_mediation.kernel.refusal import Refused, refuse_if

from .acting import Act, Actor, Forbidden, InvalidInput, NotVisible, When, acting

MOST_LINKED = 50
NO_GROUP = "没有这一组关联案件，或者您看不到它"
LONGEST_NAME = 80


@transaction.atomic
def link(
    *,
    by: Actor,
    now: datetime,
    case_id: int,
    group_id: int | None = None,
    name: str = "",
    kind: str = GroupKind.ONE_DEBTOR,
    at: When = None,
) -> Case:
    """Put one case into a group, or into a new one called ``name`` (default: after the debtor).

    The group is locked before the case, so that two people who link at once never wait for each other. Raises
    InvalidInput for a group the person sees nothing of, Refused when she sees only a part of it.
    """
    group = _joined(by.user, group_id) if group_id is not None else None
    with acting(Verb.LINK, by=by, now=now, case_id=case_id, at=at) as act:
        unseen = _unseen(by.user, group) if group else ()
        refuse_if(guards.to_link(act.case, act.day, group=group, unseen=unseen))
        act.case.group = group or _founded(act, name, kind)
        act.facts = {"group": act.case.group.pk, "kind": act.case.group.kind, "founded": group is None}
    return act.case


@transaction.atomic
def link_cases(
    *,
    by: Actor,
    now: datetime,
    case_ids: Iterable[int],
    group_id: int | None = None,
    name: str = "",
    kind: str = GroupKind.ONE_DEBTOR,
    at: When = None,
) -> CaseGroup:
    """Put several cases together: one act each, in the order of their ids, all of them or none.

    ``by.version`` is that of the first of ``case_ids``, the case the person was looking at.
    """
    wanted = list(dict.fromkeys(case_ids))
    if not 0 < len(wanted) <= MOST_LINKED:
        raise InvalidInput({"cases": [f"一次关联 1 至 {MOST_LINKED} 件。"]})
    group: CaseGroup | None = None
    for case_id in sorted(wanted):
        actor = by if case_id == wanted[0] else replace(by, version=None)
        linked = link(by=actor, now=now, case_id=case_id, group_id=group_id, name=name, kind=kind, at=at)
        group = linked.group
        group_id = group.pk if group else None
    if group is None:
        raise InvalidInput({"cases": ["请至少选一件。"]})
    return group


def unlink(*, by: Actor, now: datetime, case_id: int, reason: str, at: When = None) -> Case:
    """Take the case out of its group, with a reason."""
    with acting(Verb.UNLINK, by=by, now=now, case_id=case_id, at=at) as act:
        refuse_if(guards.to_unlink(act.case, act.day, reason=reason))
        act.facts = {"group": act.case.group_id}
        act.case.group = None
        act.reason = reason.strip()
    return act.case


@dataclass(frozen=True)
class Outcome:
    """What came of one act on one case of many: what was said, or every reason why not."""

    case: Case
    done: bool
    words: tuple[str, ...]


def each_case(cases: Iterable[Case], act: Callable[[Case], str]) -> list[Outcome]:
    """Do one act on each case, in the order of ids, each in a transaction of its own; one that is refused stops only
    itself. ``act`` makes the one call and says what was done.
    """
    return [_tried(case, act) for case in sorted(cases, key=lambda case: case.pk)]


def _tried(case: Case, act: Callable[[Case], str]) -> Outcome:
    try:
        with transaction.atomic():
            return Outcome(case, done=True, words=(act(case),))
    except Refused as refusal:
        reasons = tuple(blocker.message for blocker in refusal.blockers)
    except InvalidInput as wrong:
        reasons = tuple(text for texts in wrong.errors.values() for text in texts)
    except Forbidden as barred:
        reasons = (barred.message,)
    except NotVisible:
        reasons = ("您已经看不到这件案子",)
    return Outcome(case, done=False, words=reasons)


def _joined(user: User, group_id: int) -> CaseGroup:
    group = CaseGroup.objects.select_for_update(no_key=True).filter(pk=group_id).first()
    if group is None or not Case.objects.visible_to(user).filter(group=group).exists():
        raise InvalidInput({"group": [NO_GROUP]})
    return group


def _unseen(user: User, group: CaseGroup) -> Iterable[int]:
    seen = Case.objects.visible_to(user).filter(group=group).order_by().values("pk")
    return group.cases.exclude(pk__in=seen).order_by().values_list("pk", flat=True)[:1]


def _founded(act: Act, name: str, kind: str) -> CaseGroup:
    """A new group. Its own name is the debtor's, which every member shares."""
    own = "、".join(party.name for party in act.case.parties.all() if party.role in DEBTORS)
    words = name.strip() or f"被申请人{own}"[: LONGEST_NAME - 4] + "系列案件"
    return CaseGroup.objects.create(name=words[:LONGEST_NAME], kind=kind, made_by=act.by, made_at=act.now)
