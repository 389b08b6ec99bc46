"""Finding cases: by number, name, identity number, basis; filters, order, pages by cursor. Visibility comes first."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from cases.models import Attempt, BasisDocument, Case, Party, Todo
from cases.models.choices import EnterpriseRelated
from cases.rules.casenumber import normalise_case_no, parse_case_no
from jianli_mediation.core.clock import COURT_TIME
from jianli_mediation.core.models import User

PAGE_SIZE = 20
MAX_PAGE_SIZE = 100
COUNT_CAP = 10_000

# Public name of an order → column and direction. Every one ends in the id, so that no row is skipped or repeated.
ORDERINGS = {
    "-received_at": ("received_at", True),
    "received_at": ("received_at", False),
    "-amount": ("amount_applied", True),
    "amount": ("amount_applied", False),
}
DEFAULT_ORDERING = "-received_at"


@dataclass(frozen=True)
class Page:
    """One page of cases and the cursors of its neighbours."""

    rows: list[Case]
    next: str | None
    previous: str | None


def by_name(text: str) -> QuerySet[Party]:
    """Parties whose name contains ``text``: through the bigram index, with no extension of the database."""
    norm = Party.normalised_name(text)
    pairs = [norm[i : i + 2] for i in range(len(norm) - 1)]
    query = " & ".join(f"'{_lexeme(pair)}'" for pair in pairs) or f"'{_lexeme(norm)}':*"
    hits = RawSQL("SELECT id FROM cases_party WHERE name_grams @@ %s::tsquery", [query])
    return Party.objects.filter(pk__in=hits, name_norm__contains=norm)


def _lexeme(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "''")


def by_text(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """The search box: our number, a basis number, an enforcement number, an identity number, a phone, or a name."""
    text = text.strip()
    if not text:
        return cases
    number = normalise_case_no(text)
    if parse_case_no(number):
        return cases.filter(pk__in=_numbered(number))
    if text.isdigit() and len(text) <= 6:
        return cases.filter(number_seq=int(text))
    if _looks_like_a_number(text):
        hashed = Party.hash_of(text.upper())
        parties = Party.objects.filter(Q(id_hash=hashed) | Q(phone_hash=Party.phone_hash_of(text)))
        return cases.filter(pk__in=parties.values("case"))
    if not Party.normalised_name(text):
        return cases.none()
    return cases.filter(pk__in=by_name(text).values("case"))


def _numbered(number: str) -> QuerySet[Any, Any]:
    """Ids of the cases with this number of whichever kind. A union: each kind by its own index, which OR would forgo."""
    ours = Case.objects.filter(case_no=number).order_by().values("pk")
    enforcement = Case.objects.filter(exec_case_no=number).order_by().values("pk")
    return ours.union(enforcement, BasisDocument.objects.filter(doc_no=number).order_by().values("case"))


def _of_the_party(id_number: str) -> RawSQL:
    """Ids of the cases of whoever has this number. Programs ask for it all day; Django takes long to write it."""
    return RawSQL("SELECT case_id FROM cases_party WHERE id_hash = %s", [Party.hash_of(id_number)])


def _looks_like_a_number(text: str) -> bool:
    return text.isascii() and sum(char.isdigit() for char in text) >= 6


def filtered(cases: QuerySet[Case], filters: Mapping[str, Any], today: date) -> QuerySet[Case]:
    """The list's filters. Unknown names are the caller's to refuse; empty values are left out."""
    for name, value in filters.items():
        if value not in (None, ""):
            cases = _FILTERS[name](cases, value, today)
    return cases


def _overdue(cases: QuerySet[Case], value: Any, today: date) -> QuerySet[Case]:
    late = Todo.objects.filter(case=OuterRef("pk"), due_on__lt=today, show_from__lte=today, waiting=False)
    return cases.filter(Exists(late)) if value else cases.exclude(Exists(late))


def _by_mediator(cases: QuerySet[Case], value: Any, _: date) -> QuerySet[Case]:
    return cases.filter(Exists(Attempt.objects.filter(case=OuterRef("pk"), mediator=value)))


def _enterprise(cases: QuerySet[Case], value: Any, _: date) -> QuerySet[Case]:
    if value == "any":
        return cases.exclude(enterprise_related=EnterpriseRelated.NONE)
    return cases.filter(enterprise_related=value)


_FILTERS = {
    "state": lambda cases, value, _: cases.filter(state__in=value if isinstance(value, list) else [value]),
    "legal_model": lambda cases, value, _: cases.filter(legal_model=value),
    "enterprise_related": _enterprise,
    "mediator": _by_mediator,
    "party": lambda cases, value, _: cases.filter(pk__in=by_name(value).values("case")),
    "id_number": lambda cases, value, _: cases.filter(pk__in=_of_the_party(value.strip().upper())),
    "case_no": lambda cases, value, _: cases.filter(case_no=normalise_case_no(value)),
    "basis_no": lambda cases, value, _: cases.filter(
        pk__in=BasisDocument.objects.filter(doc_no=normalise_case_no(value)).values("case")
    ),
    "received_after": lambda cases, value, _: cases.filter(received_at__gte=_start_of(value)),
    "received_before": lambda cases, value, _: cases.filter(received_at__lt=_start_of(value)),
    "deadline_before": lambda cases, value, _: cases.filter(
        Exists(Attempt.objects.filter(case=OuterRef("pk"), closed_on__isnull=True, deadline__lt=value))
    ),
    "overdue": _overdue,
    "group": lambda cases, value, _: cases.filter(group=value),
    "tag": lambda cases, value, _: cases.filter(tags__contains=[value]),
    "cause": lambda cases, value, _: cases.filter(cause=value),
    "q": lambda cases, value, _: by_text(cases, value),
}
FILTER_NAMES = frozenset(_FILTERS)


def _start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=COURT_TIME)


def find_cases(user: User, filters: Mapping[str, Any], today: date) -> QuerySet[Case]:
    """What this person may see of what was asked for. A machine's clerk passes its acting user."""
    return filtered(Case.objects.visible_to(user), filters, today)


