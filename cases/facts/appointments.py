"""Whose time and which room is taken: what the guards are told of other appointments."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Clash:
    """A planned appointment that lies over the wanted time. ``case_no`` is empty where the person may not know it."""

    what: str
    starts_at: datetime
    ends_at: datetime
    case_no: str = ""
