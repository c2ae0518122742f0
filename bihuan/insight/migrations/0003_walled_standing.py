"""What each open case behind a wall is in the standing, so that it can be taken away for whom the wall stands before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_attachment_flags"), ("insight", "0002_version_of_measures")]
    operations = [
        migrations.CreateModel(
            name="WalledStanding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("process", models.CharField(max_length=64)),
                ("unit", models.BigIntegerField()),
                ("place", models.BigIntegerField()),
                ("clock", models.CharField(blank=True, max_length=32)),
                ("running", models.PositiveIntegerField()),
                ("waiting", models.PositiveIntegerField()),
                ("overdue", models.PositiveIntegerField()),
                ("case", models.ForeignKey(on_delete=models.CASCADE, related_name="+", to="casework.case")),
            ],
        )
    ]  # fmt: skip
