"""Who sees what is confidential. C3: what the court knows of a debtor's property. C4: what was said in confidence.

C4 is for the mediator who has the case now and for the clerks: not for one who had it before, nor for whoever guides,
heads or supervises. No paper, package, answer or trail is made from it. C3 is not for invited mediators, nor for
those who read cases for other ends. Every list, page and answer asks here.
"""

from django.db.models import Q

from cases.models import Case
from cases.verbs import Verb, must_be_assigned
from documents.models import AttachmentKind
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role

SEES_PROPERTY = frozenset(
    {Role.WINDOW, Role.FILING, Role.MEDIATOR, Role.CLERK, Role.JUDGE, Role.HEAD, Role.DIRECTOR, Role.COMMAND_CENTRE}
)
# Papers that tell of property: the declaration, the hand-over with its clues, the application with the creditor's own,
# and the contents of the volume, which name the scans. Their signed copies likewise.
PROPERTY_FORMS = ("D09", "D20", "D22", "D27")
# What a case waits for, and what runs, on account of a freeze or a seizure.
PROPERTY_TODOS = frozenset({"preserve_five", "preserve_renew"})
PROPERTY_DEADLINES = frozenset({"T_PRESERVE5", "T_RENEW7"})
# Entries of the trail. An entry of a scan always names its kind; one of a paper, and of its signed copy, its form.
_SCANS = ("attach", "open_attachment", "api_attachment_read", "void_attachment")
PROPERTY_ENTRIES = (
    Q(verb__in=(Verb.RECORD_CLUE, Verb.RECORD_PRESERVATION, Verb.LIFT_PRESERVATION))
    | Q(verb__in=_SCANS, facts__kind=AttachmentKind.PROPERTY)
    | Q(facts__has_key="form", facts__form__in=PROPERTY_FORMS)
)


def sees_property(user: User) -> bool:
    """Whether property data of the cases she may see is for this person."""
    return user.role in SEES_PROPERTY


def sees_notes(user: User, case: Case) -> bool:
    """Whether the confidential notes of this case's talks are for this person. Who is only asked to take it sees none."""
    if user.role == Role.CLERK:
        return True
    attempt = case.attempt
    mediator = attempt.mediator if attempt and attempt.taken_on else None
    return must_be_assigned(user.role) and mediator is not None and mediator.user_id == user.pk
