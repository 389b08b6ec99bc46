"""One thing that a case waits for."""

from dataclasses import dataclass
from datetime import date

from cases.verbs import Verb


@dataclass(frozen=True)
class Wanted:
    """One thing to be done: for a role or for one person, due on a day, shown from a day."""

    code: str
    text: str
    why: str
    due_on: date
    verb: Verb | None = None
    role: str = ""
    user_id: int | None = None
    show_from: date | None = None
    waiting: bool = False
