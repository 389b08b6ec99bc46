from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django_fsm import RETURN_VALUE, FSMField, transition

from cases.states import AGREED_CODES, OPEN_STATES, ResultCode, State
from jianli_mediation.core.clock import local_date
from jianli_mediation.core.kept import list_of
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import READ_EVERY_CASE, Role

from .attempt import Assignment, Attempt
from .choices import EnterpriseRelated, LegalModel, Source, SubjectType, Tag
from .fields import amount_check, choice_check, money
from .group import CaseGroup

if TYPE_CHECKING:
    from .agreement import Agreement


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> "CaseQuerySet":
        """The only door to reading cases: what this person may see, and nothing else.

        Court staff see every case. A court mediator sees the cases that are or were hers, and those of the invited
        mediators she guides; an invited one only her open ones; either what waits for her answer. The business office
        sees enterprise cases. Administrators see none.
        """
        if not user.is_active:
            return self.none()
        if user.role in READ_EVERY_CASE:
            return self
        if user.role == Role.BUSINESS_OFFICE:
            return self.exclude(enterprise_related=EnterpriseRelated.NONE)
        offered = Assignment.objects.open().filter(mediator__user=user).order_by().values("attempt__case")
        if user.role == Role.MEDIATOR:
            theirs = Q(mediator__user=user) | Q(mediator__supervisor=user)
            hers = Attempt.objects.filter(theirs)
        elif user.role == Role.OUTSIDE_MEDIATOR:
            hers = Attempt.objects.filter(mediator__user=user, closed_on__isnull=True)
        else:
            return self.none()
        # A union: her cases and her offers each by its own index. An OR of the two would read every case there is.
        mine = self.filter(pk__in=hers.order_by().values("case").union(offered))
        return mine if user.role == Role.MEDIATOR else mine.filter(state__in=OPEN_STATES)

    def hides(self, case_id: int, user: User) -> bool:
        """Whether the case is kept from this person. Who sees every case is answered without asking the database."""
        seen = self.visible_to(user)
        return bool(seen.query.where) and not seen.filter(pk=case_id).exists()


