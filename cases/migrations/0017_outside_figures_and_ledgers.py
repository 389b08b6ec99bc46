import django.db.models.deletion
import jianli_mediation.core.crypto
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE TRIGGER outsidefigure_append_only BEFORE UPDATE OR DELETE ON cases_outsidefigure
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER indicatortarget_append_only BEFORE UPDATE OR DELETE ON cases_indicatortarget
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
UNDO = """
DROP TRIGGER outsidefigure_append_only ON cases_outsidefigure;
DROP TRIGGER indicatortarget_append_only ON cases_indicatortarget;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_month_reports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200, verbose_name="文件")),
                ("sha256", models.CharField(max_length=64)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("checking", "正在试录"),
                            ("checked", "已试录，待决定"),
                            ("filing", "正在登记"),
                            ("done", "已完成"),
                            ("dropped", "已放弃"),
                            ("failed", "没有登记"),
                        ],
                        default="checking",
                        max_length=8,
                        verbose_name="进度",
                    ),
                ),
                ("whole", models.BooleanField(null=True, verbose_name="全部或都不登记")),
                ("made_at", models.DateTimeField(verbose_name="导入时间")),
                ("client", models.CharField(blank=True, default="", max_length=60, verbose_name="接口客户端")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="决定时间")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="LedgerRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.PositiveIntegerField(verbose_name="行号")),
                ("given", jianli_mediation.core.crypto.EncryptedTextField()),
                ("checked", models.BooleanField(default=False)),
                ("problems", models.JSONField(default=list, verbose_name="问题")),
                ("warnings", models.JSONField(default=list, verbose_name="提示")),
                ("chosen", models.BooleanField(default=False, verbose_name="要登记")),
                (
                    "case",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger_row",
                        to="cases.case",
                    ),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="cases.ledgerimport"
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
            },
        ),
        migrations.CreateModel(
            name="OutsideFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(verbose_name="月份")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_filings", "首次执行收案"),
                            ("own_basis_filings", "首次执行收案中以本院裁判为依据的"),
                            ("payable_judgments", "本院生效的给付裁判"),
                            ("applications", "收到的全部执行申请"),
                        ],
                        max_length=20,
                        verbose_name="数字",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="件数")),
                ("source", models.CharField(max_length=100, verbose_name="来源")),
                ("read_on", models.DateField(verbose_name="取数日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("entered_at", models.DateTimeField(verbose_name="录入时间")),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="录入人",
                    ),
                ),
            ],
            options={
                "ordering": ["-month", "kind", "-id"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="指标")),
                ("from_month", models.DateField(verbose_name="自哪月起")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=16, null=True, verbose_name="目标值")),
                ("basis", models.CharField(max_length=200, verbose_name="依据")),
                ("set_at", models.DateTimeField(verbose_name="设定时间")),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="设定人",
                    ),
                ),
            ],
            options={
                "ordering": ["code", "-from_month", "-id"],
                "indexes": [models.Index(fields=["code", "-from_month", "-id"], name="indicator_target_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("from_month__day", 1)),
                        name="indicator_target_from_a_month",
                        violation_error_message="起始月份记月初",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True),
                        name="indicator_target_based",
                        violation_error_message="须写明依据",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="ledgerimport",
            index=models.Index(fields=["made_by", "-id"], name="ledger_import_of_maker"),
        ),
        migrations.AddConstraint(
            model_name="ledgerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["checking", "checked", "filing", "done", "dropped", "failed"])),
                name="ledger_import_stage_known",
                violation_error_message="不是可选的值",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at__isnull", False), ("stage__in", ["done", "dropped", "failed"])),
                    models.Q(
                        models.Q(("stage__in", ["done", "dropped", "failed"]), _negated=True),
                        ("finished_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="ledger_import_ended_whole",
                violation_error_message="完成的导入须有完成时间",
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerrow",
            index=models.Index(
                condition=models.Q(("case__isnull", True), ("chosen", True)),
                fields=["ledger", "line"],
                name="ledger_row_to_file",
            ),
        ),
        migrations.AddIndex(
            model_name="ledgerrow",
            index=models.Index(
                condition=models.Q(("checked", False)), fields=["ledger", "line"], name="ledger_row_to_check"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledgerrow",
            constraint=models.UniqueConstraint(fields=("ledger", "line"), name="ledger_row_once"),
        ),
        migrations.AddConstraint(
            model_name="ledgerrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("case__isnull", True), models.Q(("checked", True), ("problems", [])), _connector="OR"
                ),
                name="ledger_row_filed_was_sound",
                violation_error_message="有问题的行不能登记",
            ),
        ),
        migrations.AddIndex(
            model_name="outsidefigure",
            index=models.Index(fields=["month", "kind", "-id"], name="outside_figure_newest"),
        ),
        migrations.AddConstraint(
            model_name="outsidefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["first_filings", "own_basis_filings", "payable_judgments", "applications"])
                ),
                name="outside_figure_kind_known",
                violation_error_message="不是可选的值",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)),
                name="outside_figure_of_a_month",
                violation_error_message="月份记月初",
            ),
        ),
        migrations.AddConstraint(
            model_name="outsidefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True),
                name="outside_figure_sourced",
                violation_error_message="须写明来源",
            ),
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
