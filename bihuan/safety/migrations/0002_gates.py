"""What the database itself holds: the gate of a major hazard, and rows that are added and never changed."""

from django.db import migrations

GATE = """
CREATE FUNCTION safety_hazard_gate() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE part text;
BEGIN
    IF NEW.facts->>'grade' IS DISTINCT FROM 'major' THEN
        RETURN NEW;
    END IF;
    IF NEW.state IN ('rectifying', 'extension_inside', 'pending_acceptance') THEN
        RAISE EXCEPTION 'hazard %: a major hazard is not settled inside the enterprise', NEW.number USING ERRCODE = 'check_violation';
    END IF;
    FOREACH part IN ARRAY ARRAY['goals', 'methods', 'funds', 'organization', 'schedule', 'contingency', 'responsible',
                                'money', 'rectify_by', 'reported_regulator_on', 'reported_workers_on'] LOOP
        IF btrim(coalesce(NEW.facts->>part, '')) = '' THEN
            RAISE EXCEPTION 'hazard %: % is missing, without which a major hazard cannot be %', NEW.number, part, NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    IF NEW.state = 'closed_out' AND (btrim(coalesce(NEW.facts->>'regulator_receipt', '')) = ''
        OR btrim(coalesce(NEW.facts->>'workers_receipt', '')) = '' OR NEW.facts->>'second_level' IS DISTINCT FROM 'yes') THEN
        RAISE EXCEPTION 'hazard %: a major hazard is closed at the second level with both receipts', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER safety_hazard_gate BEFORE INSERT OR UPDATE ON casework_case FOR EACH ROW
WHEN (NEW.process = 'safety.hazard' AND NEW.state IN ('rectifying', 'extension_inside', 'pending_acceptance', 'ordered',
      'extension_pending', 'extension_decision', 'pending_reinspection', 'pending_closeout', 'closed_out'))
EXECUTE FUNCTION safety_hazard_gate();
"""
APPEND_ONLY = """
CREATE FUNCTION safety_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""
TABLES = (
    "safety_judgment", "safety_assessment", "safety_colourchange", "safety_replacement", "safety_checkitem",
    "safety_ruleclause", "safety_statisticsreport",
)  # fmt: skip


def _tables(template: str) -> str:
    return "".join(template.format(table=table) for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("safety", "0001_initial"), ("casework", "0002_append_only")]

    operations = [
        migrations.RunSQL(GATE, "DROP TRIGGER safety_hazard_gate ON casework_case; DROP FUNCTION safety_hazard_gate();"),
        migrations.RunSQL(
            APPEND_ONLY
            + _tables(
                "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION safety_append_only();"
            ),
            _tables("DROP TRIGGER only_grows ON {table};") + "DROP FUNCTION safety_append_only();",
        ),
    ]
