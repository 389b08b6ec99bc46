from django.db import models


class CalendarYear(models.Model):
    """One year's public-holiday arrangement, announced or only estimated."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    confirmed = models.BooleanField("已公布")
    source = models.CharField("依据", max_length=120)
    revision = models.PositiveIntegerField(default=1)


class CalendarDay(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend day on which the court works."""

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
