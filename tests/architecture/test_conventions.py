"""What was agreed once and must hold everywhere. Each exception is written here, with its reason."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import PACKAGES, ROOT, Source, modules, texts

WRITES = {
    "save",
    "asave",
    "create",
    "acreate",
    "update",
    "aupdate",
    "delete",
    "adelete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
# Modules of the floors below write their own rows: drafts.save(…) is no write of a case.
BELOW = ("jianli_mediation.core.", "documents.", "mediators.")
# These write rows of the floors below and of no case: they import no model of a case.
WRITES_OF_THE_FLOORS_BELOW = {
    "cases/api/idempotency.py": "the first answer to a POST is kept",
    "cases/demo/court.py": "the demo court hires its staff; its cases come through the actions like any other",
}

READS_CLOCK = re.compile(
    r"(?:^|\.)(?:timezone\.(?:now|localtime|localdate)|(?:datetime|date)\.(?:now|utcnow|today)"
    r"|time\.(?:time|time_ns|localtime|gmtime|strftime|ctime))$"
)
THE_CLOCK = "jianli_mediation/core/clock.py"

READS_ENVIRONMENT = {
    "jianli_mediation/settings.py": "reads the settings",
    "jianli_mediation/core/environment.py": "checks them",
    "jianli_mediation/wsgi.py": "names the settings module",
    "jianli_mediation/asgi.py": "names the settings module",
    "jianli_mediation/core/postgres.py": "hands the environment on to the server it starts",
    "jianli_mediation/core/management/commands/db.py": "hands the environment on to pg_dump",
    "jianli_mediation/core/management/commands/serve.py": "tells its processes where to count together",
    "jianli_mediation/core/metrics.py": "is told there, before there are settings",
    "documents/press/engine.py": "tells fontconfig where our fonts are",
}
# The worker outlives whatever one message does.
BROAD_EXCEPT = {"jianli_mediation/core/outbox.py"}

LONG_VIEWS = {"cases/views/acting.py handed_in": "every refusal of an act becomes its page, in one place"}

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "services", "service", "manager", "managers"}

HOSTS = {
    "http://www.w3.org/2000/svg": "name of a namespace",
    "http://schemas.microsoft.com/office/word": "name of a namespace, in the settings of a DOCX",
    "http://127.0.0.1": "this machine, printed at the start",
    "https://court.example.cn": "the shape of a setting, in its error message",
}
MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work|mnt)/[\w.-]+|\.\./shared|/tmp/\w")


def none(found: Iterator[str] | list[str]) -> None:
    assert sorted(found) == []


def root(node: ast.expr) -> str:
    """The name an attribute chain begins with: ``Case`` of ``Case.objects.filter(…).update``."""
    while True:
        match node:
            case ast.Attribute(value=inner) | ast.Call(func=inner) | ast.Subscript(value=inner):
                node = inner
            case ast.Name(id=name):
                return name
            case _:
                return ""


def writes(source: Source) -> Iterator[str]:
    """Calls that would write rows. ``update`` with a mapping is a dict's; that of rows takes names only."""
    below = {name for name, origin in source.imported().items() if origin.startswith(BELOW)}
    for called, node in source.calls():
        if not isinstance(node.func, ast.Attribute) or root(node.func) in below:
            continue
        of_a_dict = node.func.attr == "update" and node.args
        if node.func.attr in WRITES and not of_a_dict:
            yield source.at(node, called)


def test_cases_are_written_in_actions_only() -> None:
    outside = [source for source in modules("cases") if not source.name.startswith("cases/actions/")]
    none(found for source in outside if source.name not in WRITES_OF_THE_FLOORS_BELOW for found in writes(source))
    none(
        f"{source.name}: {origin}"
        for source in outside
        if source.name in WRITES_OF_THE_FLOORS_BELOW
        for origin in source.imported().values()
        if origin.startswith("cases.models")
    )


def test_an_act_adds_rows_through_their_owner() -> None:
    """``case.payments.create`` drops the list that was read; the to-do list would else be made from the old one."""
    read_once = {"Agent", "Agreement", "Attempt", "Handover", "Payment", "Preservation", "Session"}
    none(
        source.at(node, called)
        for source in modules("cases/actions")
        for called, node in source.calls()
        if called in {f"{name}.objects.create" for name in read_once}
    )


def test_no_sql_writes_a_case() -> None:
    statement = re.compile(r"\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE)\s+(?:TABLE\s+)?\"?cases_", re.IGNORECASE)
    none(
        source.at(node)
        for source in modules()
        for node in source.nodes(ast.Constant)
        if isinstance(node.value, str) and statement.search(node.value)
    )


def test_state_is_never_set_past_the_machine() -> None:
    """The protected field does not stop ``Case(state=…)`` nor ``update(state=…)``; and a refresh cannot be trusted."""
    setters = {"Case", *WRITES}
    found = []
    for source in modules():
        for called, node in source.calls():
            last = called.rpartition(".")[2]
            if last in setters and any(keyword.arg == "state" for keyword in node.keywords):
                found.append(source.at(node, called))
            if last in ("refresh_from_db", "arefresh_from_db") and source.name.startswith("cases/"):
                found.append(source.at(node, called))
            if last == "setattr" and "'state'" in ast.unparse(node):
                found.append(source.at(node, called))
    none(found)


def test_no_signals() -> None:
    none(
        f"{source.name}: {origin}"
        for source in modules()
        for origin in source.imported().values()
        if ".signals" in origin or origin.startswith("django.dispatch")
    )


