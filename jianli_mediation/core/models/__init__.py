from .audit import AuditEntry, AuditHead, AuditSeal, EventPosition
from .reference import CalendarDay, CalendarYear, DatedSetting, ReferenceRate
from .user import User
from .work import ApiClient, Draft, IdempotencyRecord, OutboxMessage, SavedView, Serial, SubmissionToken, Throttle

__all__ = [
    "ApiClient",
    "AuditEntry",
    "AuditHead",
    "AuditSeal",
    "CalendarDay",
    "CalendarYear",
    "DatedSetting",
    "Draft",
    "EventPosition",
    "IdempotencyRecord",
    "OutboxMessage",
    "ReferenceRate",
    "SavedView",
    "Serial",
    "SubmissionToken",
    "Throttle",
    "User",
]
