"""What was told in one case is found without reading every message there ever was."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_attachment_flags")]

    operations = [
        migrations.AddIndex(
            "outboxmessage",
            models.Index(
                fields=["case", "created_at"], name="outbox_of_case", condition=Q(case__isnull=False)
            ),
        )
    ]
