import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The tables in which an incident stands apart from who tells it, beside the columns of before."""

    dependencies = [
        ('evidence', '0002_read_twice_and_marked'),
        ('intake', '0001_the_first_rows'),
        ('people', '0002_a_host_first_passphrases_and_sessions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Affected',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(max_length=2)),
                ('value', models.SlugField(max_length=60)),
                ('label', models.CharField(max_length=120)),
                ('inhabitants', models.PositiveBigIntegerField()),
                ('retired_on', models.DateField(null=True)),
            ],
            options={
                'ordering': ['country', 'label'],
            },
        ),
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('link', models.CharField(choices=[('led-to', 'led to'), ('part-of', 'was part of'), ('in-return', 'was answered by')], max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='Information',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField(help_text='the first day of the period that the precision names', null=True)),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year'), ('about', 'about')], default='year', max_length=10)),
                ('country', models.CharField(blank=True, max_length=2)),
                ('connection', models.CharField(choices=[('victim', 'It happened to them'), ('witness', 'They saw it'), ('close', 'They know the person well'), ('heard', 'They heard of it'), ('service', 'They helped afterwards')], default='victim', max_length=10)),
                ('reliability', models.CharField(choices=[('not-judged', 'Not judged'), ('borne-out', 'Something else bears it out'), ('unsure', 'They were unsure of details'), ('second-hand', 'It reached them through others')], default='not-judged', max_length=12)),
                ('confidentiality', models.CharField(choices=[('as-agreed', 'Used as they agreed'), ('team', 'For the team only: not counted, not shared')], default='as-agreed', max_length=10)),
                ('coded_at', models.DateTimeField()),
                ('codebook', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Intervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(default=0)),
                ('age', models.CharField(blank=True, choices=[('under-18', 'under 18'), ('18-24', '18 to 24'), ('25-34', '25 to 34'), ('35-49', '35 to 49'), ('50-over', '50 and over')], help_text='at the time, in bands; never a birth date', max_length=10)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='act',
            name='act_is_coded_once',
        ),
        migrations.RemoveConstraint(
            model_name='involvement',
            name='involvement_is_coded_once',
        ),
        migrations.AddField(
            model_name='incident',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
        migrations.AddField(
            model_name='incident',
            name='ref',
            field=models.CharField(null=True, default=None, editable=False, max_length=9),
        ),
        migrations.AddField(
            model_name='involvement',
            name='act',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='evidence.act'),
        ),
        migrations.AlterField(
            model_name='code',
            name='list',
            field=models.CharField(choices=[('act', 'Acts'), ('perpetrator', 'Perpetrators'), ('place-type', 'Types of place'), ('legal-setting', 'Legal setting'), ('intervention', 'What was done about it'), ('intervener', 'Who did something about it'), ('outcome', 'What came of it')], max_length=20),
        ),
        migrations.AddField(
            model_name='affected',
            name='giver',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='intake.giver'),
        ),
        migrations.AddField(
            model_name='affected',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affected', to='evidence.incident'),
        ),
        migrations.AddField(
            model_name='act',
            name='affected',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='evidence.affected'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.UniqueConstraint(fields=('country', 'value'), name='area_is_once_in_its_country'),
        ),
        migrations.AddConstraint(
            model_name='area',
            constraint=models.CheckConstraint(condition=models.Q(('inhabitants__gte', 20000)), name='area_is_coarse'),
        ),
        migrations.AddField(
            model_name='incident',
            name='area',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.area'),
        ),
        migrations.AddField(
            model_name='chain',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chains', to='evidence.incident'),
        ),
        migrations.AddField(
            model_name='chain',
            name='testimony',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chains', to='intake.testimony'),
        ),
        migrations.AddField(
            model_name='chain',
            name='then',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chains_to', to='evidence.incident'),
        ),
        migrations.AddField(
            model_name='information',
            name='area',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.area'),
        ),
        migrations.AddField(
            model_name='information',
            name='coded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='information',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='informations', to='evidence.incident'),
        ),
        migrations.AddField(
            model_name='information',
            name='legal_setting',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.code'),
        ),
        migrations.AddField(
            model_name='information',
            name='place_type',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.code'),
        ),
        migrations.AddField(
            model_name='information',
            name='testimony',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='informations', to='intake.testimony'),
        ),
        migrations.AddField(
            model_name='act',
            name='information',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='acts', to='evidence.information'),
        ),
        migrations.AddField(
            model_name='involvement',
            name='information',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='evidence.information'),
        ),
        migrations.AddField(
            model_name='intervention',
            name='information',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interventions', to='evidence.information'),
        ),
        migrations.AddField(
            model_name='intervention',
            name='outcome',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.code'),
        ),
        migrations.AddField(
            model_name='intervention',
            name='what',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.code'),
        ),
        migrations.AddField(
            model_name='intervention',
            name='whose',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='evidence.code'),
        ),
        migrations.AddField(
            model_name='mention',
            name='affected',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='evidence.affected'),
        ),
        migrations.AddField(
            model_name='mention',
            name='information',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='evidence.information'),
        ),
        migrations.AddConstraint(
            model_name='affected',
            constraint=models.UniqueConstraint(condition=models.Q(('giver__isnull', False)), fields=('incident', 'giver'), name='giver_is_affected_once'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=models.UniqueConstraint(fields=('testimony', 'first', 'then'), name='chain_is_told_once'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=models.CheckConstraint(condition=models.Q(('first', models.F('then')), _negated=True), name='chain_leads_elsewhere'),
        ),
        migrations.AddConstraint(
            model_name='information',
            constraint=models.UniqueConstraint(fields=('incident', 'testimony'), name='incident_is_told_once_by_a_testimony'),
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.UniqueConstraint(condition=models.Q(('whose__isnull', False)), fields=('information', 'what', 'whose'), name='intervention_is_coded_once'),
        ),
        migrations.AddConstraint(
            model_name='intervention',
            constraint=models.UniqueConstraint(condition=models.Q(('whose__isnull', True)), fields=('information', 'what'), name='intervention_of_nobody_is_coded_once'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('information', 'number'), name='mention_number_is_once'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('information', 'affected'), name='mention_is_of_one_person_once'),
        ),
    ]
