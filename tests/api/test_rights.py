"""The rights matrix: every operation of the API × every scope, and × every role on an own and on a foreign case.

``tests/api/golden/rights.txt`` is for reading. A new operation without a row fails; after a change that is meant, run with
``--golden-write`` and read the difference.
"""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from cases.actions import acting, attachments, groups, papers
from cases.actions.acting import Actor
from cases.actions.attachments import ScanInput
from cases.states import State
from jianli_mediation.core import clock
from jianli_mediation.core.clients import MOST_PER_MINUTE, Scope, create_client
from jianli_mediation.kernel.refusal import Blocker
from tests.api.bodies import S1
from tests.api.seen import document
from tests.build import Walk, loan_filing, moment
from tests.cases.ledger_files import csv_of, row
from tests.cases.packages import acknowledgement
from tests.cast import PEOPLE, Cast
from tests.scan_files import image, looked_at

GOLDEN = Path(__file__).parent / "golden" / "rights.txt"
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
]
SCOPE_OF = {
    operation["operationId"]: (re.findall(r"`([a-z:]+)`", operation["description"]) or [""])[0]
    for _, _, operation in OPERATIONS
}
ON = "2023-08-01"
PARTY = {"role": "respondent", "kind": "person", "name": "何某", "id_type": "other", "id_number": "A123456"}
ANSWER = acknowledgement(
    {
        "handover": "00000000-0000-4000-8000-000000000000",
        "sha256": "0" * 64,
        "case": "（2023）鄂1023执前1号",
        "number": "（2023）鄂1023执66号",
        "on": ON,
        "by": "立案陈",
    }
)
TERMS = {"signed_on": ON, "total": "100.00", "instalments": [{"due_on": "2023-09-01", "amount": "100.00"}]}
# What an operation must be sent so that it is not turned away before the question of who asks.
BODIES: dict[str, dict[str, Any]] = {
    "accept": {"consent": {"result": "agreed"}},
    "acknowledge": {"exec_case_no": "（2023）鄂1023执66号"},
    "add_party": PARTY,
    "amend": {**TERMS, "amend_reason": "资金周转"},
    "amend_party": {"party": "respondent", "phone": "13900000001"},
    "assign": {"draw": True},
    "cancel_session": {"appointment": 1, "reason": "改期"},
    "close_follow_up": {"follow_up": 1, "result": "done"},
    "take_request": {"party": "respondent", "kind": "other", "content": "何时付款"},
    "answer_request": {"request": 1, "answer": "已转和解员"},
    "rate_answer": {"request": 1, "satisfaction": "good"},
    "comment": {"text": "注意时效"},
    "conclude": TERMS,
    "confirm_address": {"party": "respondent", "address": "红城乡", "signed_on": ON},
    "confirm_payment": {"payment": 1, "channel": "written"},
    "extend": {"days": 3},
    "fail": {"result_code": "22"},
    "log_contact": {"party": "respondent", "contacted_at": ON, "outcome": "reached"},
    "log_session": {"held_on": ON},
    "record_agent": {"party": "respondent", "kind": "lawyer", "name": "律某"},
    "record_party_status": {"party": "respondent", "status": "normal"},
    "record_payment": {"paid_on": ON, "amount": "1.00", "way": "cash"},
    "record_service": {"form": "D08", "party": "respondent", "way": "direct", "served_on": ON, "signer": "刘某"},
    "register_execution": {"exec_case_no": "（2023）鄂1023执66号"},
    "reverse_payment": {"payment": 1, "reason": "录错"},
    "review_talks": {"decision": "end", "reason": "无望"},
    "schedule_session": {"starts_at": f"{ON}T09:00:00+08:00", "ends_at": f"{ON}T10:00:00+08:00"},
    "seal_paper": {"paper": 1},
    "withdraw_certificate": {"paper": 1, "reason": "凭证是伪造的", "proof": "银行回函"},
    "file": S1,
    "issue_paper": {"form": "D09", "party": "respondent"},
    "record_clue": {"source": "applicant", "kind": "deposit", "description": "存款", "reported_on": ON},
    "lift_preservation": {"preservation": 1, "lifted_on": ON, "reason": "解除裁定"},
    "record_preservation": {
        "kind": "in_suit",
        "object_kind": "deposit",
        "description": "存款",
        "since": "2023-05-01",
        "until": "2024-04-30",
    },
    "handover_acknowledgement": {"file": base64.b64encode(ANSWER).decode()},
    "balance": {"principal": "100.00", "performance_end": "2023-05-01", "until": ON},
    "doubled_interest": {"principal": "100.00", "performance_end": "2023-05-01", "until": ON},
    "deadline": {"start": ON, "days": 3},
    "execution_fee": {"amount": "100.00"},
    "instalments": {"total": "100.00", "count": 2, "first_due": ON},
    "simulator": {"total": "100.00", "count": 2, "first_due": ON},
    "file_import": {"rows": "all"},
    "create_webhook": {"url": "http://127.0.0.1/hook"},
}
REASONED = {"reason": "理由"}
MULTIPART = "multipart/form-data"
# Whoever has events pushed must be allowed to read them.
NEEDS_TOO = {"create_webhook": Scope.EVENTS_READ}


