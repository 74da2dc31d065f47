"""Each incident of before was told by one testimony: it becomes an incident and what that testimony tells of it.

Who did it was kept for the incident and not for its acts, and stays so: nobody is said to have done what was not told of them.
"""

import secrets

from django.db import migrations

from firsthand.core.ref import Kind, mint


def carry(apps, schema_editor):
    Incident, Organisation = apps.get_model("evidence", "Incident"), apps.get_model("people", "Organisation")
    Information, Affected = apps.get_model("evidence", "Information"), apps.get_model("evidence", "Affected")
    Mention, Act = apps.get_model("evidence", "Mention"), apps.get_model("evidence", "Act")
    Involvement = apps.get_model("evidence", "Involvement")
    owners = dict(Organisation.objects.values_list("ref", "pk"))
    for incident in Incident.objects.select_related("testimony__door__team").order_by("pk").iterator(chunk_size=500):
        testimony = incident.testimony
        Incident.objects.filter(pk=incident.pk).update(
            ref=mint(Kind.INCIDENT, secrets.randbelow), organisation=owners[testimony.door.team.owner]
        )
        information = Information.objects.create(
            incident=incident, testimony=testimony, happened_on=incident.happened_on, precision=incident.precision,
            country=incident.country, place_type_id=incident.place_type_id, legal_setting_id=incident.legal_setting_id,
            coded_by_id=incident.coded_by_id, coded_at=incident.coded_at,
        )
        affected = Affected.objects.create(incident=incident, giver_id=testimony.giver_id)
        Mention.objects.create(information=information, affected=affected, number=0)
        Act.objects.filter(incident=incident).update(information=information, affected=affected)
        Involvement.objects.filter(incident=incident).update(information=information)


class Migration(migrations.Migration):

    dependencies = [("evidence", "0003_incidents_apart_from_testimony")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop)]
