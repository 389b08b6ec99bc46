"""The generated court is a lawful one: what the database and its triggers would have refused is not in it."""

from datetime import timedelta

import pytest

from cases.models import Case
from cases.stats.period import Period
from tests.bench.court import MONTH
from tests.bench.load import broken

pytestmark = [pytest.mark.bench, pytest.mark.django_db]


def test_no_rule_is_broken(court: int) -> None:
    assert broken() == {}
    assert Case.objects.count() >= court


def test_a_month_holds_the_same_whatever_the_whole(court: int) -> None:
    month = Period.parse(MONTH)
    year = month.back(13)
    filed = [Case.objects.filter(received_at__date__range=each.days).count() for each in year.months()]
    assert all(540 <= count <= 680 for count in filed), filed
    open_before = Case.objects.filter(received_at__date__lt=year.first - timedelta(days=90), stage_closed_on=None)
    assert open_before.count() <= 1_000
