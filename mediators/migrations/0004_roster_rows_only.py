from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("mediators", "0003_roster_rows")]

    operations = [
        migrations.RemoveConstraint(
            model_name="mediator",
            name="mediator_period_forward",
        ),
        migrations.RemoveField(
            model_name="mediator",
            name="active_from",
        ),
        migrations.RemoveField(
            model_name="mediator",
            name="active_until",
        ),
        migrations.RemoveField(
            model_name="mediator",
            name="certificate",
        ),
        migrations.RemoveField(model_name="mediator", name="room_name"),
    ]