class Bench:
    """Two cases in talks, 和解员李's and 特邀孙's, each with a paper, a scan; linked by the head; and who may ask."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.tokens = {name: self._token(name, (name,)) for name in Scope.values}
        self.full = self._token("全权", tuple(Scope.values))
        self.samples = {"li": self._case("li", 801), "sun": self._case("sun", 802)}
        ids = [found["case_id"] for found in self.samples.values()]
        group = groups.link_cases(by=Actor(cast.qian), now=moment("2023-07-01"), case_ids=ids, name="系列")
        for found in self.samples.values():
            found["group_id"] = getattr(group, "pk", group)

    def _token(self, name: str, scopes: tuple[str, ...]) -> str:
        return create_client(name=name, scopes=scopes, now=clock.now(), per_minute=MOST_PER_MINUTE)[1]

    def _case(self, mediator: str, number: int) -> dict[str, Any]:
        walk = Walk(self.cast, loan_filing(basis={"doc_no": f"（2023）鄂1023民初{number}号"}), mediator)
        walk.to(State.MEDIATION)
        debtor = walk.case.parties.get(role="respondent")
        paper = walk.do(papers.issue_paper, "shu", "2023-05-10", form="D09", subject=f"party:{debtor.pk}")
        scan = walk.do(
            attachments.attach, "shu", "2023-05-10", given=ScanInput(scan=looked_at(), kind="identity", title="证件")
        )
        return {
            "case_id": walk.case_id,
            "paper_id": paper.pk,
            "attachment_id": scan.pk,
            "mediator_id": self.cast.mediator(mediator).pk,
            "month": "2023-05",
            "indicator": "m01",
            "webhook_id": 1,
            "delivery_id": 1,
            "import_id": 1,
        }

    def asked(self, method: str, path: str, operation: dict[str, Any], whose: str, token: str, acting: str) -> str:
        """What is answered, undone at once: a code where it is barred, ``may`` where the question is let in."""
        address = re.sub(r"\{(\w+)\}", lambda match: str(self.samples[whose][match[1]]), path)
        headers = {"Authorization": f"Bearer {token}"} | ({"X-Acting-User": acting} if acting else {})
        with transaction.atomic():
            if MULTIPART in operation.get("requestBody", {}).get("content", {}):
                answer = Client().post(address, _file(operation), headers=headers)
            else:
                body = json.dumps(self._body(operation, whose))
                answer = Client().generic(method, address, body, content_type="application/json", headers=headers)
            transaction.set_rollback(True)
        assert answer.status_code < 500, f"{method} {address}: {answer.content!r}"
        return _door(answer)

    def _body(self, operation: dict[str, Any], whose: str) -> dict[str, Any]:
        if operation["operationId"] == "link":
            return {"cases": [self.samples[whose]["case_id"]]}  # every case that is linked is asked for alike
        return _body(operation)


def _file(operation: dict[str, Any]) -> dict[str, Any]:
    if operation["operationId"] == "import_ledger":
        return {"file": SimpleUploadedFile("ledger.csv", csv_of(row()))}
    return {"file": SimpleUploadedFile("scan.png", image(size=(80, 120))), "kind": "identity", "title": "证件"}


def _body(operation: dict[str, Any]) -> dict[str, Any]:
    name = operation["operationId"]
    if name in BODIES:
        return BODIES[name]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    named = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    required = document()["components"]["schemas"].get(named, {}).get("required", [])
    return REASONED if required == ["reason"] else {}


def _door(answer: Any) -> str:
    """Through the door (whatever is said inside), or which lock held. 412 and 415 are said inside too."""
    if answer.status_code in (401, 403):
        code: str = answer.json()["code"]
        return code
    if answer.status_code == 404:
        return "not_found"
    if answer.status_code == 400 and answer.json()["code"] == "acting_user_required":
        return "person_needed"
    if answer.status_code in (400, 413, 415):
        return str(answer.json()["code"])
    return "may"


def _rows(bench: Bench) -> Iterator[str]:
    for method, path, operation in OPERATIONS:
        scope = SCOPE_OF[operation["operationId"]]
        yield f"{method} {path}"
        opened = [
            name
            for name, token in bench.tokens.items()
            if bench.asked(method, path, operation, "li", token, "") != "scope_missing"
        ]
        also = NEEDS_TOO.get(operation["operationId"], "")
        alone = [] if also else [scope]
        assert opened == (alone if scope else list(Scope.values)), f"{method} {path} opens with {opened}"
        yield f"  scope    {scope or 'any'}{also and f' and {also}'}"
        for whose in ("li", "sun") if "_id}" in path else ("li",):
            yield from _by_answer(bench, method, path, operation, whose)


def _by_answer(bench: Bench, method: str, path: str, operation: dict[str, Any], whose: str) -> Iterator[str]:
    found: dict[str, list[str]] = {}
    for name in ("", *(username for username, _, _ in PEOPLE)):
        answer = bench.asked(method, path, operation, whose, bench.full, name)
        found.setdefault(answer, []).append(name or "(nobody named)")
    mark = f"{whose}'s" if "_id}" in path else ""
    for answer in sorted(found):
        yield f"  {mark:<8} {answer}: {' '.join(found[answer])}".rstrip()


def test_who_may_do_what(
    cast: Cast, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Whoever may act is stopped right behind the spine's question of who she is: the act itself is not the question."""
    settings.WEBHOOK_HOSTS = ("127.0.0.1",)
    bench = Bench(cast)
    monkeypatch.setattr(acting, "_in_order", lambda *_: [Blocker("door", "到此为止")])
    lines = [*(f"# {username} {name} {role}" for username, name, role in PEOPLE), "", *_rows(bench)]
    text = "\n".join(lines) + "\n"
    if request.config.getoption("--golden-write"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_every_operation_has_a_row() -> None:
    rows = set(re.findall(r"^(?:GET|POST|DELETE|PUT|PATCH) .*$", GOLDEN.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {f"{method} {path}" for method, path, _ in OPERATIONS}
