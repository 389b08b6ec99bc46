from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0007_clients_calls_webhooks")]

    operations = [
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("next_at__isnull", False)),
                fields=["webhook", "position"],
                name="webhook_delivery_waiting",
            ),
        ),
    ]
