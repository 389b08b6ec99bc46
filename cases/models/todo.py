from django.conf import settings
from django.db import models

from jianli_mediation.core.roles import Role

from .fields import money


class Todo(models.Model):
    """What a case waits for, for whom, and until when.

    A projection: rewritten from the facts at the end of every act by ``actions.todo``, never counted up or down. Time
    alone changes nothing here: a row that is not yet to be seen carries ``show_from``.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="todos")
    code = models.CharField(max_length=30)
    text = models.CharField("等我做什么", max_length=120)
    why = models.CharField("为什么", max_length=200, blank=True)
    verb = models.CharField(max_length=30, blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="todos")
    due_on = models.DateField("期限")
    show_from = models.DateField()
    waiting = models.BooleanField("等待对方", default=False)
    green_lane = models.BooleanField(default=False)
    amount = money("标的", default=0)
    since = models.DateTimeField("何时到我这里")

    class Meta:
        indexes = [
            models.Index(fields=["user", "waiting", "-green_lane", "due_on", "-amount"], name="todo_of_user"),
            models.Index(fields=["role", "waiting", "-green_lane", "due_on", "-amount"], name="todo_of_role"),
        ]
