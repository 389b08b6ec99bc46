from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def into_rows(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Active period, certificate and room of each mediator become rows of their own tables."""
    Mediator, Period = apps.get_model("mediators", "Mediator"), apps.get_model("mediators", "ServicePeriod")
    Certificate, Room = apps.get_model("mediators", "Certificate"), apps.get_model("mediators", "Room")
    for mediator in Mediator.objects.all():
        Period.objects.create(mediator=mediator, from_on=mediator.active_from, until_on=mediator.active_until)
        if mediator.certificate:
            Certificate.objects.create(mediator=mediator, title="聘书", number=mediator.certificate)
        if mediator.room_name:
            mediator.room, _ = Room.objects.get_or_create(name=mediator.room_name)
            mediator.save()


class Migration(migrations.Migration):
    dependencies = [("mediators", "0002_roster")]

    operations = [migrations.RunPython(into_rows, migrations.RunPython.noop)]
