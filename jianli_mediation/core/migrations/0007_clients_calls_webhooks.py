import django.contrib.postgres.fields
import django.db.models.deletion
import jianli_mediation.core.crypto
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE TRIGGER apicall_append_only BEFORE UPDATE OR DELETE ON core_apicall
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
"""
UNDO = """
DROP TRIGGER apicall_append_only ON core_apicall;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_throttle"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("method", models.CharField(max_length=7)),
                ("route", models.CharField(max_length=120)),
                ("case_id", models.BigIntegerField(null=True)),
                ("status", models.PositiveSmallIntegerField()),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("address", models.CharField(max_length=45)),
                ("reveals", models.BooleanField(default=False)),
                ("trace", models.CharField(blank=True, default="", max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("url", models.CharField(max_length=500)),
                ("secret", jianli_mediation.core.crypto.EncryptedTextField()),
                (
                    "verbs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("passed", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="WebhookDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.BigIntegerField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("dead_at", models.DateTimeField(null=True)),
                ("last_tried_at", models.DateTimeField(null=True)),
                ("last_status", models.PositiveSmallIntegerField(null=True)),
                ("last_problem", models.CharField(blank=True, default="", max_length=300)),
            ],
            options={
                "ordering": ["-position"],
            },
        ),
        migrations.AddField(
            model_name="apiclient",
            name="addresses",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=43), default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="per_minute",
            field=models.PositiveIntegerField(default=600),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="previous_hash",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="previous_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="apiclient",
            name="rotated_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="apiclient",
            constraint=models.CheckConstraint(
                condition=models.Q(("previous_hash__isnull", True), ("previous_until__isnull", False), _connector="OR"),
                name="api_client_previous_token_ends",
                violation_error_message="换下的令牌须有失效时间",
            ),
        ),
        migrations.AddConstraint(
            model_name="apiclient",
            constraint=models.CheckConstraint(
                condition=models.Q(("per_minute__gt", 0)),
                name="api_client_may_call",
                violation_error_message="每分钟至少一次",
            ),
        ),
        migrations.AddField(
            model_name="apicall",
            name="actor",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="apicall",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="core.apiclient"
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="client",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="webhooks", to="core.apiclient"
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="created_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="webhook",
            name="removed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.auditentry"
            ),
        ),
        migrations.AddField(
            model_name="webhookdelivery",
            name="webhook",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="core.webhook"
            ),
        ),
        migrations.AddIndex(
            model_name="apicall",
            index=models.Index(fields=["client", "-id"], name="api_call_of_client"),
        ),
        migrations.AddIndex(
            model_name="apicall",
            index=models.Index(
                condition=models.Q(("case_id__isnull", False)), fields=["case_id", "-id"], name="api_call_of_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at__isnull", True)),
                fields=("client", "url"),
                name="webhook_address_once",
                violation_error_message="这个地址已经登记",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)), fields=["next_at"], name="webhook_delivery_due"
            ),
        ),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("dead_at__isnull", False)),
                fields=["webhook", "-position"],
                name="webhook_delivery_dead",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.UniqueConstraint(fields=("webhook", "position"), name="webhook_delivery_once"),
        ),
        migrations.AddConstraint(
            model_name="webhookdelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dead_at__isnull", True), ("delivered_at__isnull", True), ("next_at__isnull", False)),
                    models.Q(("dead_at__isnull", True), ("delivered_at__isnull", False), ("next_at__isnull", True)),
                    models.Q(("dead_at__isnull", False), ("delivered_at__isnull", True), ("next_at__isnull", True)),
                    _connector="OR",
                ),
                name="webhook_delivery_one_state",
                violation_error_message="一次推送只能是待发、已送到或已放弃之一",
            ),
        ),
        migrations.RunSQL(KEEP, UNDO),
    ]
