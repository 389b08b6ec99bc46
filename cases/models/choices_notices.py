"""The enumerations of messages to parties: English codes as in the API, Chinese labels as on screen."""

from django.db.models import TextChoices


class Channel(TextChoices):
    SMS = "sms", "短信"
    EMAIL = "email", "电子邮件"
    SLIP = "slip", "纸质通知单"


class MessageStatus(TextChoices):
    """``failed`` was given up and can be sent again by a person; ``dropped`` is no longer true, or too late."""

    WAITING = "waiting", "待发"
    SENT = "sent", "已发"
    FAILED = "failed", "没有发出"
    DROPPED = "dropped", "不再发"


class Trigger(TextChoices):
    ACCEPTED = "accepted", "受理"
    APPOINTMENT = "appointment", "约定会商"
    CANCELLED = "cancelled", "取消会商"
    CONCLUDED = "concluded", "协议生效"
    DUE_FIRST = "due_first", "到期前提醒"
    DUE_SECOND = "due_second", "临近到期提醒"
    DUE_DAY = "due_day", "到期日提醒"
    GRACE_END = "grace_end", "宽限期末日提醒"
    PAID = "paid", "登记收款"
    FAILED = "failed", "和解不成"
    DEFAULTED = "defaulted", "认定违约"
    FULFILLED = "fulfilled", "履行完毕"
    ANSWERED = "answered", "答复诉求"
