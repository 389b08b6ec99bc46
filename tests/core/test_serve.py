"""What `make run` prints when the court is open."""

import pytest

from jianli_mediation.core.management.commands.serve import Command
from jianli_mediation.core.models import User
from jianli_mediation.core.roles import Role


@pytest.mark.django_db
class TestWelcome:
    @pytest.fixture(autouse=True)
    def _people(self) -> None:
        User.objects.create(username="shu", staff_no="1", name="孙笔录", role=Role.CLERK, is_demo=True)
        User.objects.create(username="wang", staff_no="2", name="王窗口", role=Role.WINDOW, is_demo=True)
        User.objects.create(username="zhen", staff_no="3", name="真人", role=Role.CLERK)
        User.objects.create(username="gone", staff_no="4", name="离任", role=Role.CLERK, is_demo=True, is_active=False)

    def test_the_address_and_the_demo_logins(self) -> None:
        told = Command().welcome()
        assert "http://127.0.0.1:" in told
        assert [line.split() for line in told.splitlines() if line.startswith("    ")] == [
            ["窗口人员", "王窗口", "wang"],
            ["书记员", "孙笔录", "shu"],
        ]

    def test_production_names_nobody(self, settings: object) -> None:
        settings.PRODUCTION = True  # type: ignore[attr-defined]
        assert "王窗口" not in Command().welcome()
