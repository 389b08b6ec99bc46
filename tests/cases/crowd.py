"""Many cases at once, copied from one that was walked there: for query counts and plans, where only the number matters."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Model

from cases.models import Attempt, BasisDocument, Case, Party, Todo

NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"


def crowd(case: Case, count: int) -> list[Case]:
    """``count`` copies of ``case`` with parties, instrument, attempt and to-do rows, each with numbers of its own."""
    cases = [_copy(case, _numbered(n)) for n in range(count)]
    Case.objects.bulk_create(cases)
    _copy_rows(Party, case, cases, lambda n: {"id_hash": f"{n:064d}", "name": _name(n), "name_norm": _name(n)})
    _copy_rows(BasisDocument, case, cases, lambda n: {"doc_no": f"（2022）鄂1023民初{n + 5000}号"})
    _copy_rows(Attempt, case, cases, lambda n: {})
    _copy_rows(Todo, case, cases, lambda n: {})
    with connection.cursor() as cursor:
        for model in (Case, Party, BasisDocument, Attempt, Todo):
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return cases


def _numbered(n: int) -> dict[str, Any]:
    return {"case_no": f"（2022）鄂1023执前和{n + 5000}号", "number_year": 2022, "number_seq": n + 5000,
            "duplicate_key": f"{n:064d}"}  # fmt: skip


def _name(n: int) -> str:
    return f"{NAMES[n % len(NAMES)]}{NAMES[n // len(NAMES) % len(NAMES)]}{n}"


def _copy_rows(model: type[Model], case: Case, cases: list[Case], own: Callable[[int], dict[str, Any]]) -> None:
    rows = list(model._default_manager.filter(case=case))
    model._default_manager.bulk_create(
        [_copy(row, {"case_id": new.pk, **own(n)}) for n, new in enumerate(cases) for row in rows]
    )


def _copy(row: Any, changes: dict[str, Any]) -> Any:
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    return type(row)(**kept | changes)
