"""Every address of the project, walked from the resolver, with sample values for its parameters."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    """One address: its pattern from the root, and its name with its namespaces."""

    pattern: str
    name: str

    @property
    def parameters(self) -> tuple[str, ...]:
        return tuple(match["name"] for match in PARAMETER.finditer(self.pattern))

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/")

    @property
    def of_a_case(self) -> bool:
        """Whether it is about one case or one of its papers, as a page or under the API."""
        return re.match(r"(?:api/v1/)?(?:cases|documents|attachments)/<int:\w+>/", self.pattern) is not None

    def address(self, values: Mapping[str, object]) -> str:
        return "/" + PARAMETER.sub(lambda match: str(values[match["name"]]), self.pattern)


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            yield Route(pattern, namespace + (entry.name or ""))


def all_routes() -> tuple[Route, ...]:
    return tuple(_walk(get_resolver(), "", ""))
