"""A client that a program generates from the description files a case, settles it and reads it, over real HTTP."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from cases.api.views_schema import DOCUMENT
from jianli_mediation.core import clock
from jianli_mediation.core.clients import Scope, create_client
from tests.api.bodies import S1
from tests.cast import Cast

# Formatting what nobody reads would take most of the time. Files come as they are.
SETTINGS = """
post_hooks: []
content_type_overrides:
  application/pdf: application/octet-stream
  application/zip: application/octet-stream
  application/vnd.openxmlformats-officedocument.wordprocessingml.document: application/octet-stream
  application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: application/octet-stream
"""
PACKAGE = "jianli_generated"


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the generated package, on the path while the module runs."""
    folder = tmp_path_factory.mktemp("generated")
    settings = folder / "settings.yaml"
    settings.write_text(SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--config", str(settings)]
    command += ["--path", str(DOCUMENT), "--output-path", str(folder / PACKAGE)]
    subprocess.run(command, check=True, capture_output=True)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def server(race_cast: Cast) -> Iterator[str]:
    running = LiveServer("localhost")
    yield running.url
    running.stop()


class Program:
    """A program written against the generated package alone."""

    def __init__(self, url: str, token: str) -> None:
        client = importlib.import_module(f"{PACKAGE}.client")
        self.models = importlib.import_module(f"{PACKAGE}.models")
        self.client = client.AuthenticatedClient(base_url=url, token=token)

    def call(self, operation: str, *path: int, who: str, body: Any = None, **more: Any) -> Any:
        """What the operation answers, read by the generated code; ``operation`` is its module, tag first."""
        module = importlib.import_module(f"{PACKAGE}.api.{operation}")
        given = {**more, "body": body} if body is not None else more
        answer = module.sync(*path, client=self.client, x_acting_user=who, **given)
        assert type(answer).__name__ != "Problem", answer.to_dict()
        return answer


def test_a_generated_client_files_settles_and_reads_a_case(generated: Path, server: str, race_cast: Cast) -> None:
    _, token = create_client(name="生成", scopes=Scope.values, now=clock.now())
    program = Program(server, token)
    with closing(program.client.get_httpx_client()):
        _a_case_from_filing_to_reading(program, race_cast)


def _a_case_from_filing_to_reading(program: Program, race_cast: Cast) -> None:
    read = program.models
    filing = read.FilingIn.from_dict(S1)
    filed = program.call("cases.file", who="wang", body=filing, idempotency_key="filing-501")
    again = program.call("cases.file", who="wang", body=filing, idempotency_key="filing-501")
    assert (filed.id, filed.case_no) == (again.id, again.case_no)
    assert (filed.state, filed.parties[0].name) == ("intake", "陈某")

    consent = {"result": "agreed", "at": "2023-05-08T10:00:00+08:00"}
    program.call("acts.accept", filed.id, who="wang", body=read.AcceptIn.from_dict({"consent": consent}))
    chosen = {"mediator": race_cast.mediator("li").pk, "taken_on": "2023-05-09", "at": "2023-05-09"}
    program.call("acts.assign", filed.id, who="qian", body=read.AssignIn.from_dict(chosen))
    paid = {"paid_on": "2023-05-10", "amount": "87481.25", "way": "cash", "at": "2023-05-10"}
    payment = program.call("acts.record_payment", filed.id, who="shu", body=read.RecordPaymentIn.from_dict(paid))
    confirmed = {"payment": payment.id, "channel": "written", "confirmed_on": "2023-05-11", "at": "2023-05-11"}
    program.call("acts.confirm_payment", filed.id, who="shu", body=read.ConfirmPaymentIn.from_dict(confirmed))
    settled = {"creditor_satisfied": True, "at": "2023-05-12T16:00:00+08:00"}
    program.call("acts.settle_in_full", filed.id, who="li", body=read.SettleIn.from_dict(settled))

    case = program.call("cases.read_case", filed.id, who="li")
    assert (case.state, case.result_code, case.case_no) == ("fulfilled", "10", filed.case_no)
    assert (case.payments[0].amount, case.payments[0].confirmation) == ("87481.25", "written")
    timeline = program.call("cases.timeline", filed.id, who="li")
    assert {"file", "accept", "assign"} <= {each.verb for each in timeline.results}
    events = program.call("events.events", who="feng")
    assert {"file", "accept", "assign"} <= {event.verb for event in events.results}
