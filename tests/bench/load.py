"""A large court by SQL: copies of a few cases that were made through the actions, with all their rows.

Ids of the n-th copy lie n strides above those of its pattern, so that references need no table of translation; its days
lie a number of days off. While rows come in, tables have no references, indexes and triggers: afterwards they are put
back, the database checks every reference and every uniqueness, and ``broken`` asks what the triggers would have.
The trails of copies are no valid chains: nothing here is for a real court.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from django.apps import apps
from django.db import connection, models
from django.db.models import Max

from jianli_mediation.core.feed import place_new
from tests.bench.bare import bare_tables

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
    "cases.Appointment",
    "cases.Contact",
    "cases.FollowUp",
    "cases.Agreement",
    "cases.Instalment",
    "cases.Guarantee",
    "cases.Signature",
    "cases.Payment",
    "cases.DefaultDeclaration",
    "cases.Handover",
    "cases.PropertyClue",
    "cases.Preservation",
    "cases.Message",
    "cases.PartyRequest",
    "cases.Todo",
    "core.AuditEntry",
    "documents.Paper",
)
# What two tables must agree on holds only when the rows of both are there.
AT_COMMIT = "agreement_adds_up, instalments_add_up, attempt_has_deadline, suspension_has_no_deadline"
DERIVED = ("core.AuditHead", "core.EventPosition")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰文建国海燕红梅春生志鹏飞雪琴浩宇欣怡佳琪子轩思远晓"

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
        "received_at": "received_at + days * interval '1 day' - ({any} %% 28800) * interval '1 second'",
    },
    "cases.BasisDocument": {"doc_no": "'（2023）鄂1023民初' || ({new}) || '号'"},
    "cases.Party": {
        "name": NAME,
        "name_norm": NAME,
        "id_hash": "encode(sha256(({new})::text::bytea), 'hex')",
        "phone_hash": "CASE WHEN phone_hash = '' THEN '' ELSE encode(sha256(('p' || {new})::bytea), 'hex') END",
    },
    # Of what it tells: of an agreement, a payment, an appointment; its id lies behind the first colon.
    "cases.Message": {
        "uid": "gen_random_uuid()",
        "key": "CASE WHEN strpos(key, ':') = 0 THEN key ELSE regexp_replace(key, '^([a-z_]+):[0-9]+', '\\1:'"
        " || (split_part(key, ':', 2)::bigint + copy * {stride})) END",
    },
    # The matter as it was handed over is the largest of all columns, and is read by no list.
    "cases.Handover": {"package_xml": "''"},
    "cases.Todo": {"amount": "({any} %% 100000000) / 100.0"},
    "core.AuditEntry": {"chain": OF_CASE.replace("{column}", "chain"), "case_id": "case_id + copy * {stride}"},
    "documents.Paper": {
        "owner_key": OF_CASE.replace("{column}", "owner_key"),
        "number": "CASE WHEN number = '' THEN '' ELSE number || '-' || copy END",
        "verify_code": "left(md5(({new})::text), 14)",
    },
}
# Of the trail what belongs to a case.
ONLY = {"core.AuditEntry": "AND case_id IS NOT NULL"}
HEADS = """
    INSERT INTO core_audithead (chain, seq, hash)
    SELECT 'case:' || (split_part(head.chain, ':', 2)::bigint + copy * {stride}), head.seq, head.hash
    FROM generate_series(%s::bigint, %s::bigint) AS copy, core_audithead AS head
    WHERE starts_with(head.chain, 'case:') AND split_part(head.chain, ':', 2)::bigint > {after}
      AND split_part(head.chain, ':', 2)::bigint < {stride}
"""
PLACES = """
    INSERT INTO core_eventposition (entry_id, position)
    SELECT entry.id, (SELECT max(position) FROM core_eventposition) + row_number() OVER (ORDER BY entry.id)
    FROM core_auditentry AS entry JOIN core_eventposition AS pattern ON pattern.entry_id = entry.id %% {stride}
    WHERE entry.id > {stride}
"""
SUMS = """
    SELECT agreement.id FROM cases_agreement AS agreement JOIN cases_instalment AS part
    ON part.agreement_id = agreement.id GROUP BY agreement.id HAVING sum(part.amount) <> agreement.total
