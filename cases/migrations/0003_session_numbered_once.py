from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_database_rules")]
    operations = [
        migrations.AlterConstraint(
            model_name="session",
            name="session_number_once",
            constraint=models.UniqueConstraint(
                condition=models.Q(("corrects__isnull", True)),
                fields=("attempt", "number"),
                name="session_number_once",
                violation_error_message="这次会商已经记过，更正请另记一条",
            ),
        ),
    ]
