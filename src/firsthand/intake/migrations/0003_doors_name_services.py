from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0002_services'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='door',
            name='help_now',
        ),
    ]
