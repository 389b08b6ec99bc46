import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from jianli_mediation.core.crypto import EncryptedTextField, keyed_hash

from .choices import AgentKind, IdType, PartyKind, PartyRole, PartyStatus, Power, Vulnerable
from .fields import choice_check

_JOINTS = str.maketrans("", "", " ·•.-'（）()")


class Party(models.Model):
    """A person or organisation in a case. Numbers are sealed; the hashes find them again."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="parties")
    seq = models.PositiveSmallIntegerField()
    role = models.CharField("诉讼地位", max_length=12, choices=PartyRole.choices)
    kind = models.CharField("类别", max_length=16, choices=PartyKind.choices, default=PartyKind.PERSON)
    name = models.CharField("姓名或名称", max_length=80)
    name_norm = models.CharField(max_length=80)
    id_type = models.CharField("证件种类", max_length=20, choices=IdType.choices)
    id_number = EncryptedTextField("证件号码")
    id_hash = models.CharField(max_length=64)
    id_note = models.CharField("证件号码说明", max_length=100, blank=True)
    sex = models.CharField("性别", max_length=6, choices=[("male", "男"), ("female", "女")], blank=True)
    born_on = models.DateField("出生日期", null=True, blank=True)
    nation = models.CharField("民族", max_length=20, blank=True)
    legal_rep = models.CharField("法定代表人或负责人", max_length=40, blank=True)
    legal_rep_post = models.CharField("职务", max_length=40, blank=True)
    phone = EncryptedTextField("手机", blank=True, default="")
    phone_hash = models.CharField(max_length=64, blank=True)
    address = EncryptedTextField("送达地址", blank=True, default="")
    address_confidential = models.BooleanField("地址保密", default=False)
    e_service_consent = models.BooleanField("同意电子送达", default=False)
    account_name = models.CharField("收款户名", max_length=80, blank=True)
    account_bank = models.CharField("开户行", max_length=80, blank=True)
    account_no = EncryptedTextField("账号", blank=True, default="")
    vulnerable = models.CharField("特殊情形", max_length=12, choices=Vulnerable.choices, default=Vulnerable.NONE)
    guardian = models.CharField("监护人", max_length=40, blank=True)
    status = models.CharField("现况", max_length=12, choices=PartyStatus.choices, default=PartyStatus.NORMAL)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="party_seq_once"),
            choice_check("party_role_known", "role", PartyRole.values),
            choice_check("party_kind_known", "kind", PartyKind.values),
            choice_check("party_id_type_known", "id_type", IdType.values),
            models.CheckConstraint(
                name="party_minor_guarded",
                condition=~Q(vulnerable=Vulnerable.MINOR) | ~Q(guardian=""),
                violation_error_message="未成年人须填监护人",
            ),
        ]
        indexes = [
            models.Index(fields=["id_hash"], name="party_by_id"),
            models.Index(fields=["phone_hash"], name="party_by_phone", condition=~Q(phone_hash="")),
            models.Index(fields=["name_norm", "id_type"], name="party_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def hash_of(id_number: str) -> str:
        """The look-up hash of an identity number as normalised by the rules."""
        return keyed_hash(id_number, "id")

    @staticmethod
    def phone_hash_of(phone: str) -> str:
        return keyed_hash(phone, "phone")

    @staticmethod
    def normalised_name(name: str) -> str:
        """The name as it is searched: full width folded, lower case, no spaces or dots between its parts."""
        return unicodedata.normalize("NFKC", name).lower().translate(_JOINTS)

    def seal_hashes(self) -> None:
        """Fill the look-up columns from the numbers; called wherever a party is written."""
        self.id_hash = self.hash_of(self.id_number)
        self.phone_hash = self.phone_hash_of(self.phone)

    @property
    def is_organisation(self) -> bool:
        return self.kind in (PartyKind.LEGAL_PERSON, PartyKind.UNINCORPORATED)


class Agent(models.Model):
    """Who acts for a party, with the powers of the mandate one by one."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="agents")
    kind = models.CharField("种类", max_length=16, choices=AgentKind.choices)
    name = models.CharField("姓名", max_length=40)
    id_number = EncryptedTextField("证件号码", blank=True, default="")
    licence_no = models.CharField("执业证号", max_length=40, blank=True)
    firm = models.CharField("单位", max_length=80, blank=True)
    relation = models.CharField("与当事人关系", max_length=40, blank=True)
    special = models.BooleanField("特别授权", default=False)
    powers = ArrayField(models.CharField(max_length=12, choices=Power.choices), default=list, blank=True)
    valid_from = models.DateField("授权起", null=True, blank=True)
    valid_until = models.DateField("授权止", null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agent_special_for_powers",
                condition=Q(special=True)
                | ~Q(powers__overlap=[Power.RECONCILE.value, Power.WAIVE.value, Power.COLLECT.value]),
                violation_error_message="代为和解、放弃变更权利、代收执行款须特别授权",
            ),
            models.CheckConstraint(
                name="agent_period_forward",
                condition=Q(valid_until__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message="授权止不能早于授权起",
            ),
        ]

    def __str__(self) -> str:
        return self.name
