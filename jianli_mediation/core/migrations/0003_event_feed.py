"""The feed's places, and the sealed answers of repeated requests."""

import django.db.models.deletion
from django.db import migrations, models

import jianli_mediation.core.crypto

# What is already in the trail is announced to the feed, oldest first. Readings are no acts.
ANNOUNCE_THE_PAST = """
INSERT INTO core_eventposition (entry_id)
SELECT id FROM core_auditentry WHERE case_id IS NOT NULL AND verb NOT IN ('reveal', 'api_pii_read')
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_append_only_and_calendar")]
    operations = [
        migrations.CreateModel(
            name="EventPosition",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="feed",
                        serialize=False,
                        to="core.auditentry",
                    ),
                ),
                ("position", models.BigIntegerField(null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("position__isnull", True)), fields=["entry"], name="event_without_place"
                    )
                ],
            },
        ),
        migrations.RemoveField(model_name="idempotencyrecord", name="body"),
        migrations.AddField(
            model_name="idempotencyrecord",
            name="body",
            field=jianli_mediation.core.crypto.EncryptedTextField(blank=True, default=""),
        ),
        migrations.RunSQL(ANNOUNCE_THE_PAST, migrations.RunSQL.noop),
    ]
