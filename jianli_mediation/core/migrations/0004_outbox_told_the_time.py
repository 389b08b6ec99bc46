from django.db import migrations, models

import jianli_mediation.core.clock


class Migration(migrations.Migration):
    dependencies = [("core", "0003_event_feed")]
    operations = [
        migrations.AlterField(
            "outboxmessage", "created_at", models.DateTimeField(default=jianli_mediation.core.clock.now)
        ),
    ]
