from django.conf import settings
from django.db import models

from .choices_talks import GroupKind


class CaseGroup(models.Model):
    """Cases that are looked at together: several creditors of one debtor, several instruments of one dispute.

    It holds nothing of its own but a name: what is true of a case stands in the case.
    """

    name = models.CharField("名称", max_length=80)
    kind = models.CharField("种类", max_length=16, choices=GroupKind.choices, default=GroupKind.ONE_DEBTOR)
    note = models.CharField("说明", max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
