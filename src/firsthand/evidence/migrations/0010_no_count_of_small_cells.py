"""A stored figure no longer tells how many of its numbers were too small."""

from django.db import migrations


def forget(apps, _editor):
    figures = apps.get_model("evidence", "Figure").objects
    for figure in figures.only("released").iterator():
        if figure.released.get("proof", {}).pop("small_cells", None) is not None:
            figures.filter(pk=figure.pk).update(released=figure.released)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0009_charts_and_follow_ups")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
