"""The list of cases behind a figure: who they are, the day by which they count, and what each adds."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import QuerySet

from cases.models import Case
from jianli_mediation.core.roles import Role

from .asked import Asked, last_attempt
from .indicator import Indicator
from .tally import Number, Tally

Side = Literal["numerator", "denominator"]
# Who reads the figures of the court. The business office reads those of the enterprise lane, as it does the cases.
COURT_READERS = frozenset({Role.HEAD, Role.DIRECTOR, Role.LEADERSHIP, Role.COMMAND_CENTRE, Role.JUDGE})
READERS = COURT_READERS | {Role.BUSINESS_OFFICE}


@dataclass(frozen=True)
class Behind:
    """One case of the list. ``share`` None: it counts as one."""

    case: Case
    mediator: str
    on: date | None
    share: Number | None


@dataclass(frozen=True)
class BehindList:
    """The cases of one number; ``rows`` is to be cut into pages by whoever asks."""

    tally: Tally

    @property
    def counts_cases(self) -> bool:
        """Whether the list is as long as the number; else it adds up to it."""
        return not self.tally.summed and self.tally.shares is None

    @property
    def rows(self) -> QuerySet[Case]:
        return self.tally.cases.annotate(
            hand_name=last_attempt("mediator__user__name"), hand_user=last_attempt("mediator__user")
        )

    def told(self, case: Case) -> Behind:
        """One case of ``rows`` with its day and what it adds."""
        on = self.tally.on.get(case.pk) if self.tally.on else getattr(case, "on", None)
        if self.tally.shares is not None:
            share: Number | None = self.tally.shares[case.pk]
        else:
            share = getattr(case, self.tally.summed) if self.tally.summed else None
        return Behind(case, getattr(case, "hand_name", None) or "", on, share)


def behind(asked: Asked, indicator: Indicator, side: Side = "numerator") -> BehindList | None:
    """The cases of the numerator or the denominator; None where the indicator has no such number."""
    count = indicator.numerator if side == "numerator" else indicator.denominator
    return None if count is None else BehindList(count(asked))
