from .records import Certificate, Tie, Training
from .roster import Absence, Mediator, Organisation, Room, ServicePeriod

__all__ = ["Absence", "Certificate", "Mediator", "Organisation", "Room", "ServicePeriod", "Tie", "Training"]
