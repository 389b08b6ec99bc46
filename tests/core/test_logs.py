"""What reaches the log: events, codes, numbers of rows and places in the program; no person."""

import json
import logging
import uuid
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from django.test import Client

from jianli_mediation.core import logs


@pytest.fixture
def written() -> Iterator[StringIO]:
    stream = StringIO()
    logs.configure("INFO")
    handler = logging.getLogger().handlers[-1]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    logs.configure("WARNING")


def only_line(stream: StringIO) -> dict[str, object]:
    (line,) = stream.getvalue().splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def test_fields_outside_the_list_are_dropped(written: StringIO) -> None:
    structlog.get_logger("jianli.x").info("filed", verb="file", name="张三", phone="13812345678", case_id=7)
    line = only_line(written)
    assert (line["event"], line["verb"], line["case_id"]) == ("filed", "file", 7)
    assert "张三" not in written.getvalue()
    assert "13812345678" not in written.getvalue()


def test_numbers_and_names_that_slip_into_a_text_are_hidden(written: StringIO) -> None:
    structlog.get_logger("jianli.x").warning("no file for 420000199001011234 of 张三丰", code="卡号6222020200011223344")
    assert only_line(written)["event"] == "no file for * of *"
    assert only_line(written)["code"] == "**"


def test_arguments_of_library_messages_are_left_out(written: StringIO) -> None:
    logging.getLogger("django.request").warning("Not Found: %s", "/search?q=张三", extra={"status_code": 404})
    line = only_line(written)
    assert (line["event"], line["status"], line["level"]) == ("Not Found: %s", 404, "warning")
    assert "search" not in written.getvalue()


def test_exception_keeps_types_and_places_and_loses_its_message(written: StringIO) -> None:
    try:
        try:
            raise KeyError("身份证 420000199001011234")
        except KeyError as error:
            raise ValueError("Key (name)=(Zhang San) already exists") from error
    except ValueError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", "/cases/7/")
    line = only_line(written)
    assert line["error"] == "builtins.ValueError < builtins.KeyError"
    assert any("test_logs.py" in place for place in line["trace"])
    assert "Zhang" not in written.getvalue()
    assert "4200" not in written.getvalue()


@pytest.mark.django_db
def test_request_line_names_the_route_and_not_the_path(written: StringIO, client: Client) -> None:
    response = client.get("/nowhere/?q=Zhang")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    request = next(line for line in lines if line["logger"] == "jianli.request")
    assert request["status"] == 404
    assert request["request_id"] == response.headers["X-Request-Id"]
    assert "Zhang" not in written.getvalue()
    assert "nowhere" not in written.getvalue()


def test_request_number_is_never_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs.uuid, "uuid4", lambda: uuid.UUID("1" * 32))
    number = logs.request_number()
    assert logs.without_personal_data(None, "", {"request_id": number}) == {"request_id": number}
