"""What every page knows: the navigation, who is signed in, how much waits for her.

The chapters above register their entries in ``shell`` when they start, so that this floor knows none of them by name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from jianli_mediation.core import clock
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role

OFFICES = {
    Role.WINDOW: "执行事务中心",
    Role.FILING: "立案庭",
    Role.MEDIATOR: "执前和解中心",
    Role.OUTSIDE_MEDIATOR: "执前和解中心",
    Role.CLERK: "执前和解中心",
    Role.JUDGE: "执前和解中心",
    Role.HEAD: "执前和解中心",
    Role.DIRECTOR: "执行局",
}


@dataclass(frozen=True)
class NavEntry:
    """One entry of the main navigation. No ``roles``: for everybody. ``counts_todo``: carries the number that waits.

    ``when``: asked of those whose role it is, where the role alone does not tell.
    """

    title: str
    url_name: str
    roles: frozenset[Role] = frozenset()
    counts_todo: bool = False
    when: Callable[[User], bool] | None = None


@dataclass(frozen=True)
class NavLink:
    """An entry as one person sees it on one page."""

    title: str
    url: str
    current: bool
    todo: int | None


HELP = NavEntry("帮助", "core:help")


@dataclass
class Shell:
    """What the chapters have registered."""

    entries: list[NavEntry] = field(default_factory=list)
    find: str = ""
    home: str = ""
    todo: Callable[[User], int] | None = None
    help_entries: list[NavEntry] = field(default_factory=list)

    def register(
        self,
        *,
        entries: Sequence[NavEntry] = (),
        help_entries: Sequence[NavEntry] = (),
        find: str = "",
        home: str = "",
        todo: Callable[[User], int] | None = None,
    ) -> None:
        """Append navigation entries (帮助 stays last) and pages of 帮助; name the search page, the first page, the
        counter of 待办.
        """
        self.entries.extend(entry for entry in entries if entry not in self.entries)
        self.help_entries.extend(entry for entry in help_entries if entry not in self.help_entries)
        self.find = find or self.find
        self.home = home or self.home
        self.todo = todo or self.todo


shell = Shell()


def is_demo() -> bool:
    """A demonstration: invented people, sign-in without password."""
    return not settings.PRODUCTION


def _meant_for(entry: NavEntry, user: User) -> bool:
    if entry.roles and user.role not in entry.roles:
        return False
    return entry.when is None or entry.when(user)


class Page:
    """The variable ``page`` of every template. Nothing is read before the template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def user(self) -> User | None:
        user = getattr(self.request, "user", None)
        return user if isinstance(user, User) else None

    @property
    def signed_in(self) -> bool:
        return self.user is not None

    @property
    def now(self) -> datetime:
        return clock.now()

    @property
    def demo(self) -> bool:
        return is_demo()

    @property
    def single_keys(self) -> bool:
        return self.user is not None and self.user.single_keys

    @property
    def idle_seconds(self) -> int:
        return settings.IDLE_MINUTES * 60

    @property
    def office(self) -> str:
        return OFFICES.get(Role(self.user.role), "") if self.user else ""

    @property
    def home_url(self) -> str:
        return reverse(shell.home) if shell.home else reverse("core:help")

    @property
    def find_url(self) -> str:
        return reverse(shell.find) if shell.find else ""

    @cached_property
    def nav(self) -> list[NavLink]:
        """The entries for this person's role; the one whose address leads furthest into this page is current."""
        user = self.user
        if user is None:
            return []
        shown = [entry for entry in [*shell.entries, HELP] if _meant_for(entry, user)]
        urls = [reverse(entry.url_name) for entry in shown]
        inside = [url for url in urls if self.request.path == url or (url != "/" and self.request.path.startswith(url))]
        here = max(inside, key=len, default=None)
        return [
            NavLink(entry.title, url, url == here, self._todo(user) if entry.counts_todo else None)
            for entry, url in zip(shown, urls, strict=True)
        ]

    @property
    def help_pages(self) -> list[NavLink]:
        """What 帮助 leads to: the pages of reference that the chapters have registered."""
        return [NavLink(entry.title, reverse(entry.url_name), current=False, todo=None) for entry in shell.help_entries]

    def _todo(self, user: User) -> int | None:
        return shell.todo(user) if shell.todo else None


def page(request: HttpRequest) -> dict[str, Page]:
    """Context processor."""
    return {"page": Page(request)}
