"""A version of a template is what documents are made from again: the database refuses to change or remove it."""

from django.db import migrations

TABLE = "printing_lettertemplate"
TRIGGERS = f"""
CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_rewriting();
CREATE TRIGGER {TABLE}_never_empty BEFORE TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("printing", "0001_initial"), ("casework", "0002_append_only")]
    operations = [
        migrations.RunSQL(
            TRIGGERS, f"DROP TRIGGER {TABLE}_append_only ON {TABLE}; DROP TRIGGER {TABLE}_never_empty ON {TABLE}"
        ),
    ]