"""
# What the triggers watch over, asked of all rows at once.
RULES: Mapping[str, str] = {
    "instalments add up": SUMS,
    "a reversal mirrors its payment": """
        SELECT back.id FROM cases_payment AS back JOIN cases_payment AS paid ON paid.id = back.reverses_id
        WHERE back.amount <> -paid.amount OR back.case_id <> paid.case_id OR paid.reverses_id IS NOT NULL
    """,
    "talks that were taken have a deadline, unless they are suspended": """
        SELECT id FROM cases_attempt AS talks
        WHERE taken_on IS NOT NULL AND (deadline IS NULL) IS DISTINCT FROM
            EXISTS (SELECT FROM cases_suspension WHERE attempt_id = talks.id AND to_on IS NULL)
    """,
    "whoever has open cases is there": """
        SELECT id FROM cases_attempt WHERE closed_on IS NULL AND mediator_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM mediators_serviceperiod AS period
            WHERE period.mediator_id = cases_attempt.mediator_id AND period.until_on IS NULL)
    """,
}


@dataclass(frozen=True)
class Stretch:
    """So many copies of all patterns: the first ``first_day`` days later than the patterns, the last ``days`` before it."""

    copies: int
    first_day: int
    days: int

    @property
    def last_day(self) -> int:
        return self.first_day - self.days

    def sql(self) -> str:
        """How many days off the copy is."""
        return f"({self.first_day} - (copy - 1) * {self.days} / {self.copies})::int"


@dataclass(frozen=True)
class Dealt:
    """Mediator → user: among whom talks and tasks of the last months are dealt out, and those of the years before."""

    recent: Mapping[int, int]
    before: Mapping[int, int]


@dataclass(frozen=True)
class _Part:
    """Copies from one number to another, of the patterns above ``after``, each so many days off."""

    first: int
    last: int
    after: Mapping[str, int]
    days: str
    roster: Mapping[int, int]


def marks() -> dict[str, int]:
    """The highest id of each table so far."""
    return {label: _model(label).objects.aggregate(top=Max("pk"))["top"] or 0 for label in COPIED}


def grow(count: int, recent: Stretch, days_before: int, open_ones: Mapping[str, int], dealt: Dealt) -> int:
    """Copy the cases there are until there are at least ``count``; returns how many there are then.

    First ``recent``; then of the cases above ``open_ones`` alone, spread over ``days_before`` before that.
    """
    place_new()
    everything = dict.fromkeys(open_ones, 0)
    patterns = _model("cases.Case").objects.count()
    lately = min(recent.copies, max(0, -(-count // patterns) - 1))
    parts = [_Part(1, lately, everything, recent.sql(), dealt.recent)]
    over = patterns - open_ones["cases.Case"]
    more = max(0, -(-(count - patterns * (lately + 1)) // over))
    before = f"({recent.last_day} - 1 - copy * 7919 %% {days_before})::int"
    parts.append(_Part(lately + 1, lately + more, open_ones, before, dealt.before))
    stride = 10 ** len(str(max(marks().values())))
    tables = [_model(label)._meta.db_table for label in (*COPIED, *DERIVED)]
    with bare_tables(tables), connection.cursor() as cursor:
        for part in parts:
            _copy(cursor, part, stride)
        cursor.execute(PLACES.replace("{stride}", str(stride)), [])
    _settle(tables)
    return patterns * (lately + 1) + over * more


def multiply(count: int) -> int:
    """For tests: every case on its own days until there are at least ``count``, inside the test's own transaction."""
    place_new()
    patterns = _model("cases.Case").objects.count()
    part = _Part(1, max(0, -(-count // patterns) - 1), dict.fromkeys(COPIED, 0), "0", {})
    stride = 10 ** len(str(max(marks().values())))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"SET CONSTRAINTS {AT_COMMIT} DEFERRED")
        # Nobody sits in two places at once.
        _copy(cursor, part, stride, Appointment="copy * 400")
        cursor.execute(PLACES.replace("{stride}", str(stride)), [])
        for label in COPIED:
            cursor.execute(f"ANALYZE {_model(label)._meta.db_table}")
    return patterns * (part.last + 1)


def broken() -> dict[str, int]:
    """How many rows break each rule that triggers watch over; only those that are broken."""
    with connection.cursor() as cursor:
        found = {}
        for rule, sql in RULES.items():
            cursor.execute(f"SELECT count(*) FROM ({sql}) AS broken")  # noqa: S608 - our own statements
            found[rule] = cursor.fetchone()[0]
    return {rule: count for rule, count in found.items() if count}


def _copy(cursor: object, part: _Part, stride: int, **days: str) -> None:
    for label in COPIED:
        own = replace(part, days=days.get(label.partition(".")[2], part.days))
        cursor.execute(_statement(_model(label), stride, own), [part.first, part.last])
    heads = HEADS.replace("{stride}", str(stride)).replace("{after}", str(part.after["cases.Case"]))
    cursor.execute(heads, [part.first, part.last])


def _settle(tables: list[str]) -> None:
    """Sequences past the new ids, and what a vacuum would do for the planner."""
    with connection.cursor() as cursor:
        for label in COPIED:
            table = _model(label)._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {table}", [table])  # noqa: S608
        for table in tables:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)


def _statement(model: type[models.Model], stride: int, part: _Part) -> str:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields if not field.generated]
    values = [value.replace("{stride}", str(stride)) for value in _values(model, stride, part.roster)]
    names = ", ".join(f'"{name}"' for name in columns)
    return (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} "  # noqa: S608 - our own names
        f"FROM generate_series(%s::bigint, %s::bigint) AS copy CROSS JOIN LATERAL (SELECT {part.days} AS days) AS off, "
        f"{table} WHERE id < {stride} AND id > {part.after[model._meta.label]} {ONLY.get(model._meta.label, '')} "
        "ORDER BY copy, id"
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
        elif roster and model._meta.label in DEALT_BY and field.column in DEALT:
            yield _dealt(field.column, DEALT_BY[model._meta.label], stride, roster)
        elif isinstance(field, models.DateTimeField):
            yield f"\"{field.column}\" + days * interval '1 day'"
        elif isinstance(field, models.DateField):
            # A day that means "never" or "always" stays what it is.
            real = f"\"{field.column}\" BETWEEN '1000-01-01' AND '9000-01-01'"
            yield f'CASE WHEN {real} THEN "{field.column}" + days ELSE "{field.column}" END'
        else:
            yield f'"{field.column}"'


DEALT = {"mediator_id": 0, "user_id": 1}
DEALT_BY = {
    "cases.Attempt": "case_id",
    "cases.Todo": "case_id",
    "cases.Assignment": "attempt_id",
    "cases.Appointment": "attempt_id",
}


def _dealt(column: str, by: str, stride: int, roster: Mapping[int, int]) -> str:
    """The mediator (or her account) whose turn it is; the same for all of a copy."""
    people = [pair[DEALT[column]] for pair in roster.items()]
    turn = f"1 + (abs(hashint8(copy))::bigint %% {len(people)})::int"
    return f'CASE WHEN "{column}" IS NULL THEN NULL ELSE (ARRAY{people}::bigint[])[{turn}] END'
