"""Queries here take milliseconds; compiling them takes longer than running them."""

from django.db import migrations

NO_JIT = """
DO $$
BEGIN
    EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'not the owner of the database: ask for ALTER DATABASE % SET jit = off', current_database();
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("common", "0001_initial")]
    operations = [migrations.RunSQL(NO_JIT, migrations.RunSQL.noop)]
