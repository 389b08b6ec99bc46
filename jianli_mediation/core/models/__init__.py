from .audit import AuditEntry, AuditHead, AuditSeal, EventPosition
from .machines import ApiCall, ApiClient, IdempotencyRecord, Webhook, WebhookDelivery
from .reference import CalendarDay, CalendarYear, DatedSetting, ReferenceRate
from .user import User
from .work import Draft, OutboxMessage, SavedView, Serial, SubmissionToken, Throttle

__all__ = [
    "ApiCall",
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
    "Webhook",
    "WebhookDelivery",
]
