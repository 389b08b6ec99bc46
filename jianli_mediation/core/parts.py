"""What the templates in ``templates/parts/`` are given: small values a view fills and a page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from jianli_mediation.kernel.refusal import Blocker


@dataclass(frozen=True)
class NextStep:
    """One line of 下一步: an act under its name, its address, and every reason why it is refused now.

    ``style`` is ``main`` for the one act that is due, ``danger`` for one that harms, else empty. ``key`` is a single
    letter that presses it. A step with blockers is shown as refused; with an address it still leads to its page.
    """

    label: str
    url: str
    hint: str = ""
    style: Literal["", "main", "danger"] = ""
    key: str = ""
    blockers: Sequence[Blocker] = ()


@dataclass(frozen=True)
class TrackStep:
    """One station of a case's way: done, now, to come (empty), where one way ends (stop), the other way (or)."""

    title: str
    lines: Sequence[str] = ()
    kind: Literal["", "done", "now", "stop", "or"] = ""


@dataclass(frozen=True)
class Difference:
    """One field that two people wrote differently: its label, the value kept now, and the value just typed."""

    name: str
    label: str
    kept: str
    typed: str

    @property
    def same(self) -> bool:
        return self.kept == self.typed


@dataclass(frozen=True)
class Pager:
    """A page of a list read by cursor: there is a page before, a page after, and a sentence, but no exact count."""

    text: str
    previous_url: str = ""
    next_url: str = ""
