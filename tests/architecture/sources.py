"""The product's own source, parsed once for all the conventions."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from django.conf import settings

ROOT: Path = settings.BASE_DIR
PACKAGES = ("jianli_mediation", "mediators", "documents", "cases")
Node = TypeVar("Node", bound=ast.AST)


@dataclass(frozen=True)
class Source:
    """One file: its name from the top of the project, its text, and its tree where it is Python."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def nodes(self, kind: type[Node]) -> Iterator[Node]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call with the dotted text of what is called."""
        return ((ast.unparse(node.func), node) for node in self.nodes(ast.Call))

    def imported(self) -> dict[str, str]:
        """The names that imports bind, with the module (and name) they come from."""
        bound = {}
        for node in self.nodes(ast.ImportFrom):
            bound |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        for plain in self.nodes(ast.Import):
            bound |= {alias.asname or alias.name.split(".")[0]: alias.name for alias in plain.names}
        return bound

    def at(self, node: ast.AST, what: str = "") -> str:
        return f"{self.name}:{getattr(node, 'lineno', 0)} {what}".strip()


@cache
def modules(*folders: str) -> tuple[Source, ...]:
    """The Python files below the folders (without any: of the whole product), migrations left out."""
    found = [path for folder in folders or PACKAGES for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(Source(path) for path in found if "migrations" not in path.parts)


@cache
def texts() -> tuple[Source, ...]:
    """Everything of ours that a browser, a printer or an interpreter reads, third-party licences and fonts left out."""
    kinds = {".py", ".html", ".css", ".js", ".svg", ".txt", ".yaml", ".toml", ".conf"}
    found = [path for folder in (*PACKAGES, "templates") for path in sorted((ROOT / folder).rglob("*"))]
    return tuple(Source(path) for path in found if path.suffix in kinds and "licences" not in path.parts)
