"""The journal and issued documents: the database itself refuses to change or remove a row."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION casework_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is refused: the record is append-only', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
TABLES = ("casework_entry", "casework_issueddocument")


def triggers(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_rewriting();
CREATE TRIGGER {table}_never_empty BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION casework_refuse_rewriting()"),
        *(
            migrations.RunSQL(
                triggers(table),
                f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_never_empty ON {table}",
            )
            for table in TABLES
        ),
    ]
