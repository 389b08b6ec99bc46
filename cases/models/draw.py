from django.conf import settings
from django.db import models
from django.db.models import Q

from mediators.models import Mediator

from .attempt import Attempt


class Draw(models.Model):
    """One drawing of lots for a mediator, with all that is needed to do it over: a trigger lets nothing change.

    ``candidates``: list of ``{mediator, name, open, load, capacity, weight}`` in the order of the draw; ``left_out``: list
    of ``{mediator, name, code, text}``; ``seed_entry`` and ``seed_hash``: the last entry of the audit trail when the lots
    were drawn; ``seed``: the text that was hashed; ``ticket``: the number that came up, below the sum of weights as text.
    ``chosen`` null: nobody could be drawn.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField("次数")
    drawn_at = models.DateTimeField("抽取时间")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    difficulty = models.PositiveSmallIntegerField("难度")
    candidates = models.JSONField(default=list)
    left_out = models.JSONField(default=list)
    seed_entry = models.BigIntegerField()
    seed_hash = models.CharField(max_length=64)
    seed = models.TextField()
    ticket = models.CharField(max_length=40, blank=True)
    chosen = models.ForeignKey(Mediator, models.PROTECT, null=True, related_name="+")
    method = models.CharField("方法版本", max_length=20)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "number"], name="draw_number_once"),
            models.CheckConstraint(
                name="draw_chosen_by_ticket",
                condition=Q(chosen__isnull=True, ticket="") | (Q(chosen__isnull=False) & ~Q(ticket="")),
                violation_error_message="抽中的和解员须有签号",
            ),
        ]
