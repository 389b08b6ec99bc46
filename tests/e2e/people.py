"""A person of the court before a screen: what the hands do, and what the eyes find there."""

import io
import re
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect
from pypdf import PdfReader

# Chromium says this of every answer from 400 up; whether the status was right is the test's own business.
STATUS_LINE = re.compile(r"^Failed to load resource: the server responded with a status of 4(?:00|03|04|09)\b")
# htmx says this when a newer keystroke takes the place of a request under way.
REPLACED = re.compile(r"^htmx:(?:afterRequest|sendAbort),")


class Person:
    """``complaints`` collects what no page may do: errors in the console, requests to another host."""

    def __init__(self, page: Page, username: str) -> None:
        self.page, self.username = page, username
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._listen)
        page.context.on("request", self._watch)

    def _listen(self, line: ConsoleMessage) -> None:
        expected = STATUS_LINE.match(line.text) or REPLACED.match(line.text)
        if line.type in ("error", "warning") and not expected:
            self.complaints.append(f"console: {line.text}")

    def _watch(self, request: Request) -> None:
        where = urlsplit(request.url)
        if where.scheme in ("http", "https", "ws", "wss") and where.hostname != "localhost":
            self.complaints.append(f"another host: {request.url}")

    # ── Doors ──

    def signs_in(self, password: str) -> None:
        self.page.goto("/login/")
        self.page.get_by_label("账号").fill(self.username)
        self.page.get_by_label("密码").fill(password)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page.locator(".who")).to_be_visible()

    def goes_to(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    def finds(self, number: str) -> None:
        """By the search box at the top; one exact hit opens the case."""
        box = self.page.get_by_role("searchbox", name="查找案件")
        box.fill(number)
        box.press("Enter")
        self.page.wait_for_url("**/cases/*/")

    def opens(self, act: str) -> None:
        """An act by its name, from the case page: among the next steps, or what may be recorded at any time."""
        self.page.locator("aside").get_by_role("link", name=act, exact=True).click()
        self.page.wait_for_url("**/acts/*/")

    # ── Hands ──

    @property
    def form(self) -> Locator:
        """The form of the page, not the search box at the top."""
        return self.page.locator("main form[data-once]")

    def panel(self, heading: str) -> Locator:
        """The panel under a heading."""
        return self.page.locator("section.panel").filter(has=self.page.get_by_role("heading", name=heading, exact=True))

    def fills(self, inside: Locator | None = None, /, **typed: str | bool) -> None:
        """Fill the fields with these labels, each after its kind: typed, chosen by words of the option, or ticked."""
        for label, value in typed.items():
            self._fill((inside or self.form).get_by_label(label, exact=True), value)

    def _fill(self, field: Locator, value: str | bool) -> None:
        if isinstance(value, bool):
            field.set_checked(value)
        elif field.evaluate("field => field.localName") == "select":
            option = field.locator("option").filter(has_text=value).first
            field.select_option(option.get_attribute("value"))
        else:
            field.fill(value)
            field.blur()

    def hands_in(self) -> str:
        """The one filled button. What the next page says was done."""
        self.form.locator("[data-submit]").click()
        said = self.page.locator(".messages")
        expect(said).to_be_visible()
        return said.inner_text()

    def does(self, act: str, **typed: str | bool) -> str:
        """Open an act from the case page, fill its form, hand it in. What was said about it."""
        self.opens(act)
        self.fills(**typed)
        return self.hands_in()

    def issues(self, paper: str, *, on: str) -> str:
        """A paper from the case page, under the date ``on``. The text of its PDF, as it opens there.

        ``paper`` is its title, and after a wide blank whom or what it is about where the case has several.
        """
        title, _, about = paper.partition("　")
        self.page.locator("#papers").get_by_role("link", name="全部文书和送达").click()
        self.panel("出文书").get_by_role("link", name=title, exact=True).click()
        expect(self.page.locator("h1")).to_have_text(f"出《{title}》")
        subject = self.page.locator("h1 + span")
        if about not in subject.inner_text():
            self.page.get_by_role("link", name=about).click()
            expect(subject).to_contain_text(about)
        self.fills(落款日期=on)
        said = self.hands_in()
        assert f"已出《{title}》" in said
        return self.pdf(self.page.locator("#papers").get_by_role("link", name=title).first)

    # ── Eyes ──

    def reads(self, *words: str, inside: str = "main") -> None:
        """Each of the words can be seen."""
        for text in words:
            expect(self.page.locator(inside)).to_contain_text(text)

    def explains(self, deadline: str, day: str, *steps: str) -> None:
        """The case page gives the day of a deadline, and its 为什么 the steps to it."""
        row = self.page.get_by_role("table", name="期限", exact=True).get_by_role("row", name=deadline)
        expect(row).to_contain_text(day)
        row.get_by_text("为什么").click()
        for text in steps:
            expect(row.locator("details")).to_contain_text(text)

    def row(self, heading: str, *words: str) -> Locator:
        """The row of the table named ``heading`` in which all the words stand."""
        found = self.page.get_by_role("table", name=heading).locator("tbody tr")
        for text in words:
            found = found.filter(has_text=text)
        return found

    def pdf(self, link: Locator) -> str:
        """The text of the PDF behind a link, without the breaks of its lines."""
        answer = self.page.request.get(link.get_attribute("href") or "")
        assert answer.headers["content-type"] == "application/pdf"
        pages = PdfReader(io.BytesIO(answer.body())).pages
        return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))
