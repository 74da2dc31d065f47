import django.db.models.deletion
from django.db import migrations, models


def move_into_the_directory(apps, schema_editor):
    """What each door named becomes a service of its organisation, once, in its order, with every word; nobody has tried it yet."""
    door, service = apps.get_model("intake", "Door"), apps.get_model("intake", "Service")
    for row in door.objects.order_by("pk"):
        for entry in row.help_now:
            said = {"name": entry.get("name", ""), "how": entry.get("how", ""), "hours": entry.get("when", "")}
            service.objects.get_or_create(organisation_id=row.organisation_id, **said)


def move_back_to_the_doors(apps, schema_editor):
    door, service = apps.get_model("intake", "Door"), apps.get_model("intake", "Service")
    for row in door.objects.all():
        named = service.objects.filter(organisation_id=row.organisation_id, ended_on=None).order_by("pk")
        row.help_now = [{"name": each.name, "how": each.how, "when": each.hours} for each in named]
        row.save(update_fields=["help_now"])


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0001_the_first_rows'),
        ('people', '0001_the_first_rows'),
    ]

    operations = [
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('kinds', models.JSONField(default=list, help_text='values of asked.KINDS_OF_HELP; empty: any')),
                ('country', models.CharField(blank=True, help_text='ISO 3166-1 alpha-2; empty: anywhere', max_length=2)),
                ('languages', models.JSONField(default=list, help_text='codes of languages; empty: not said')),
                ('how', models.TextField(help_text='a number, an address or a way to find it')),
                ('hours', models.TextField(blank=True)),
                ('checked_on', models.DateField(help_text='the day on which somebody tried it; NULL: nobody ever did', null=True)),
                ('ended_on', models.DateField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='services', to='people.organisation')),
            ],
        ),
        migrations.RunPython(move_into_the_directory, move_back_to_the_doors),
    ]
