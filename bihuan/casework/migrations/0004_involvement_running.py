"""Whether a unit's case runs: the database follows the phase of the case, whoever writes it."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION casework_follow_phase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE casework_involvement SET running = (NEW.phase <> 'ended') WHERE case_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER casework_case_running AFTER UPDATE OF phase ON casework_case FOR EACH ROW
    WHEN ((OLD.phase = 'ended') IS DISTINCT FROM (NEW.phase = 'ended')) EXECUTE FUNCTION casework_follow_phase();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_search")]
    operations = [
        migrations.RunSQL(FOLLOW, "DROP TRIGGER casework_case_running ON casework_case; DROP FUNCTION casework_follow_phase()"),
    ]
