from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from .choices import BasisKind, DebtorShare, RateType, SubjectType
from .fields import amount_check, choice_check, money


class BasisDocument(models.Model):
    """The instrument to be enforced. ``performance_end`` is derived by the rules and kept for searching."""

    case = models.OneToOneField("cases.Case", models.PROTECT, related_name="basis")
    kind = models.CharField("种类", max_length=24, choices=BasisKind.choices)
    doc_no = models.CharField("案号", max_length=80)
    issuer = models.CharField("作出机关", max_length=80)
    made_on = models.DateField("作出日期", null=True, blank=True)
    effective_on = models.DateField("生效日期")
    effectiveness_proof = models.CharField("生效证明", max_length=100, blank=True)
    served_by_notice = models.BooleanField("公告送达", default=False)
    performance_days = models.PositiveSmallIntegerField("履行期（日）", null=True, blank=True)
    performance_due = models.DateField("履行期限日", null=True, blank=True)
    performance_end = models.DateField("履行期末日")
    costs_on_debtor = money("被申请人负担的受理费", default=0)
    preservation_fee = money("被申请人负担的保全费", default=0)
    interest_clause = models.BooleanField("文书写明迟延履行利息", default=True)

    class Meta:
        constraints = [
            choice_check("basis_kind_known", "kind", BasisKind.values),
            amount_check("basis_amount_range", "costs_on_debtor", "preservation_fee"),
            models.CheckConstraint(
                name="basis_one_period",
                condition=Q(performance_days__isnull=True) | Q(performance_due__isnull=True),
                violation_error_message="履行期限只填日数或日期之一",
            ),
            models.CheckConstraint(
                name="basis_made_before_effective",
                condition=Q(made_on__isnull=True) | Q(made_on__lte=F("effective_on")),
                violation_error_message="作出日期不能晚于生效日期",
            ),
        ]
        indexes = [models.Index(fields=["doc_no"], name="basis_by_number")]

    def __str__(self) -> str:
        return self.doc_no

    @property
    def costs(self) -> Decimal:
        return self.costs_on_debtor + self.preservation_fee


class BasisItem(models.Model):
    """One thing the instrument orders, in its own words."""

    basis = models.ForeignKey(BasisDocument, models.PROTECT, related_name="items")
    seq = models.PositiveSmallIntegerField()
    text = models.CharField("内容", max_length=500)
    kind = models.CharField("种类", max_length=10, choices=SubjectType.choices, default=SubjectType.MONEY)
    amount = money("金额", null=True, blank=True)
    is_interest = models.BooleanField("已确定的利息", default=False)
    rate_type = models.CharField("计息", max_length=8, choices=RateType.choices, default=RateType.NONE)
    rate = models.DecimalField("利率", max_digits=10, decimal_places=7, null=True, blank=True)
    rate_from = models.DateField("起息日", null=True, blank=True)
    share = models.CharField("债务人承担", max_length=14, choices=DebtorShare.choices, default=DebtorShare.SINGLE)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["basis", "seq"], name="item_seq_once"),
            amount_check("item_amount_range", "amount"),
            models.CheckConstraint(
                name="item_money_has_amount",
                condition=~Q(kind=SubjectType.MONEY) | Q(amount__isnull=False),
                violation_error_message="金钱给付须填金额",
            ),
            models.CheckConstraint(
                name="item_rate_complete",
                condition=Q(rate_type=RateType.NONE) | Q(rate__isnull=False, rate_from__isnull=False),
                violation_error_message="计息的须填利率和起息日",
            ),
        ]
