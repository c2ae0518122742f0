"""What a unit's list is narrowed and sorted by stands beside the unit; the mark of the sweep leaves the case's row."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from bihuan.common.search.schema import group_tables

# Everything a list repeats of the case, kept right by the database, whoever writes the case.
FOLLOW = """
CREATE FUNCTION casework_follow_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE casework_involvement
       SET running = (NEW.phase <> 'ended'), phase = NEW.phase, state = NEW.state, next_due_at = NEW.next_due_at,
           next_due_clock = NEW.next_due_clock, topic = NEW.topic, channel = NEW.channel,
           jurisdiction_id = NEW.jurisdiction_id
     WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER casework_case_listed
    AFTER UPDATE OF phase, state, next_due_at, next_due_clock, topic, channel, jurisdiction_id ON casework_case
    FOR EACH ROW
    WHEN ((OLD.phase, OLD.state, OLD.next_due_at, OLD.next_due_clock, OLD.topic, OLD.channel, OLD.jurisdiction_id)
          IS DISTINCT FROM
          (NEW.phase, NEW.state, NEW.next_due_at, NEW.next_due_clock, NEW.topic, NEW.channel, NEW.jurisdiction_id))
    EXECUTE FUNCTION casework_follow_case();
"""
FILL = """
UPDATE casework_involvement i
   SET process = c.process, phase = c.phase, state = c.state, next_due_at = c.next_due_at,
       next_due_clock = c.next_due_clock, topic = c.topic, channel = c.channel, jurisdiction_id = c.jurisdiction_id
  FROM casework_case c WHERE c.id = i.case_id
"""


def text(name: str, longest: int) -> migrations.AddField:
    field: models.CharField[Any, Any] = models.CharField(max_length=longest, blank=True, default="")
    return migrations.AddField("involvement", name, field, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_involvement_running")]
    operations = [
        migrations.RunSQL(
            "DROP TRIGGER casework_case_running ON casework_case; DROP FUNCTION casework_follow_phase()",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveIndex("involvement", "involvement_newest"),
        migrations.RemoveIndex("involvement", "involvement_running"),
        text("process", 64),
        text("phase", 8),
        text("state", 32),
        text("topic", 120),
        text("channel", 16),
        text("next_due_clock", 32),
        migrations.AddField("involvement", "next_due_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "involvement",
            "jurisdiction",
            models.ForeignKey(
                db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT,
                related_name="+", to="organizations.jurisdiction",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "involvement",
            models.Index(
                fields=["unit", "registered_at", "case"], include=["phase", "process", "channel"],
                name="involvement_newest",
            ),
        ),
        migrations.AddIndex(
            "involvement",
            models.Index(
                fields=["unit", "registered_at", "case"], include=["phase", "state"],
                condition=models.Q(running=True), name="involvement_running",
            ),
        ),
        migrations.AddIndex(
            "involvement",
            models.Index(
                fields=["unit", "next_due_at", "case"], include=["phase", "state", "next_due_clock"],
                condition=models.Q(running=True), name="involvement_due",
            ),
        ),
        *(
            migrations.AddIndex(
                "involvement", models.Index(fields=["unit", name, "registered_at", "case"], name=f"involvement_{name}")
            )
            for name in ("state", "topic", "jurisdiction")
        ),
        migrations.RunSQL(FOLLOW, "DROP TRIGGER casework_case_listed ON casework_case; DROP FUNCTION casework_follow_case()"),
        *group_tables(prefix="casework", members="casework_involvement", group="unit_id"),
        migrations.CreateModel(
            "SweptCase",
            [
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="swept",
                        serialize=False, to="casework.case",
                    ),
                ),
                ("swept_at", models.DateTimeField()),
            ],
        ),
        # Every row is written anew in every round: with room on its page it keeps its place in the index.
        migrations.RunSQL("ALTER TABLE casework_sweptcase SET (fillfactor = 50)", migrations.RunSQL.noop),
        migrations.RemoveField("case", "swept_at"),
    ]  # fmt: skip
