from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .attempt import Attempt
from .choices import (
    FormationMode,
    GuaranteeKind,
    Imputation,
    PayWay,
    PreservationHandling,
    SignedBy,
)
from .fields import amount_check, choice_check, money


class Agreement(models.Model):
    """A version of the settlement. A change makes a new version; the old one stays as it was signed."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="agreements")
    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="agreements")
    version = models.PositiveSmallIntegerField("版本")
    signed_on = models.DateField("签订日")
    formation_mode = models.CharField(
        "形成方式", max_length=10, choices=FormationMode.choices, default=FormationMode.JOINT
    )
    debt_confirmed = money("确认债务")
    total = money("协议总额")
    imputation = models.CharField("抵充顺序", max_length=16, choices=Imputation.choices, default=Imputation.STATUTORY)
    custom_order = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    pay_way = models.CharField("支付方式", max_length=14, choices=PayWay.choices, default=PayWay.DIRECT)
    preservation_handling = models.CharField(
        "保全处理", max_length=16, choices=PreservationHandling.choices, default=PreservationHandling.NONE
    )
    grace_days = models.PositiveSmallIntegerField("宽限日数", default=0)
    acceleration = models.BooleanField("任何一期违约全部到期", default=True)
    waiver = models.TextField("减免内容", blank=True)
    waived_amount = money("减免金额", default=0)
    waiver_condition = models.TextField("减免条件", blank=True)
    default_clause = models.TextField("违约后果", blank=True)
    non_money_duties = models.TextField("非金钱义务", blank=True)
    cost_clause = models.TextField("费用负担", blank=True)
    other_clauses = models.TextField("其他约定", blank=True)
    carried_findings = models.JSONField(default=list)
    amend_reason = models.CharField("变更理由", max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "version"], name="agreement_version_once"),
            amount_check("agreement_amount_range", "debt_confirmed", "total", "waived_amount"),
            models.CheckConstraint(
                name="agreement_total_positive",
                condition=Q(total__gt=0) | ~Q(non_money_duties=""),
                violation_error_message="协议总额须大于零",
            ),
            models.CheckConstraint(
                name="agreement_grace_short",
                condition=Q(grace_days__lte=90),
                violation_error_message="宽限期最多 90 日",
            ),
            choice_check("agreement_imputation_known", "imputation", Imputation.values),
        ]
        indexes = [models.Index(fields=["signed_on"], name="agreement_by_signing")]

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


class Instalment(models.Model):
    """One payment promised. What was paid on it is computed from the ledger, never stored here."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="instalments")
    seq = models.PositiveSmallIntegerField("期")
    due_on = models.DateField("应付日")
    amount = money("金额")
    purpose = models.CharField("用途", max_length=40, blank=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "seq"], name="instalment_seq_once"),
            models.CheckConstraint(
                name="instalment_amount_positive",
                condition=Q(amount__gt=0),
                violation_error_message="每期金额须大于零",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="instalment_by_due_day")]


class Guarantee(models.Model):
    """Security given for the agreement."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="guarantees")
    guarantor = models.ForeignKey("cases.Party", models.PROTECT, related_name="+", verbose_name="担保人")
    kind = models.CharField("方式", max_length=10, choices=GuaranteeKind.choices)
    scope = models.CharField("范围", max_length=200)
    until = models.DateField("担保至", null=True, blank=True)
    direct_enforcement_declared = models.BooleanField("自愿接受直接强制执行", default=False)


class Signature(models.Model):
    """Who signed for which party, and by what right."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="+")
    signed_by = models.CharField("签字身份", max_length=10, choices=SignedBy.choices)
    agent = models.ForeignKey("cases.Agent", models.PROTECT, null=True, related_name="+")
    signer = models.CharField("签字人", max_length=40)
    signed_on = models.DateField("签字日")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="signature_once"),
            models.CheckConstraint(
                name="signature_agent_named",
                condition=~Q(signed_by=SignedBy.AGENT) | Q(agent__isnull=False),
                violation_error_message="代理人签字须选定代理人",
            ),
        ]