def page_of(
    cases: QuerySet[Case], *, ordering: str = DEFAULT_ORDERING, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page:
    """One page in ``ordering``. No count, no offset: the cursor holds the last row's key. ValueError for a bad one."""
    column, descending = ORDERINGS[ordering]
    backwards, value, pk = _read_cursor(cursor, column)
    if pk is not None:
        greater = descending == backwards
        op = "gt" if greater else "lt"
        cases = cases.filter(Q(**{f"{column}__{op}": value}) | Q(**{column: value, f"pk__{op}": pk}))
        # The same bound once more as a plain range: the planner uses it to enter the index where the page begins.
        cases = cases.filter(**{f"{column}__{op}e": value})
    direction = "-" if descending != backwards else ""
    rows = list(cases.order_by(f"{direction}{column}", f"{direction}pk")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next = more if not backwards else True
    has_previous = (pk is not None) if not backwards else more
    return Page(
        rows,
        _cursor(rows[-1], column, backwards=False) if rows and has_next else None,
        _cursor(rows[0], column, backwards=True) if rows and has_previous else None,
    )


def for_list(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The cases with what a line of a list shows: basis, mediator, what they wait for."""
    return cases.prefetch_related("attempts__mediator__user", "todos")


def only_exact(cases: QuerySet[Case], text: str) -> Case | None:
    """The one case that ``text`` can mean: a number of which there is one, or somebody's whole name."""
    found = list(cases[:2])
    if len(found) != 1:
        return None
    norm = Party.normalised_name(text)
    is_number = (
        bool(parse_case_no(normalise_case_no(text))) or text.strip().isdigit() or _looks_like_a_number(text.strip())
    )
    return found[0] if is_number or found[0].parties.filter(name_norm=norm).exists() else None


def capped_count(cases: QuerySet[Case]) -> tuple[int, bool]:
    """The number of cases, counted no further than 10,000."""
    count = cases.order_by().values("pk")[: COUNT_CAP + 1].count()
    return min(count, COUNT_CAP), count > COUNT_CAP


def _cursor(case: Case, column: str, *, backwards: bool) -> str:
    value = getattr(case, column)
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return base64.urlsafe_b64encode(json.dumps([backwards, text, case.pk]).encode()).decode()


def _read_cursor(cursor: str | None, column: str) -> tuple[bool, Any, int | None]:
    if not cursor:
        return False, None, None
    try:
        backwards, text, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        value = datetime.fromisoformat(text) if column == "received_at" else Decimal(text)
        return bool(backwards), value, int(pk)
    except (binascii.Error, ValueError, TypeError, ArithmeticError) as problem:
        raise ValueError("bad cursor") from problem
