"""The one-year LPR as reference data, and each year's calendar under the number of its notice."""

from datetime import date
from decimal import Decimal

from django.db import migrations, models

NOTICES = {
    2019: "国办发明电〔2018〕15号、国办发明电〔2019〕3号",
    2020: "国办发明电〔2019〕16号、国办发明电〔2020〕1号（延长春节假期）",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
# Changes only; a month without one repeats the figure before it.
LPR = (
    ("2019-08-20", "4.25"),
    ("2019-09-20", "4.20"),
    ("2019-11-20", "4.15"),
    ("2020-02-20", "4.05"),
    ("2020-04-20", "3.85"),
    ("2021-12-20", "3.80"),
    ("2022-01-20", "3.70"),
    ("2022-08-22", "3.65"),
    ("2023-06-20", "3.55"),
    ("2023-08-21", "3.45"),
    ("2024-07-22", "3.35"),
    ("2024-10-21", "3.10"),
    ("2025-05-20", "3.00"),
)
SOURCE = "中国人民银行授权全国银行间同业拆借中心 {day} 公布（随软件录入，请核对）"


def name_notices(apps, schema_editor):
    years = apps.get_model("core", "CalendarYear").objects
    for year, number in NOTICES.items():
        years.filter(year=year).update(source=f"国务院办公厅关于{year}年部分节假日安排的通知（{number}）")


def give_new_year_to_its_notice(apps, schema_editor):
    """The last days of December that begin the New Year's break were announced with the year to come."""
    days = apps.get_model("core", "CalendarDay").objects
    known = set(apps.get_model("core", "CalendarYear").objects.values_list("year", flat=True))
    for row in days.filter(day__month=12, name__startswith="元旦"):
        if row.day.year + 1 in known:
            row.year_id = row.day.year + 1
            row.save()


def enter_rates(apps, schema_editor):
    rates = apps.get_model("core", "ReferenceRate")
    rates.objects.bulk_create(
        rates(code="LPR1Y", since=day, rate=Decimal(percent) / 100, source=SOURCE.format(day=day))
        for day, percent in ((date.fromisoformat(day), percent) for day, percent in LPR)
    )


class Migration(migrations.Migration):
    dependencies = [("core", "0004_outbox_told_the_time")]
    operations = [
        migrations.CreateModel(
            name="ReferenceRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20)),
                ("since", models.DateField(verbose_name="公布日")),
                ("rate", models.DecimalField(decimal_places=6, max_digits=8, verbose_name="年利率")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("checked", models.BooleanField(default=False, verbose_name="已核对")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("code", "since"), name="rate_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gt", 0), ("rate__lt", 1)),
                        name="rate_is_a_fraction",
                        violation_error_message="利率用小数，大于 0、小于 1",
                    ),
                ],
            },
        ),
        migrations.RunPython(name_notices, migrations.RunPython.noop),
        migrations.RunPython(give_new_year_to_its_notice, migrations.RunPython.noop),
        migrations.RunPython(enter_rates, migrations.RunPython.noop),
    ]
