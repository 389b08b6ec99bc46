from .audit import AuditEntry, AuditHead, AuditSeal, EventPosition
from .reference import CalendarDay, CalendarYear, DatedSetting
from .user import User
from .work import ApiClient, Draft, IdempotencyRecord, OutboxMessage, SavedView, Serial, SubmissionToken

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
    "SavedView",
    "Serial",
    "SubmissionToken",
    "User",
]
