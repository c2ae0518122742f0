import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("casework", "0001_initial"),
        ("vault", "0002_keys_bulk_and_rights"),
    ]
    operations = [
        migrations.CreateModel(
            name="PressureReport",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="pressure",
                        serialize=False,
                        to="casework.case",
                    ),
                ),
                ("matter", models.CharField(blank=True, max_length=64)),
                (
                    "words",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="vault.person"
                    ),
                ),
            ],
        ),
    ]
