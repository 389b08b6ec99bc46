from django.conf import settings
from django.db import models
from django.db.models import Q

from .agreement import Agreement
from .choices import Confirmation, PaymentWay
from .fields import LARGEST_AMOUNT, choice_check, money


class Payment(models.Model):
    """One line of the ledger, in yuan. A wrong line is reversed by a negative one, never changed or deleted."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="payments")
    paid_on = models.DateField("到账日")
    amount = money("金额")
    way = models.CharField("方式", max_length=14, choices=PaymentWay.choices)
    payer = models.CharField("付款人", max_length=80, blank=True)
    voucher = models.CharField("凭证", max_length=100, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    reason = models.CharField("红冲理由", max_length=200, blank=True)
    confirmation = models.CharField(
        "申请人确认", max_length=16, choices=Confirmation.choices, default=Confirmation.PENDING
    )
    confirmed_on = models.DateField("确认日", null=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["paid_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="payment_sign",
                condition=Q(reverses__isnull=True, amount__gt=0, amount__lte=LARGEST_AMOUNT)
                | Q(reverses__isnull=False, amount__lt=0),
                violation_error_message="收款须大于零，红冲须小于零",
            ),
            models.CheckConstraint(
                name="payment_confirmation_dated",
                condition=Q(confirmation=Confirmation.PENDING, confirmed_on__isnull=True)
                | (~Q(confirmation=Confirmation.PENDING) & Q(confirmed_on__isnull=False)),
                violation_error_message="确认须有日期",
            ),
            choice_check("payment_way_known", "way", PaymentWay.values),
        ]
        indexes = [models.Index(fields=["paid_on"], name="payment_by_day")]


class DefaultDeclaration(models.Model):
    """A person's decision that the agreement was broken, and, if the creditor accepts a cure, its end."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="defaults")
    declared_on = models.DateField("认定日")
    instalment_seq = models.PositiveSmallIntegerField("期")
    amount_left = money("该期未付")
    reason = models.CharField("理由", max_length=200)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reinstated_on = models.DateField("恢复履行日", null=True)
    reinstate_reason = models.CharField("恢复理由", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(reinstated_on__isnull=True),
                name="default_one_in_force",
                violation_error_message="已经认定违约",
            )
        ]
