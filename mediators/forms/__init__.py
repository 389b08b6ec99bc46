"""The forms of the roster: one for each act, nothing decided in them."""

from .base import RosterForm
from .bodies import AmendRoomForm, OrganisationForm, RoomForm
from .entries import AmendForm, EntryForm, JoinForm
from .stays import (
    AbsenceEndForm,
    AbsenceForm,
    CertificateForm,
    LeaveForm,
    LiftForm,
    ReasonForm,
    RejoinForm,
    SuspendForm,
    TieEndForm,
    TieForm,
    TrainingForm,
)

__all__ = [
    "AbsenceEndForm",
    "AbsenceForm",
    "AmendForm",
    "AmendRoomForm",
    "CertificateForm",
    "EntryForm",
    "JoinForm",
    "LeaveForm",
    "LiftForm",
    "OrganisationForm",
    "ReasonForm",
    "RejoinForm",
    "RoomForm",
    "RosterForm",
    "SuspendForm",
    "TieEndForm",
    "TieForm",
    "TrainingForm",
]
