"""Money asked for and granted, beside planned, committed and spent. Only the choices change: no row is touched."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [
        migrations.AlterField(
            "money",
            "kind",
            models.CharField(
                max_length=10,
                choices=[
                    ("asked", "已申请"),
                    ("granted", "已批复"),
                    ("planned", "计划"),
                    ("committed", "已签约"),
                    ("spent", "已支出"),
                ],
            ),
        )
    ]
