"""Who guides the mediator of a case, and what was said to her in guidance."""

from cases.models import Attempt, Case, Guidance
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role
from mediators.models import Mediator

# These read guidance on every case they see; a mediator reads what concerns a case of hers, or of one she guides.
READS_GUIDANCE = frozenset({Role.CLERK, Role.JUDGE, Role.HEAD, Role.DIRECTOR})


def outsider_of(attempt: Attempt | None) -> Mediator | None:
    """The invited mediator who has the case in hand; None when it is one of the court, or nobody."""
    mediator = attempt.mediator if attempt is not None else None
    return mediator if mediator is not None and mediator.is_outsider else None


def guides(user: User, case: Case) -> bool:
    """Whether this person guides the invited mediator of the case, or heads the centre."""
    outsider = outsider_of(case.attempt)
    return user.role == Role.HEAD or (outsider is not None and outsider.supervisor_id == user.pk)


def reads_guidance(user: User, case: Case) -> bool:
    """Whether comments on the case, and that its talks lead nowhere, are for this person: never for parties or papers."""
    if user.role in READS_GUIDANCE:
        return True
    mediator = case.attempt.mediator if case.attempt else None
    return mediator is not None and user.pk is not None and user.pk in (mediator.user_id, mediator.supervisor_id)


def guide_on_roster(attempt: Attempt | None) -> Mediator | None:
    """The entry on the roster of the person who guides the invited mediator of the case, if she has one."""
    outsider = outsider_of(attempt)
    if outsider is None or outsider.supervisor_id is None:
        return None
    return Mediator.objects.select_related("user").filter(user_id=outsider.supervisor_id).first()


def unanswered(attempt: Attempt) -> Guidance | None:
    """The newest comment after which the mediator has logged neither a session nor a contact. Three queries at most."""
    newest = attempt.guidance.order_by("-given_at", "-pk").first()
    if newest is None:
        return None
    logged = [row.entered_at for row in attempt.sessions.all()] + [row.entered_at for row in attempt.contacts.all()]
    return None if any(at > newest.given_at for at in logged) else newest
