from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0006_clock_counts_from"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="flags",
            field=ArrayField(
                base_field=models.CharField(max_length=16), db_default=[], default=list, size=None
            ),
        ),
    ]
