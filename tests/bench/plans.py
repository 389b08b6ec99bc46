"""What the planner means to do: the plans of the statements that a piece of code sends."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

# Tables that grow with the cases.
LARGE = frozenset(
    {
        "cases_case",
        "cases_party",
        "cases_basisdocument",
        "cases_attempt",
        "cases_session",
        "cases_agreement",
        "cases_appointment",
        "cases_contact",
        "cases_signature",
        "cases_basisitem",
        "core_eventposition",
        "core_audithead",
        "cases_instalment",
        "cases_assignment",
        "cases_service",
        "cases_handover",
        "cases_preservation",
        "cases_payment",
        "cases_todo",
        "core_auditentry",
        "documents_paper",
    }
)


@dataclass(frozen=True)
class Plan:
    """One statement as it would be run: tables read from end to end, indexes used, rows touched, its milliseconds.

    ``passed_over``: rows that were read and then left out by a condition that no index holds.
    ``blocks``: pages of 8 KB that were looked at.
    """

    sql: str
    scanned: frozenset[str]
    indexes: frozenset[str]
    rows: int
    passed_over: int
    milliseconds: float
    blocks: int


def plans_of(call: Callable[[], Any]) -> list[Plan]:
    """Runs ``call`` and explains every SELECT that it sends."""
    with CaptureQueriesContext(connection) as captured:
        call()
    return [explained(query["sql"]) for query in captured.captured_queries if query["sql"].startswith("SELECT")]


def explained(sql: str) -> Plan:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON, COSTS OFF, TIMING OFF) " + sql.replace("%", "%%"), [])
        found = cursor.fetchone()[0]
    top = (json.loads(found) if isinstance(found, str) else found)[0]
    nodes = list(_nodes(top["Plan"]))
    return Plan(
        sql=sql,
        scanned=frozenset(node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan") & LARGE,
        indexes=frozenset(node["Index Name"] for node in nodes if "Index Name" in node),
        rows=sum(node["Actual Rows"] * node["Actual Loops"] for node in nodes if "Relation Name" in node),
        passed_over=sum(node.get("Rows Removed by Filter", 0) * node["Actual Loops"] for node in nodes),
        milliseconds=top["Execution Time"],
        blocks=top["Plan"].get("Shared Hit Blocks", 0) + top["Plan"].get("Shared Read Blocks", 0),
    )


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in node.get("Plans", []):
        yield from _nodes(child)
