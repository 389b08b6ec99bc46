"""A large court by SQL: copies of a few cases that were made through the actions, with all their rows.

Ids of the n-th copy lie n strides above those of its pattern, so that
references need no table of translation. The trails of copies are no valid chains: nothing here is for a real court.
"""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max

# In the order of their references. Whatever belongs to a case is copied with it.
COPIED = (
    "cases.Case",
    "cases.BasisDocument",
    "cases.BasisItem",
    "cases.Party",
    "cases.Agent",
    "cases.Attempt",
    "cases.Suspension",
    "cases.Assignment",
    "cases.Service",
    "cases.Session",
    "cases.SessionNote",
    "cases.Agreement",
    "cases.Instalment",
    "cases.Guarantee",
    "cases.Signature",
    "cases.Payment",
    "cases.DefaultDeclaration",
    "cases.Handover",
    "cases.PropertyClue",
    "cases.Preservation",
    "cases.Todo",
    "core.AuditEntry",
    "documents.Paper",
)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文建国海燕红梅春生志鹏飞雪琴浩宇欣怡佳琪子轩思远晓"

# What two tables must agree on holds only when the rows of both are there.
AT_COMMIT = "agreement_adds_up, instalments_add_up, attempt_has_deadline, suspension_has_no_deadline"

# A transaction holds the checks of all its rows in memory.
COPIES_AT_ONCE = 2000

# {id}: the id of the row it is a copy of; {new}: its own; {any}: a number that looks random and is always the same.
ANY = "abs(hashint8({id} + copy * {stride}))::bigint"
NAME = (
    f"substr('{SURNAMES}', 1 + ({{any}} %% {len(SURNAMES)})::int, 1)"
    f" || substr('{GIVEN}', 1 + ({{any}} / 64 %% {len(GIVEN)})::int, 1)"
    f" || substr('{GIVEN}', 1 + ({{any}} / 4096 %% {len(GIVEN)})::int, 1)"
)
OF_CASE = "'case:' || (split_part({column}, ':', 2)::bigint + copy * {stride})"
DIFFERENT: Mapping[str, Mapping[str, str]] = {
    "cases.Case": {
        "case_no": "'（2023）鄂1023执前和' || ({new}) || '号'",
        # A small column: the patterns are fewer than a thousand, and their ids follow one another.
        "number_seq": "id %% 1000 + copy * 1000",
        "duplicate_key": "md5(({new})::text)",
        "amount_applied": "({any} %% 100000000) / 100.0",
        "received_at": "received_at - ({any} %% 86400000) * interval '1 second'",
    },
    "cases.BasisDocument": {"doc_no": "'（2023）鄂1023民初' || ({new}) || '号'"},
    "cases.Party": {
        "name": NAME,
        "name_norm": NAME,
        "id_hash": "encode(sha256(({new})::text::bytea), 'hex')",
        "phone_hash": "CASE WHEN phone_hash = '' THEN '' ELSE encode(sha256(('p' || {new})::bytea), 'hex') END",
    },
    "cases.Todo": {
        "amount": "({any} %% 100000000) / 100.0",
        "due_on": "due_on + ({any} %% 60)::int - 30",
    },
    "core.AuditEntry": {"chain": OF_CASE.replace("{column}", "chain"), "case_id": "case_id + copy * {stride}"},
    "documents.Paper": {
        "owner_key": OF_CASE.replace("{column}", "owner_key"),
        "number": "CASE WHEN number = '' THEN '' ELSE number || '-' || copy END",
        "verify_code": "left(md5(({new})::text), 14)",
    },
}
HEADS = """
    INSERT INTO core_audithead (chain, seq, hash)
    SELECT chain, max(seq), max(hash) FROM core_auditentry WHERE starts_with(chain, 'case:') GROUP BY chain
    ON CONFLICT (chain) DO NOTHING
"""


def grow(count: int, roster: Mapping[int, int] | None = None) -> int:
    """Copy every case there is until there are at least ``count``; returns how many there are then.

    ``roster``: mediator → user; the copies' talks and tasks are dealt out among them.
    """
    patterns = _model("cases.Case").objects.count()
    copies = -(-count // patterns) - 1
    statements = [_statement(_model(label), _stride(), roster or {}) for label in COPIED]
    for first in range(1, copies + 1, COPIES_AT_ONCE):
        last = min(copies, first + COPIES_AT_ONCE - 1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"SET CONSTRAINTS {AT_COMMIT} DEFERRED")
            for statement in statements:
                cursor.execute(statement, [first, last])
    _settle()
    return patterns * (max(copies, 0) + 1)


def _settle() -> None:
    """Heads of the new chains, sequences past the new ids, and what a vacuum would do for the planner."""
    with connection.cursor() as cursor:
        cursor.execute(HEADS)
        for label in COPIED:
            table = _model(label)._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {table}", [table])  # noqa: S608
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("SELECT gin_clean_pending_list('party_by_grams')")


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)


def _stride() -> int:
    """A power of ten above every id that is copied."""
    highest = max(_model(label).objects.aggregate(top=Max("pk"))["top"] or 0 for label in COPIED)
    return 10 ** len(str(highest))


def _statement(model: type[models.Model], stride: int, roster: Mapping[int, int]) -> str:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if not field.generated]
    values = [value.replace("{stride}", str(stride)) for value in _values(model, stride, roster)]
    names = ", ".join(f'"{name}"' for name in columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} "  # noqa: S608 - our own names
        f"FROM {table}, generate_series(%s::bigint, %s::bigint) AS copy WHERE id < {stride}"
    )


def _values(model: type[models.Model], stride: int, roster: Mapping[int, int]) -> Iterator[str]:
    new = f"id + copy * {stride}"
    different = DIFFERENT.get(model._meta.label, {})
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        target = field.related_model
        if field.column in different:
            text = different[field.column]
            yield text.replace("{any}", ANY).replace("{new}", new).replace("{id}", "id")
        elif field.primary_key:
            yield new
        elif isinstance(target, type) and target._meta.label in COPIED:
            yield f'"{field.column}" + copy * {stride}'
        elif roster and model._meta.label in ("cases.Attempt", "cases.Todo") and field.column in DEALT:
            yield _dealt(field.column, stride, roster)
        else:
            yield f'"{field.column}"'


DEALT = {"mediator_id": 0, "user_id": 1}


def _dealt(column: str, stride: int, roster: Mapping[int, int]) -> str:
    """The mediator (or her account) whose turn it is; the same for a case's talks and for its tasks."""
    people = [pair[DEALT[column]] for pair in roster.items()]
    turn = f"1 + (abs(hashint8(case_id + copy * {stride}))::bigint %% {len(people)})::int"
    return f'CASE WHEN "{column}" IS NULL THEN NULL ELSE (ARRAY{people}::bigint[])[{turn}] END'
