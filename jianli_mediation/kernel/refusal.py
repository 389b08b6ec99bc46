"""Why an act is refused: always every reason at once, each with code, words and article."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Blocker:
    """One reason. `code` is for programs, `message` (Chinese, fact then way out) for people."""

    code: str
    message: str
    article: str = ""


class Refused(Exception):
    """The act is refused; `blockers` holds all reasons, in the order in which they were found."""

    def __init__(self, blockers: Iterable[Blocker]) -> None:
        self.blockers: tuple[Blocker, ...] = tuple(blockers)
        super().__init__("；".join(blocker.message for blocker in self.blockers))


def refuse_if(blockers: Iterable[Blocker]) -> None:
    """Raise `Refused` with all blockers, or do nothing when there are none."""
    found = tuple(blockers)
    if found:
        raise Refused(found)
