"""The drawing of lots for a mediator: how hard a case is, what weight each candidate has, and who comes up."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jianli_mediation.kernel.rulebook import rule

METHOD = "1"
LARGE_AMOUNT = Decimal("500000.00")
MANY_PARTIES = 3
HARDEST = 4
SCALE = 100
EASE = 10


@dataclass(frozen=True)
class Candidate:
    """One person whose lot is in the urn: `open` cases in hand, their `load` in points, and her `weight`."""

    mediator: int
    name: str
    open: int
    load: int
    capacity: int
    weight: int


@dataclass(frozen=True)
class LeftOut:
    """One person whose lot is not in the urn: the code of the first reason, and all reasons in words."""

    mediator: int
    name: str
    code: str
    text: str


@dataclass(frozen=True)
class Drawn:
    """The number that came up, below the sum of weights, whose it is, and which numbers were hers, both included."""

    ticket: int
    chosen: Candidate
    first: int
    last: int
    total: int


@rule("draw.difficulty", "案件难度", "ours: 1 至 4 分，标的、人数、给付种类各加一分")
def difficulty(*, amount: Decimal, parties: int, linked: bool, money_only: bool) -> int:
    """Points from 1 to 4: one, and one more each for an amount (yuan) of 500,000.00 or more, for more than three parties
    or linked cases, and for what is not money alone. ValueError for a negative amount.
    """
    if amount < 0:
        raise ValueError(f"amount must not be negative, got {amount}")
    return 1 + (amount >= LARGE_AMOUNT) + (parties > MANY_PARTIES or linked) + (not money_only)


@rule("draw.fits_cause", "擅长与案由相符", "ours: 登记的擅长里写有案由（去掉“纠纷”二字）")
def fits_cause(*, specialities: str, cause: str) -> bool:
    """Whether the cause, without 纠纷, stands among what she is good at. An empty cause fits nobody."""
    core = cause.strip().removesuffix("纠纷")
    return bool(core) and core in specialities


@rule("draw.weight", "抽签权重", "ours: 空额越多、手里的案件越轻，权重越大；案件越难，手里的担子算得越重；擅长的加一半")
def weight(*, capacity: int, open_cases: int, load: int, points: int, speciality: bool = False) -> int:
    """The whole-numbered weight: 100 × free places ÷ (10 + load × points of this case), half as much again for a speciality.

    `load`: the points of all her open cases. Without a free place 0; with one at least 1. ValueError for points outside
    1 to 4 or anything below 0.
    """
    if not 1 <= points <= HARDEST or min(capacity, open_cases, load) < 0:
        raise ValueError(f"points {points}, capacity {capacity}, open {open_cases}, load {load}")
    free = capacity - open_cases
    if free <= 0:
        return 0
    plain = SCALE * free // (EASE + load * points)
    return max(1, plain * 3 // 2 if speciality else plain)


@rule("draw.seed", "抽签种子", "ours: 抽签前最后一条留痕的摘要、案号、第几次抽签")
def seed(*, last_hash: str, case_no: str, number: int) -> str:
    """The text that is hashed: the hash of the trail's last entry, the case number and the number of the draw."""
    return f"{last_hash}|{case_no}|{number}"


@rule("draw.draw", "抽签", "ours: 种子的 SHA-256 除以权重总和取余数，按名册先后对号")
def draw(*, candidates: Iterable[Candidate], seed: str) -> Drawn:
    """Draw one of the candidates. Each has as many numbers as her weight, handed out in the order of their ids from 0 on.

    The ticket is the SHA-256 of the seed, read as one number, modulo the sum of weights: the same seed and weights
    give the same name always. ValueError when nobody has any weight.
    """
    ordered = sorted(candidates, key=lambda each: each.mediator)
    total = sum(each.weight for each in ordered)
    if total <= 0:
        raise ValueError("nobody to draw from")
    ticket = int.from_bytes(hashlib.sha256(seed.encode()).digest(), "big") % total
    first = 0
    for each in ordered:
        if ticket < first + each.weight:
            return Drawn(ticket, each, first, first + each.weight - 1, total)
        first += each.weight
    raise AssertionError("the ticket lies below the sum of weights")


def share(weight: int, total: int) -> str:
    """23.5%, of the sum of weights."""
    return f"{Decimal(weight) * 100 / total:.1f}%"


@rule("draw.explain", "为什么是这位和解员", "ours: 一句话说明抽签结果")
def explain(*, drawn: Drawn, candidates: Sequence[Candidate], left_out: Sequence[LeftOut], reasons: bool) -> str:
    """Why it is she, in one sentence. `reasons`: tell who was left out and why, else only how many."""
    who = drawn.chosen
    span = str(drawn.first) if drawn.first == drawn.last else f"{drawn.first} 至 {drawn.last}"
    text = (
        f"{len(candidates)} 人参加抽签，{who.name}手里 {who.open} 件、上限 {who.capacity} 件，权重 {who.weight}，"
        f"占 {share(who.weight, drawn.total)}；抽出的签号是 {drawn.ticket}，{span} 号是{who.name}的"
    )
    if not left_out:
        return f"{text}；没有人被排除。"
    if not reasons:
        return f"{text}；另有 {len(left_out)} 人按规则没有参加。"
    told = "、".join(f"{each.name}（{each.text}）" for each in left_out)
    return f"{text}；没有参加的：{told}。"
