"""The only code that changes the roster. Each act writes one entry into the person's own chain of the audit trail."""

from .absences import enter_absence, lift, move_absence, suspend, take_back_absence
from .acting import chain_of, version_of
from .organisations import amend_organisation, amend_room, new_organisation, new_room
from .records import add_certificate, add_training, declare_tie, end_tie, remove_certificate
from .roster import AMENDABLE, amend, join, leave, rejoin

__all__ = [
    "AMENDABLE",
    "add_certificate",
    "add_training",
    "amend",
    "amend_organisation",
    "amend_room",
    "chain_of",
    "declare_tie",
    "end_tie",
    "enter_absence",
    "join",
    "leave",
    "lift",
    "move_absence",
    "new_organisation",
    "new_room",
    "rejoin",
    "remove_certificate",
    "suspend",
    "take_back_absence",
    "version_of",
]
