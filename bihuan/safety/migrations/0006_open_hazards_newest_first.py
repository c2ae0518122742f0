"""The ledger's daily question, what is open, is read newest first without passing by all that is closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("safety", "0005_when_the_journal_was_told")]

    operations = [
        migrations.AddIndex(
            model_name="hazard",
            index=models.Index(
                condition=models.Q(("open", True)), fields=["-found_on", "-case"], name="hazard_open_newest"
            ),
        ),
    ]
