"""The bodies of the main resources, word for word: what other programs of the court were written against does not drift.

After a change that is meant, run with ``--golden-write`` and read the difference before committing it.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from cases.actions import groups
from cases.actions.acting import Actor
from documents.models import Paper
from jianli_mediation.core import clock
from jianli_mediation.core.clients import MOST_PER_MINUTE, Scope, create_client
from mediators.models import Organisation
from tests.api.client import Api
from tests.build import Walk, loan_filing, moment
from tests.cases.packages import after_default
from tests.cast import make_cast

GOLDEN = Path(__file__).parent / "golden"
NOW = "2023-08-01 10:00+08:00"
# What is drawn by lot, or follows from it.
LOTS = (
    (re.compile(r"\b[0-9a-f]{64}\b"), "<sha256>"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "<uuid>"),
    (re.compile(r"\b[A-Z2-9]{5}-[A-Z2-9]{5}\b"), "<code>"),
    (re.compile(r"(?<=cursor=)[^&\"]+"), "<place>"),
)
READ = (
    ("cases/?page_size=2", "qian"),
    ("cases/{case}/", "qian"),
    ("cases/{case}/next-steps/", "chen"),
    ("cases/{case}/timeline/", "qian"),
    ("cases/{case}/documents/", "qian"),
    ("documents/{paper}/", "qian"),
    ("cases/{case}/clues/", "chen"),
    ("cases/{case}/attachments/", "qian"),
    ("cases/{case}/draws/", "qian"),
    ("groups/{group}/", "qian"),
    ("appointments/?from=2023-05-01&until=2023-05-31", "qian"),
    ("mediators/", "qian"),
    ("mediators/{mediator}/", "qian"),
    ("organisations/", "qian"),
    ("events/?limit=3", ""),
    ("cases/999999/", "qian"),
    ("cases/?colour=red", "qian"),
)
ASKED = (
    ("calculators/execution-fee/", {"amount": "100000.00"}),
    ("calculators/deadline/", {"start": "2023-09-20", "days": 15}),
    ("calculators/instalments/", {"total": "100000.00", "count": 3, "first_due": "2023-10-31", "every": "month"}),
    (
        "calculators/doubled-interest/",
        {
            "performance_end": "2023-04-23",
            "until": "2023-05-24",
            "principal": "86500.00",
            "order": "statutory",
            "payments": [{"date": "2023-05-24", "amount": "50000.00"}],
        },
    ),
    ("cases/{case}/fulfil/", {}),
)


def numbered_from_one() -> None:
    """Ids as in a court that begins: of every table that is empty. The test's transaction takes it back."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = model._meta.db_table
            if model._meta.pk.get_internal_type().endswith("AutoField") and not model._base_manager.exists():
                cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [f'"{table}"'])
                cursor.execute(f"ALTER SEQUENCE {cursor.fetchone()[0]} RESTART")


@pytest.fixture
def court(db: None) -> tuple[Api, dict[str, object]]:
    """S4 handed over, a second case linked with it, an organisation; a machine that reads no number in full."""
    numbered_from_one()
    cast = make_cast()
    Organisation.objects.create(name="示例商事调解中心", kind="commercial", charges=True, tariff="每件 500 元")
    walk = after_default(cast)
    other = Walk(cast, loan_filing()).file()
    linked = groups.link_cases(
        by=Actor(cast.qian), now=moment("2023-07-25"), case_ids=[walk.case_id, other.case_id], name="许某系列案件"
    )
    scopes = [scope for scope in Scope.values if scope != Scope.PII_READ]
    _, token = create_client(name="指挥中心", scopes=scopes, now=clock.now(), per_minute=MOST_PER_MINUTE)
    names = {
        "case": walk.case_id,
        "group": linked.pk,
        "mediator": cast.mediator("li").pk,
        "paper": Paper.objects.get(owner_key=f"case:{walk.case_id}", form="D11").pk,
    }
    return Api(token), names


def settled(body: Any) -> str:
    text = json.dumps(body, ensure_ascii=False, indent=1)
    for pattern, name in LOTS:
        text = pattern.sub(name, text)
    return text


def test_bodies(court: tuple[Api, dict[str, object]], pytestconfig: pytest.Config) -> None:
    api, names = court
    found = []
    with time_machine.travel(NOW, tick=False):
        for path, who in READ:
            answer = api.by(who).get(path.format(**names))
            found.append(f"GET {path}\n{answer.status_code} {settled(answer.json())}")
        for path, body in ASKED:
            answer = api.by("qian").post(path.format(**names), body)
            sent = json.dumps(body, ensure_ascii=False)
            found.append(f"POST {path}\n{sent}\n{answer.status_code} {settled(answer.json())}")
    path = GOLDEN / "bodies.txt"
    text = "\n\n".join(found) + "\n"
    if pytestconfig.getoption("--golden-write"):
        path.write_text(text, encoding="utf8")
    assert text == path.read_text(encoding="utf8")
