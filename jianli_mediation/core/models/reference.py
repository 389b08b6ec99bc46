from django.db import models


class CalendarYear(models.Model):
    """One year's public-holiday arrangement, announced or only estimated. ``source`` names the notice."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    confirmed = models.BooleanField("已公布")
    source = models.CharField("依据", max_length=120)
    revision = models.PositiveIntegerField(default=1)


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend day on which the court works.

    ``year`` is that of the notice: the last days of December may be part of the next year's first holiday.
    """

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", "放假"
        WORKDAY = "workday", "调休上班"

    day = models.DateField("日期", primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField("名称", max_length=20, blank=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")


class DatedSetting(models.Model):
    """A value that the court has decided on, from a day on. Without a row the default of the rules applies."""

    code = models.CharField(max_length=40)
    since = models.DateField("自")
    value = models.CharField("值", max_length=200)
    source = models.CharField("依据", max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "since"], name="setting_once_a_day")]


class ReferenceRate(models.Model):
    """A rate published for a day and valid until the next one, as a fraction a year. ``source`` says where."""

    code = models.CharField(max_length=20)
    since = models.DateField("公布日")
    rate = models.DecimalField("年利率", max_digits=8, decimal_places=6)
    source = models.CharField("依据", max_length=200)
    checked = models.BooleanField("已核对", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "since"], name="rate_once_a_day"),
            models.CheckConstraint(
                name="rate_is_a_fraction",
                condition=models.Q(rate__gt=0, rate__lt=1),
                violation_error_message="利率用小数，大于 0、小于 1",
            ),
        ]
