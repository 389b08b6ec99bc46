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


class RequestKind(TextChoices):
    PROGRESS = "progress", "查询进度"
    CLUE = "clue", "提供线索"
    CHANGE_MEDIATOR = "change_mediator", "申请变更和解员"
    EXTENSION = "extension", "申请延期"
    ABOUT_MEDIATOR = "about_mediator", "反映和解员问题"
    RESUME = "resume", "申请恢复执行"
    RELEASE = "release", "申请解除保全"
    OTHER = "other", "其他"


# What is said of a mediator is neither shown to mediators nor answered by them.
ABOUT_MEDIATORS = (RequestKind.CHANGE_MEDIATOR, RequestKind.ABOUT_MEDIATOR)


class RequestWay(TextChoices):
    WINDOW = "window", "窗口"
    PHONE = "phone", "电话"
    PAGE = "page", "当事人页面"


class Satisfaction(TextChoices):
    GOOD = "good", "满意"
    FAIR = "fair", "基本满意"
    POOR = "poor", "不满意"
