import django.db.models.deletion
import firsthand.evidence.models.incidents
from django.db import migrations, models


class Migration(migrations.Migration):
    """The columns that were carried over go, and what was left open while rows were carried is closed."""

    dependencies = [
        ('evidence', '0004_carry_incidents_over'),
    ]

    operations = [
        migrations.AlterField(
            model_name='involvement',
            name='information',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='evidence.information'),
        ),
        migrations.AlterField(
            model_name='act',
            name='information',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='evidence.information'),
        ),
        migrations.AlterField(
            model_name='act',
            name='affected',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='evidence.affected'),
        ),
        migrations.AlterField(
            model_name='incident',
            name='ref',
            field=models.CharField(default=firsthand.evidence.models.incidents.incident_ref, editable=False, max_length=9, unique=True),
        ),
        migrations.AlterField(
            model_name='incident',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
        migrations.RemoveField(
            model_name='act',
            name='incident',
        ),
        migrations.RemoveField(
            model_name='incident',
            name='coded_at',
        ),
        migrations.RemoveField(
            model_name='incident',
            name='coded_by',
        ),
        migrations.RemoveField(
            model_name='incident',
            name='testimony',
        ),
        migrations.RemoveField(
            model_name='involvement',
            name='incident',
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['organisation', 'country', 'area', 'happened_on'], name='incident_in_its_block'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['organisation', 'happened_on'], name='incident_by_day'),
        ),
        migrations.AddConstraint(
            model_name='act',
            constraint=models.UniqueConstraint(fields=('information', 'affected', 'code'), name='act_is_coded_once'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.UniqueConstraint(condition=models.Q(('act__isnull', False)), fields=('act', 'perpetrator'), name='involvement_in_act_is_once'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.UniqueConstraint(condition=models.Q(('act__isnull', True)), fields=('information', 'perpetrator'), name='involvement_is_coded_once'),
        ),
    ]
