import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE TRIGGER monthreport_append_only BEFORE UPDATE OR DELETE ON cases_monthreport
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
UNDO = "DROP TRIGGER monthreport_append_only ON cases_monthreport;"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_assignment_draw"),
        ("documents", "0006_months_by_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="统计月份")),
                ("version", models.PositiveSmallIntegerField(verbose_name="版本")),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                ("seal", models.CharField(max_length=80)),
                ("corrections", models.PositiveSmallIntegerField(default=0, verbose_name="更正项数")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="补充的理由")),
                ("frozen_at", models.DateTimeField(verbose_name="冻结时间")),
                (
                    "frozen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="冻结人",
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.paper",
                        verbose_name="月报",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="cases.monthreport",
                    ),
                ),
            ],
            options={
                "ordering": ["-month", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "version"),
                        name="month_report_version_once",
                        violation_error_message="这个月已经冻结",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="month_report_of_a_month",
                        violation_error_message="统计月份记月初",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("supersedes__isnull", True), ("version", 1)),
                            models.Q(
                                ("supersedes__isnull", False),
                                ("version__gt", 1),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="month_report_supplement_told",
                        violation_error_message="第一版没有理由；补充须写明理由和所补充的版本",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
