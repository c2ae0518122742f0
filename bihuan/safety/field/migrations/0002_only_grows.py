"""Evidence is added and never changed; of a record that arrived only what became of it is written later."""

from django.db import migrations

ARRIVALS = """
CREATE FUNCTION field_arrival_only_settles() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.settled_at IS NOT NULL
       OR (NEW.submission, NEW.inspection_id, NEW.account_id, NEW.outcome, NEW.why, NEW.said, NEW.body, NEW.sha256, NEW.received_at)
          IS DISTINCT FROM
          (OLD.submission, OLD.inspection_id, OLD.account_id, OLD.outcome, OLD.why, OLD.said, OLD.body, OLD.sha256, OLD.received_at)
    THEN
        RAISE EXCEPTION 'a record that arrived only grows: % refused', TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_settles BEFORE UPDATE OR DELETE ON field_arrival FOR EACH ROW EXECUTE FUNCTION field_arrival_only_settles();
"""


class Migration(migrations.Migration):
    dependencies = [("field", "0001_initial"), ("safety", "0002_gates")]

    operations = [
        migrations.RunSQL(
            "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON field_evidence FOR EACH ROW"
            " EXECUTE FUNCTION safety_append_only();",
            "DROP TRIGGER only_grows ON field_evidence;",
        ),
        migrations.RunSQL(
            ARRIVALS, "DROP TRIGGER only_settles ON field_arrival; DROP FUNCTION field_arrival_only_settles();"
        ),
    ]
