from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_deliveries_in_order"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="apicall",
            index=models.Index(
                condition=models.Q(("status__gte", 400)), fields=["client", "-id"], name="api_call_refused"
            ),
        ),
        migrations.AddIndex(
            model_name="apicall",
            index=models.Index(condition=models.Q(("reveals", True)), fields=["client", "-id"], name="api_call_reveals"),
        ),
    ]
