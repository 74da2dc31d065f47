import django.db.models.deletion
import firsthand.foundation.people.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_the_first_rows'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='hosts_network',
            field=models.BooleanField(default=False, help_text='its coordinators found the other organisations; one at most'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('hosts_network', True)), fields=('hosts_network',), name='one_organisation_hosts_the_network'),
        ),
        migrations.AddField(
            model_name='person',
            name='must_change_password',
            field=models.BooleanField(default=False, help_text='someone else has seen it: the first one, or a renewed one'),
        ),
        migrations.CreateModel(
            name='DeskSession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=firsthand.foundation.people.models.session_code, editable=False, max_length=16, unique=True)),
                ('key_hash', models.CharField(db_index=True, max_length=64)),
                ('started_on', models.DateField()),
                ('seen_on', models.DateField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='desk_sessions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
