"""An enterprise's plan is kept by the office it is filed with; a shift is taken over; a shelter is usable or not."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns with defaults of the database: no row is rewritten."""

    dependencies = [
        ("emergency", "0003_what_a_new_version_changes"),
        ("organizations", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "plan",
            "kept_by",
            models.ForeignKey(
                blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to="organizations.unit",
            ),
        ),
        migrations.AddField("plan", "half_yearly", models.BooleanField(default=True, db_default=True)),
        migrations.AddField(
            "shift",
            "taken_over_by",
            models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("shift", "taken_over_at", models.DateTimeField(null=True)),
        migrations.AddField("shelter", "usable", models.BooleanField(default=True, db_default=True)),
    ]