class Case(models.Model):
    """One application for enforcement on its way through reconciliation.

    ``state`` changes only through the transitions below, and these only inside ``actions``. Days are the court's
    calendar days; moments are aware.
    """

    case_no = models.CharField("案号", max_length=40, unique=True)
    number_year = models.PositiveSmallIntegerField()
    number_seq = models.PositiveIntegerField()
    legal_model = models.CharField("和解类型", max_length=1, choices=LegalModel.choices, default=LegalModel.A)
    forced_b_reasons = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    source = models.CharField("来源", max_length=20, choices=Source.choices, default=Source.WINDOW)
    received_at = models.DateTimeField("收件时间")
    entered_at = models.DateTimeField("录入时间")
    registered_on = models.DateField("登记日", null=True)
    state = FSMField("状态", default=State.INTAKE, choices=State.choices, protected=True)
    state_before = models.CharField(max_length=20, choices=State.choices, blank=True)
    result_code = models.CharField("结案方式", max_length=2, choices=ResultCode.choices, blank=True)
    result_note = models.TextField("结案说明", blank=True)
    title = models.CharField("当事人", max_length=200)
    cause = models.CharField("案由", max_length=60)
    subject_type = models.CharField("标的种类", max_length=10, choices=SubjectType.choices, default=SubjectType.MONEY)
    amount_applied = money("申请标的额", default=0)
    enterprise_related = models.CharField(
        "涉企", max_length=12, choices=EnterpriseRelated.choices, default=EnterpriseRelated.NONE
    )
    green_lane = models.BooleanField("绿色通道", default=False)
    tags = ArrayField(models.CharField(max_length=20, choices=Tag.choices), default=list, blank=True)
    duplicate_key = models.CharField(max_length=64)
    group = models.ForeignKey(CaseGroup, models.PROTECT, null=True, related_name="cases", verbose_name="关联案件")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="书记员"
    )
    exec_case_no = models.CharField("执行案号", max_length=40, blank=True)
    exec_registered_on = models.DateField("执行立案日", null=True)
    stage_closed_on = models.DateField("结案日", null=True)
    performed_on = models.DateField("履行完毕日", null=True)
    record_closed_on = models.DateField("办结日", null=True)
    remark = models.TextField("备注", blank=True)
    last_act_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number_year", "number_seq"], name="case_number_once"),
            models.UniqueConstraint(
                fields=["duplicate_key"],
                condition=Q(state__in=OPEN_STATES),
                name="case_one_open_per_basis_and_debtor",
                violation_error_message="同一执行依据、同一债务人已有未结案件",
            ),
            choice_check("case_state_known", "state", State.values),
            choice_check("case_result_known", "result_code", ResultCode.values, blank=True),
            choice_check("case_model_known", "legal_model", LegalModel.values),
            choice_check("case_enterprise_known", "enterprise_related", EnterpriseRelated.values),
            amount_check("case_amount_range", "amount_applied"),
            models.CheckConstraint(
                name="case_entered_after_received",
                condition=Q(entered_at__gte=F("received_at")),
                violation_error_message="收件时间不能晚于录入时间",
            ),
            models.CheckConstraint(
                name="case_mediation_registered",
                condition=Q(state__in=[State.INTAKE, State.WITHDRAWN]) | Q(registered_on__isnull=False),
                violation_error_message="没有登记日的案件不能离开收案审查",
            ),
            models.CheckConstraint(
                name="case_closed_with_code",
                condition=Q(stage_closed_on__isnull=True, result_code="")
                | (Q(stage_closed_on__isnull=False) & ~Q(result_code="")),
                violation_error_message="结案日与结案方式须同时填写",
            ),
            models.CheckConstraint(
                name="case_fulfilled_dated",
                condition=~Q(state=State.FULFILLED) | Q(performed_on__isnull=False),
                violation_error_message="履行完毕的案件须有履行完毕日",
            ),
            models.CheckConstraint(
                name="case_enterprise_lane",
                condition=Q(green_lane=False) | ~Q(enterprise_related=EnterpriseRelated.NONE) | ~Q(tags=[]),
                violation_error_message="绿色通道只用于涉企或涉民生案件",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="case_by_receipt"),
            models.Index(fields=["state", "-received_at", "-id"], name="case_by_state"),
            models.Index(fields=["-amount_applied", "-id"], name="case_by_amount"),
            models.Index(fields=["stage_closed_on"], name="case_by_closing"),
            models.Index(fields=["enterprise_related", "-received_at"], name="case_by_enterprise"),
            models.Index(fields=["legal_model", "-received_at", "-id"], name="case_by_model"),
            models.Index(fields=["cause", "-received_at", "-id"], name="case_by_cause"),
            GinIndex(fields=["tags"], name="case_by_tag"),
            models.Index(fields=["exec_case_no"], name="case_by_exec_no", condition=~Q(exec_case_no="")),
            models.Index(fields=["duplicate_key"], name="case_by_basis_and_debtor"),
            models.Index(fields=["registered_on"], name="case_by_registration"),
            models.Index(fields=["performed_on"], name="case_by_performance", condition=Q(performed_on__isnull=False)),
            models.Index(fields=["record_closed_on"], name="case_by_end", condition=Q(record_closed_on__isnull=False)),
            models.Index(
                fields=["exec_registered_on"], name="case_by_docketing", condition=Q(exec_registered_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.case_no

    # ── Transitions. They change the case alone; everything around them happens in actions/. ──

    @transition(field=state, source=State.INTAKE, target=State.MEDIATION)
    def accept(self, *, at: datetime) -> None:
        self.registered_on = local_date(at)

    @transition(field=state, source=State.INTAKE, target=State.FAILED)
    def decline(self, *, at: datetime, code: str, note: str) -> None:
        self.registered_on = local_date(at)
        self._close_stage(at, code, note)

    @transition(field=state, source=[State.INTAKE, State.MEDIATION], target=State.WITHDRAWN)
    def withdraw(self, *, at: datetime, code: str, note: str) -> None:
        self.state_before = self.state
        self._close_stage(at, code, note)
        self.record_closed_on = local_date(at)

    @transition(field=state, source=State.MEDIATION, target=State.FULFILLED)
    def settle_in_full(self, *, at: datetime, code: str, performed_on: date) -> None:
        self.state_before = self.state
        self._close_stage(at, code, "")
        self.performed_on = performed_on
        self.record_closed_on = local_date(at)

    @transition(field=state, source=State.MEDIATION, target=State.PERFORMING)
    def conclude(self, *, at: datetime, code: str) -> None:
        self._close_stage(at, code, "")

    @transition(field=state, source=State.MEDIATION, target=State.FAILED)
    def fail(self, *, at: datetime, code: str, note: str) -> None:
        self._close_stage(at, code, note)

    @transition(field=state, source=State.PERFORMING, target=State.PERFORMING)
    def amend(self) -> None:
        """The case stays where it is; the agreement has a new version."""

    @transition(field=state, source=State.PERFORMING, target=State.FULFILLED)
    def fulfil(self, *, at: datetime, performed_on: date) -> None:
        self.state_before = self.state
        self.performed_on = performed_on
        self.record_closed_on = local_date(at)

    @transition(field=state, source=State.PERFORMING, target=State.DEFAULTED)
    def declare_default(self) -> None:
        """What was missed stands in the declaration."""

    @transition(field=state, source=State.DEFAULTED, target=State.PERFORMING)
    def reinstate(self) -> None:
        """The creditor accepts the cure."""

    @transition(field=state, source=[State.FAILED, State.DEFAULTED], target=State.ENFORCEMENT)
    def hand_over(self, *, at: datetime) -> None:
        self.state_before = self.state
        self.record_closed_on = local_date(at)

    @transition(field=state, source=State.ENFORCEMENT, target=RETURN_VALUE(State.FAILED, State.DEFAULTED))
    def return_package(self) -> str:
        return self._back()

    @transition(
        field=state,
        source=[State.FULFILLED, State.ENFORCEMENT, State.WITHDRAWN],
        target=RETURN_VALUE(State.INTAKE, State.MEDIATION, State.PERFORMING, State.FAILED, State.DEFAULTED),
    )
    def reopen(self) -> str:
        before = self._back()
        self.performed_on = None
        if before in (State.INTAKE, State.MEDIATION):
            self.stage_closed_on, self.result_code, self.result_note = None, "", ""
        return before

    def _back(self) -> str:
        before, self.state_before = self.state_before, ""
        self.record_closed_on = None
        return before

    def _close_stage(self, at: datetime, code: str, note: str) -> None:
        self.stage_closed_on = local_date(at)
        self.result_code = code
        self.result_note = note

    # ── What the case has ──

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def was_agreed(self) -> bool:
        return self.result_code in AGREED_CODES

    @property
    def attempt(self) -> Attempt | None:
        """The newest attempt: the open one, while there is one."""
        return max(list_of(self, "attempts"), key=lambda attempt: attempt.seq, default=None)

    @property
    def agreement(self) -> "Agreement | None":
        """The agreement in force: the newest version."""
        return max(list_of(self, "agreements"), key=lambda agreement: agreement.version, default=None)
