"""The record of changes refuses UPDATE and DELETE in the database itself, whoever asks."""

from django.db import migrations

CREATE = """
CREATE FUNCTION organizations_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'organizations_organizationchange is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER organizations_change_append_only
    BEFORE UPDATE OR DELETE ON organizations_organizationchange
    FOR EACH ROW EXECUTE FUNCTION organizations_refuse_rewriting();
"""
DROP = """
DROP TRIGGER organizations_change_append_only ON organizations_organizationchange;
DROP FUNCTION organizations_refuse_rewriting();
"""


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
