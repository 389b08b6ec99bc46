"""The enumerations of what happens around the sessions, as in ``choices``."""

from django.db.models import TextChoices


class AppointmentStatus(TextChoices):
    PLANNED = "planned", "已约"
    HELD = "held", "已会商"
    CANCELLED = "cancelled", "已取消"


class ContactWay(TextChoices):
    PHONE = "phone", "电话"
    VISIT = "visit", "上门"
    MESSAGE = "message", "短信、微信"
    LETTER = "letter", "信函"


class ContactOutcome(TextChoices):
    REACHED = "reached", "接通、见到"
    NO_ANSWER = "no_answer", "未接、不在"
    WRONG_NUMBER = "wrong_number", "空号、查无此人"
    LEFT_WORD = "left_word", "托人转告"
    REFUSED = "refused", "拒绝沟通"


class FollowUpKind(TextChoices):
    TASK = "task", "约定事项"
    PROMISE = "promise", "承诺付款"


class FollowUpResult(TextChoices):
    DONE = "done", "已办"
    BROKEN = "broken", "没有兑现"
    DROPPED = "dropped", "不再需要"


class StallDecision(TextChoices):
    EXTEND = "extend", "准许再谈"
    HAND_OVER = "hand_over", "终止和解，转立案"
    END = "end", "终结"


class GroupKind(TextChoices):
    ONE_DEBTOR = "one_debtor", "同一被申请人"
    ONE_DISPUTE = "one_dispute", "同一纠纷"
    OTHER = "other", "其他"
