"""送达: one row for each service of a paper on a party, and for each try that came to nothing."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jianli_mediation.core.crypto import EncryptedTextField

from .choices import ServiceOutcome, ServiceWay
from .fields import choice_check


class Service(models.Model):
    """Service of one paper on one party: way, day, proof; or a try that failed. Rows are never changed.

    ``done_on`` is the day its proof bears, ``served_on`` the one on which it takes effect; a try has none. ``form`` is
    the form of the paper, also where it was made elsewhere and ``paper`` is empty. ``witnesses``: one name a line. Addresses are sealed.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="services")
    party = models.ForeignKey("cases.Party", models.PROTECT, related_name="services", verbose_name="受送达人")
    form = models.CharField("文书", max_length=4)
    paper = models.ForeignKey("documents.Paper", models.PROTECT, null=True, related_name="+", verbose_name="哪份文书")
    way = models.CharField("送达方式", max_length=12, choices=ServiceWay.choices)
    outcome = models.CharField("结果", max_length=6, choices=ServiceOutcome.choices, default=ServiceOutcome.SERVED)
    done_on = models.DateField("凭证上的日子", null=True)
    served_on = models.DateField("送达日", null=True)
    signer = models.CharField("签收人", max_length=40, blank=True)
    relation = models.CharField("与受送达人的关系", max_length=40, blank=True, default="")
    address = EncryptedTextField("送达地址", blank=True, default="")
    witnesses = models.TextField("见证人", blank=True, default="")
    recorded = models.BooleanField("拍照、录像", default=False)
    staff_names = models.CharField("送达人", max_length=80, blank=True, default="")
    refusal = models.TextField("拒收或者没有送到的情况", blank=True, default="")
    e_platform = models.CharField("电子送达的系统", max_length=40, blank=True, default="")
    e_address = EncryptedTextField("电子送达的账号、号码", blank=True, default="")
    sent_at = models.DateTimeField("发出时间", null=True)
    arrived_at = models.DateTimeField("到达时间", null=True)
    post_no = models.CharField("邮单号", max_length=40, blank=True, default="")
    proof = models.CharField("凭证", max_length=100, blank=True)
    scan = models.ForeignKey(
        "documents.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="凭证扫描件"
    )
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="corrected_by")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            choice_check("service_way_known", "way", ServiceWay.values),
            models.CheckConstraint(
                name="service_effective_dated",
                condition=Q(outcome=ServiceOutcome.SERVED, served_on__isnull=False)
                | Q(outcome=ServiceOutcome.TRIED, served_on__isnull=True, done_on__isnull=False),
                violation_error_message="送达须有送达日，没有送到的没有送达日",
            ),
            models.CheckConstraint(
                name="service_try_told",
                condition=Q(outcome=ServiceOutcome.SERVED) | ~Q(refusal=""),
                violation_error_message="没有送到的，须写明情况",
            ),
            models.CheckConstraint(
                name="service_effective_after_done",
                condition=Q(done_on__isnull=True) | Q(served_on__isnull=True) | Q(served_on__gte=F("done_on")),
                violation_error_message="送达日不能早于凭证上的日子",
            ),
            models.CheckConstraint(
                name="service_arrived_after_sent",
                condition=Q(sent_at__isnull=True) | Q(arrived_at__isnull=True) | Q(arrived_at__gte=F("sent_at")),
                violation_error_message="到达时间不能早于发出时间",
            ),
        ]
        indexes = [
            models.Index(fields=["served_on"], name="service_by_day"),
            models.Index(fields=["done_on"], name="service_try_by_day", condition=Q(served_on__isnull=True)),
        ]

    @property
    def is_served(self) -> bool:
        return self.outcome == ServiceOutcome.SERVED


class AddressConfirmation(models.Model):
    """送达地址确认: what a party gave in writing on one day. Rows are never changed; the last one is what holds.

    The two booleans tell the stages for which it was given. Address, telephone and electronic address are sealed.
    """

    party = models.ForeignKey(
        "cases.Party", models.PROTECT, related_name="address_confirmations", verbose_name="当事人"
    )
    address = EncryptedTextField("送达地址")
    receiver = models.CharField("收件人", max_length=40, blank=True, default="")
    receiver_relation = models.CharField("与当事人的关系", max_length=40, blank=True, default="")
    phone = EncryptedTextField("电话", blank=True, default="")
    e_consent = models.BooleanField("同意电子送达", default=False)
    e_address = EncryptedTextField("电子送达的账号、号码", blank=True, default="")
    for_reconciliation = models.BooleanField("用于和解阶段", default=True)
    for_enforcement = models.BooleanField("用于执行阶段", default=False)
    signed_on = models.DateField("签署日")
    scan = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, related_name="+", verbose_name="扫描件")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="address_confirmed_for_a_stage",
                condition=Q(for_reconciliation=True) | Q(for_enforcement=True),
                violation_error_message="送达地址至少用于一个阶段",
            ),
        ]
