"""Who may import whom: the contracts of pyproject.toml, and no import hidden in a function."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

PACKAGES = ("jianli_mediation", "mediators", "documents", "cases")


def sources() -> list[Path]:
    found = [path for package in PACKAGES for path in sorted((settings.BASE_DIR / package).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def test_floors_of_the_house(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(settings.BASE_DIR)
    status = lint_imports(config_filename=str(settings.BASE_DIR / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_no_import_hides_in_a_function() -> None:
    """Such an import is a way round the floors that no contract sees. WeasyPrint alone is loaded late, by name."""
    hidden = [
        f"{path.relative_to(settings.BASE_DIR)}:{inner.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_file_and_no_function_outgrows_the_reader() -> None:
    """300 lines a file, 40 a function's body without its docstring: more is read by nobody."""
    long = []
    for path in sources():
        text = path.read_text(encoding="utf-8")
        name = str(path.relative_to(settings.BASE_DIR))
        if len(text.splitlines()) > 300:
            long.append(name)
        functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
        long += [f"{name}:{node.lineno} {node.name}" for node in functions if lines_of_body(node) > 40]
    assert long == []


def lines_of_body(function: ast.FunctionDef) -> int:
    has_docstring = ast.get_docstring(function) is not None
    body = function.body[1:] if has_docstring else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_signal_receivers() -> None:
    """What happens at a change of a case stands in its action, where one can read it."""
    users = [path for path in sources() if "django.dispatch" in path.read_text(encoding="utf-8")]
    assert users == []
