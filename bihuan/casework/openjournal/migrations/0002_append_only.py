"""What was published once is never taken back: the database refuses to change or remove a row."""

from django.db import migrations

TABLES = ("openjournal_leaf", "openjournal_tile", "openjournal_signedhead", "openjournal_signingkey")


def triggers(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_rewriting();
CREATE TRIGGER {table}_never_empty BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("openjournal", "0001_initial"), ("casework", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            triggers(table),
            f"DROP TRIGGER {table}_append_only ON {table}; DROP TRIGGER {table}_never_empty ON {table}",
        )
        for table in TABLES
    ]
