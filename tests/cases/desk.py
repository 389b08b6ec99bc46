"""A person at the browser, without script: opens a page, changes some fields of its form, hands it in."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.cast import Cast


class _Fields(HTMLParser):
    """What a browser would post of the form that carries the case's version."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = [{}]
        self.select = self.area = ""
        self.in_template = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "template":
            self.in_template += 1
        if tag == "form":
            self.forms.append({})
        if self.in_template or "disabled" in given:
            return
        if tag == "input" and name and self._sent(given):
            self._put(name, value or ("on" if given.get("type") == "checkbox" else ""))
        if tag == "select":
            self.select = name
        if tag == "option" and self.select and ("selected" in given or self.select not in self.forms[-1]):
            self.forms[-1][self.select] = [value]
        if tag == "textarea":
            self.area = name
            self._put(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.in_template -= 1
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.forms[-1][self.area][-1] += data.removeprefix("\n")

    def _sent(self, given: dict[str, str | None]) -> bool:
        return given.get("type") not in ("checkbox", "radio") or "checked" in given

    def _put(self, name: str, value: str) -> None:
        self.forms[-1].setdefault(name, []).append(value)


def fields_of(page: str) -> dict[str, list[str]]:
    parser = _Fields()
    parser.feed(page)
    return next(form for form in parser.forms if "version" in form)


class Desk:
    """One person with her browser."""

    def __init__(self, cast: Cast, who: str) -> None:
        self.client = Client()
        self.client.force_login(getattr(cast, who))

    def get(self, address: str) -> HttpResponse:
        return self.client.get(address)

    def page(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.content.decode()

    def open(self, case_id: int, verb: str, query: str = "") -> dict[str, Any]:
        """The fields of an act's page as a browser would post them."""
        return dict(fields_of(self.page(f"/cases/{case_id}/acts/{verb}/{query}")))

    def hand_in(self, case_id: int, verb: str, fields: dict[str, Any]) -> HttpResponse:
        return self.client.post(f"/cases/{case_id}/acts/{verb}/", fields)

    def act(self, case_id: int, verb: str, **changes: Any) -> HttpResponse:
        """Open the page, change these fields (None takes one out), hand it in."""
        fields = {**self.open(case_id, verb), **changes}
        return self.hand_in(case_id, verb, {name: value for name, value in fields.items() if value is not None})
