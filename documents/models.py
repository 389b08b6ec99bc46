"""One issued paper: what it is, the facts it was made from, and the file that was printed."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.registry import FORMS
from documents.scans import MEDIA_TYPES
from jianli_mediation.core.crypto import EncryptedTextField


class Status(models.TextChoices):
    """The life of a paper; it only ever moves down this list. What comes before it is a ``PaperDraft``."""

    ISSUED = "issued", "已签发"
    SEALED = "sealed", "已用印"
    SERVED = "served", "已送达"
    VOID = "void", "已作废"


class Paper(models.Model):
    """A paper of some owner, known here by an opaque key (``case:17``). A trigger keeps issued ones as they are.

    ``subject`` tells papers of one form apart where an owner has several at once (``session:3``, ``payment:8``); a new
    version is one of the same form, variant and subject. ``context`` is the frozen facts, sealed because they hold
    personal numbers; ``context_sha256`` is the digest of their plain JSON.
    """

    form = models.CharField("文书", max_length=3)
    variant = models.CharField("版本", max_length=20, blank=True, default="")
    subject = models.CharField("事由", max_length=40, blank=True, default="")
    version = models.PositiveSmallIntegerField("第几版", default=1)
    owner_key = models.CharField(max_length=40, db_index=True)
    case_no = models.CharField("案号", max_length=60)
    number = models.CharField("文号", max_length=60, blank=True)
    seq = models.PositiveIntegerField("序号", null=True)
    title = models.CharField("名称", max_length=60)
    context = EncryptedTextField()
    context_sha256 = models.CharField(max_length=64)
    template_version = models.CharField(max_length=40)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.ISSUED)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="签发人")
    issued_at = models.DateTimeField("签发时间")
    rendered_at = models.DateTimeField(null=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="")
    pdf_size = models.PositiveIntegerField(default=0)
    page_count = models.PositiveSmallIntegerField("页数", default=0)
    verify_code = models.CharField("验证码", max_length=14, unique=True)
    print_count = models.PositiveIntegerField("打印次数", default=0)
    void_reason = models.CharField("作废理由", max_length=300, blank=True, default="")
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    seal = models.CharField(max_length=80, default="")

    SEAL_KIND: ClassVar[str] = "paper"
    # Every column but the number of the row (the audit trail knows it), the facts (they have their digest) and the seal.
    SEALED: ClassVar[tuple[str, ...]] = (
        *("form", "variant", "subject", "version", "owner_key", "case_no", "number", "seq", "title", "context_sha256"),
        *("template_version", "status", "issued_by_id", "issued_at", "rendered_at", "pdf_sha256", "pdf_size"),
        *("page_count", "verify_code", "print_count", "void_reason", "supersedes_id"),
    )

    class Meta:
        verbose_name = "文书"
        constraints = [
            models.UniqueConstraint(
                fields=["owner_key", "form", "variant", "subject", "version"],
                name="paper_version_once",
                violation_error_message="这份文书的这一版已经签发，请刷新后再试",
            ),
            models.UniqueConstraint(
                fields=["form", "number"],
                condition=Q(seq__isnull=False),
                name="paper_number_once",
                violation_error_message="这个文号已经用过",
            ),
            models.CheckConstraint(
                condition=Q(form__in=sorted(FORMS)), name="paper_form_known", violation_error_message="没有这种文书"
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="paper_status_known", violation_error_message="没有这种状态"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.VOID) ^ Q(void_reason=""),
                name="paper_void_needs_reason",
                violation_error_message="作废文书要写理由，没有作废的不写",
            ),
            models.CheckConstraint(
                condition=Q(pdf_sha256="", rendered_at__isnull=True, page_count=0)
                | (~Q(pdf_sha256="") & Q(rendered_at__isnull=False, page_count__gt=0)),
                name="paper_printed_whole",
                violation_error_message="文书的存档信息不完整",
            ),
        ]
        indexes = [
            models.Index(fields=["pdf_sha256"], name="paper_of_file", condition=~Q(pdf_sha256="")),
            models.Index(fields=["form", "issued_at"], name="paper_by_form"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number or self.case_no}"

    @property
    def is_rendered(self) -> bool:
        return bool(self.pdf_sha256)

    @property
    def state_word(self) -> str:
        """What a reader is told: 已被新版取代 counts before anything but 已作废."""
        if self.status != Status.VOID and Paper.objects.filter(supersedes=self).exists():
            return "已被新版取代"
        return Status(self.status).label


class PaperDraft(models.Model):
    """What has been written into the open fields of a paper that is not issued yet; one for all who work on the case.

    ``fills`` is JSON, sealed because it may hold personal facts: only what differs from what the case proposes.
    """

    owner_key = models.CharField(max_length=40)
    form = models.CharField("文书", max_length=3)
    subject = models.CharField("事由", max_length=40, blank=True, default="")
    fills = EncryptedTextField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="保存人")
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "文书草稿"
        constraints = [
            models.UniqueConstraint(
                fields=["owner_key", "form", "subject"],
                name="paper_draft_once",
                violation_error_message="这份文书已经有草稿",
            ),
            models.CheckConstraint(
                condition=Q(form__in=sorted(FORMS)),
                name="paper_draft_form_known",
                violation_error_message="没有这种文书",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.subject}"


class AttachmentKind(models.TextChoices):
    """What a scan is, for the list and for the order of the volume. 财产材料 is class C3, with a narrower door."""

    SIGNED = "signed", "签收的文书"
    BASIS = "basis", "执行依据"
    IDENTITY = "identity", "身份证明"
    AUTHORITY = "authority", "授权材料"
    SERVICE = "service", "送达凭证"
    PAYMENT = "payment", "付款凭证"
    PROPERTY = "property", "财产材料"
    OTHER = "other", "其他"


class Attachment(models.Model):
    """A file that came in from outside, kept by its content as it was given. A trigger keeps the row; it can be voided.

    ``paper`` is the issued paper that this is the signed copy of. ``sha256``, ``suffix``, ``size`` (bytes) and ``pages``
    were told from the content. ``uploaded_by`` is nobody where a party handed it in on her own page.
    """

    owner_key = models.CharField(max_length=40, db_index=True)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="scans", verbose_name="哪份文书")
    kind = models.CharField("种类", max_length=10, choices=AttachmentKind.choices)
    title = models.CharField("名称", max_length=100)
    sha256 = models.CharField(max_length=64)
    suffix = models.CharField(max_length=4)
    size = models.PositiveIntegerField("大小")
    pages = models.PositiveSmallIntegerField("页数")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="收存人"
    )
    uploaded_at = models.DateTimeField("收存时间")
    void_reason = models.CharField("作废理由", max_length=300, blank=True, default="")
    seal = models.CharField(max_length=80)

    SEAL_KIND: ClassVar[str] = "attachment"
    SEALED: ClassVar[tuple[str, ...]] = (
        *("owner_key", "paper_id", "kind", "title", "sha256", "suffix", "size", "pages"),
        *("uploaded_by_id", "uploaded_at", "void_reason"),
    )

    class Meta:
        verbose_name = "扫描件"
        constraints = [
            models.UniqueConstraint(
                fields=["owner_key", "sha256"],
                condition=Q(void_reason=""),
                name="attachment_content_once",
                violation_error_message="同样内容的扫描件已经收存",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AttachmentKind.values),
                name="attachment_kind_known",
                violation_error_message="没有这种扫描件",
            ),
            models.CheckConstraint(
                condition=Q(suffix__in=sorted(MEDIA_TYPES)) & Q(size__gt=0) & Q(pages__gt=0),
                name="attachment_measured",
                violation_error_message="扫描件的类型、大小或页数不对",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.suffix]

    @property
    def is_void(self) -> bool:
        return bool(self.void_reason)


class Withdrawal(models.Model):
    """撤销: a certificate that proved false is taken back. The paper is void from then on; the row is never changed."""

    paper = models.OneToOneField(Paper, models.PROTECT, related_name="withdrawal", verbose_name="哪份证明")
    withdrawn_on = models.DateField("撤销日")
    reason = models.CharField("为什么不实", max_length=200)
    proof = models.CharField("依据", max_length=200)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="决定人")
    entered_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = "撤销"
        constraints = [
            models.CheckConstraint(
                name="withdrawal_reasoned",
                condition=~Q(reason="") & ~Q(proof=""),
                violation_error_message="撤销须写明为什么不实、依据什么",
            )
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.withdrawn_on}"
