"""The system check that speaks up when a court's real cases would lie in the demo's database."""

import pytest

from jianli_mediation.core.checks import production_has_its_own_database


@pytest.mark.parametrize(
    ("production", "embedded", "expected"),
    [(True, "dev", ["core.W001"]), (True, None, []), (False, "dev", []), (False, None, [])],
)
def test_production_on_the_embedded_database_is_warned_of(
    settings: "pytest.FixtureRequest", production: bool, embedded: str | None, expected: list[str]
) -> None:
    settings.PRODUCTION = production
    settings.EMBEDDED_CLUSTER = embedded
    assert [message.id for message in production_has_its_own_database()] == expected
