from django.db import migrations, models

FROM_THE_CASE = (
    "UPDATE enforcement_penalty p SET ended_at = c.ended_at FROM casework_case c "
    "WHERE c.id = p.case_id AND c.ended_at IS NOT NULL AND p.ended_at IS NULL"
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("enforcement", "0003_what_an_enterprise_says")]

    operations = [
        migrations.AddField("penalty", "ended_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FROM_THE_CASE, migrations.RunSQL.noop),
        migrations.AddIndex(
            "penalty",
            models.Index(fields=["case"], name="penalty_open", condition=models.Q(("ended_at__isnull", True))),
        ),
        migrations.AddIndex(
            "penalty",
            models.Index(fields=["-ended_at"], name="penalty_ended", condition=models.Q(("ended_at__isnull", False))),
        ),
    ]
