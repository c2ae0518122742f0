"""Figures counted by an earlier list of measures are marked as such; the worker counts them again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insight", "0001_initial")]
    operations = [
        migrations.AddField("counted", "version", models.SmallIntegerField(default=1)),
        migrations.AlterField("counted", "version", models.SmallIntegerField(default=2)),
    ]
