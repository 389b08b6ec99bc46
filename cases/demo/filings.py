"""Invented applications: causes, amounts and instruments in the proportions of a county court."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from cases.actions.inputs import BasisInput, ClueInput, Filing, ItemInput, PreservationInput
from cases.models.choices import EnterpriseRelated

from .names import Invented

# Cause, weight, smallest and largest principal in yuan, tags, applicant and respondent an enterprise.
CAUSES: tuple[tuple[str, int, int, int, tuple[str, ...], bool, bool], ...] = (
    ("民间借贷纠纷", 30, 8_000, 400_000, (), False, False),
    ("买卖合同纠纷", 14, 20_000, 900_000, (), True, True),
    ("买卖合同纠纷", 6, 6_000, 120_000, (), False, True),
    ("机动车交通事故责任纠纷", 9, 5_000, 180_000, ("traffic",), False, False),
    ("追索劳动报酬纠纷", 9, 4_000, 60_000, ("labour_pay",), False, True),
    ("租赁合同纠纷", 7, 8_000, 200_000, (), True, False),
    ("加工合同纠纷", 5, 30_000, 500_000, ("small_enterprise",), True, True),
    ("追偿权纠纷", 5, 20_000, 300_000, (), True, False),
    ("离婚后财产纠纷", 4, 20_000, 250_000, (), False, False),
    ("赡养纠纷", 3, 2_400, 24_000, ("support",), False, False),
    ("土地承包经营权纠纷", 3, 3_000, 60_000, ("agriculture",), False, False),
    ("物业服务合同纠纷", 5, 1_200, 9_000, (), True, False),
)
SETTLED_ON_RECORD = 0.3
WITH_INTEREST = 0.35
WITH_PRESERVATION = 0.04


def make_filing(rng: Random, received_at: datetime, number: int) -> Filing:
    """One application received at ``received_at``; ``number`` keeps the instruments apart."""
    cause, _, low, high, tags, first, second = rng.choices(CAUSES, [row[1] for row in CAUSES])[0]
    invented = Invented(rng)
    principal = Decimal(rng.randrange(low, high) // 100 * 100)
    costs = (principal * Decimal("0.012") + 25).quantize(Decimal("0.01"))
    applicant = invented.enterprise("applicant") if first else invented.person("applicant")
    respondents = [invented.enterprise("respondent") if second else invented.person("respondent")]
    if rng.random() < 0.1:
        respondents.append(invented.person("co_debtor"))
    received = received_at.date()
    return Filing(
        received_at=received_at,
        cause=cause,
        basis=_basis(rng, received, number, cause, principal, costs),
        parties=(applicant, *respondents),
        amount_applied=principal + costs,
        source=rng.choices(("window", "online", "tribunal", "trial_team"), (60, 15, 15, 10))[0],
        enterprise_related=_related(first, second),
        tags=tags,
        preservations=_preservations(rng, received, principal),
        clues=_clues(rng, received),
    )


def _basis(rng: Random, received: date, number: int, cause: str, principal: Decimal, costs: Decimal) -> BasisInput:
    effective = received - timedelta(days=rng.randrange(25, 200))
    settled = rng.random() < SETTLED_ON_RECORD
    interest = not settled and rng.random() < WITH_INTEREST
    what = "货款" if "买卖" in cause else "借款本金" if "借贷" in cause else "欠款"
    item = ItemInput(
        f"向申请人支付{what}{principal:.0f}元" + ("及按年利率3.65%计算的利息" if interest else ""),
        amount=principal,
        rate_type="yearly" if interest else "none",
        rate=Decimal("0.0365") if interest else None,
        rate_from=effective - timedelta(days=rng.randrange(60, 400)) if interest else None,
    )
    return BasisInput(
        kind="mediation_statement" if settled else "judgment",
        doc_no=f"（{effective.year}）鄂1023民初{3000 + number}号",
        issuer="监利市人民法院",
        effective_on=effective,
        performance_days=10,
        items=(item,),
        costs_on_debtor=costs,
        # Every eleventh file came in without it, as files do.
        effectiveness_proof="" if number % 11 == 0 else "本院生效证明",
        served_by_notice=rng.random() < 0.015,
    )


def _related(applicant: bool, respondent: bool) -> str:
    if applicant and respondent:
        return EnterpriseRelated.BOTH
    if applicant:
        return EnterpriseRelated.APPLICANT
    return EnterpriseRelated.RESPONDENT if respondent else EnterpriseRelated.NONE


def _preservations(rng: Random, received: date, principal: Decimal) -> tuple[PreservationInput, ...]:
    if rng.random() >= WITH_PRESERVATION:
        return ()
    since = received - timedelta(days=rng.randrange(3, 20))
    return (
        PreservationInput(
            "in_suit", "deposit", "示例银行监利支行存款", since, since + timedelta(days=365), amount=principal
        ),
    )


def _clues(rng: Random, received: date) -> tuple[ClueInput, ...]:
    if rng.random() < 0.4:
        return ()
    kind, text = rng.choice(
        (
            ("vehicle", "小型汽车一辆"),
            ("real_estate", "容城镇自建房一处"),
            ("income", "在本市某企业务工，按月领取工资"),
            ("deposit", "农商银行有存款，数额不详"),
            ("claim", "对本市某工程有未结工程款"),
        )
    )
    return (ClueInput("applicant", kind, text, received),)