def swallows(handler: ast.ExceptHandler) -> bool:
    """Whether a broad ``except`` keeps what it caught; cleaning up and raising it again is no such thing."""
    caught = ast.unparse(handler.type) if handler.type else "BaseException"
    if not re.search(r"\b(?:Base)?Exception\b", caught):
        return False
    last = handler.body[-1]
    return not (isinstance(last, ast.Raise) and last.exc is None)


def test_no_broad_except() -> None:
    found = [
        source.at(handler)
        for source in modules()
        if source.name not in BROAD_EXCEPT
        for handler in source.nodes(ast.ExceptHandler)
        if swallows(handler)
    ]
    found += [
        source.at(node, called)
        for source in modules()
        for called, node in source.calls()
        if called.rpartition(".")[2] == "suppress" and re.search(r"\b(?:Base)?Exception\b", ast.unparse(node))
    ]
    none(found)


def test_only_the_clock_reads_the_clock() -> None:
    found = [
        source.at(node, called)
        for source in modules()
        if source.name != THE_CLOCK
        for called, node in source.calls()
        if READS_CLOCK.search(called) or any((keyword.arg or "").startswith("auto_now") for keyword in node.keywords)
    ]
    found += [
        f"{source.name}: {origin}"
        for source in modules()
        for origin in source.imported().values()
        if origin in ("time.time", "time.localtime", "django.utils.timezone.now", "django.db.models.functions.Now")
    ]
    none(found)


def test_only_the_settings_read_the_environment() -> None:
    none(
        source.at(node)
        for source in modules()
        if source.name not in READS_ENVIRONMENT
        for node in (*source.nodes(ast.Attribute), *source.nodes(ast.Call))
        if ast.unparse(node) in ("os.environ", "os.environb") or ast.unparse(node).startswith("os.getenv(")
    )


def test_money_is_never_a_float() -> None:
    sources = (*modules("cases/rules"), *modules("jianli_mediation/kernel"), *modules("cases/facts"))
    found = [source.at(node, called) for source in sources for called, node in source.calls() if called == "float"]
    found += [
        source.at(node, str(node.value))
        for source in sources
        for node in source.nodes(ast.Constant)
        if isinstance(node.value, float)
    ]
    none(found)


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(?:TODO|FIXME|HACK|XXX)\b")
    none(source.name for source in texts() if later.search(source.text))


FLOORS_WITH_LAW = ("jianli_mediation/kernel", "cases/rules", "cases/guards", "cases/actions")


@pytest.mark.parametrize("floor", FLOORS_WITH_LAW)
def test_public_functions_say_what_they_mean(floor: str) -> None:
    """One-line properties and the plain operators of a value are said by their names."""
    none(
        source.at(node, node.name)
        for source in modules(floor)
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    )


def lines_of_body(function: ast.FunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_a_view_is_a_translation() -> None:
    """Form in, one act, redirect out: 25 lines."""
    views = [source for source in modules() if "views" in (source.path.stem, source.path.parent.name)]
    none(
        f"{source.at(node, node.name)}: {lines_of_body(node)} lines"
        for source in views
        if "api" not in source.path.parts
        for node in source.nodes(ast.FunctionDef)
        if lines_of_body(node) > 25 and f"{source.name} {node.name}" not in LONG_VIEWS
    )


def test_everything_is_named_by_its_work() -> None:
    folders = [ROOT / package for package in (*PACKAGES, "tests", "templates", "deploy")]
    none(
        str(path.relative_to(ROOT))
        for folder in folders
        for path in folder.rglob("*")
        if path.stem.lower() in EMPTY_NAMES and "__pycache__" not in path.parts
    )


def test_nothing_asks_another_host() -> None:
    named = re.compile(r"(?:https?|wss?|ftp)://[^\s\"'<>)，。`{}\\]*", re.IGNORECASE)
    none(
        f"{source.name}: {url}"
        for source in texts()
        for url in named.findall(source.text)
        if not url.startswith(tuple(HOSTS))
    )


def test_nothing_knows_this_machine() -> None:
    none(f"{source.name}: {found}" for source in texts() for found in MACHINE.findall(source.text))


def test_every_exception_is_still_needed() -> None:
    """A file that is gone, or that has mended its ways, leaves the lists above."""
    listed = {
        *READS_ENVIRONMENT,
        *BROAD_EXCEPT,
        *WRITES_OF_THE_FLOORS_BELOW,
        *(entry.split()[0] for entry in LONG_VIEWS),
        THE_CLOCK,
    }
    none(name for name in listed if not (ROOT / name).is_file())
    by_name = {source.name: source for source in modules()}
    none(name for name in READS_ENVIRONMENT if "environ" not in by_name[name].text)
    long = {
        f"{source.name} {node.name}"
        for source in modules()
        for node in source.nodes(ast.FunctionDef)
        if lines_of_body(node) > 25
    }
    none(set(LONG_VIEWS) - long)
    everything = "".join(source.text for source in texts())
    none(host for host in HOSTS if host not in everything)


def test_a_moment_becomes_a_day_only_through_the_courts_clock() -> None:
    """``received_at.date()`` would be UTC's day: an application at dawn would fall on the day before."""
    found = [
        f"{source.path}:{node.lineno}"
        for source in modules()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date"
        and not node.args
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr.endswith("_at")
    ]
    assert found == []
