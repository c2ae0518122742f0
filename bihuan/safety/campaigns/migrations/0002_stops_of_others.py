"""A stop that another campaign or an inspector ordered is tracked too: one case may stand on several lists."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """From one to one, to many to one."""

    dependencies = [("campaigns", "0001_initial"), ("casework", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="suspension",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="campaign_member",
                to="casework.case",
            ),
        )
    ]
