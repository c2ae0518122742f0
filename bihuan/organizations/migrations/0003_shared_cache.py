"""The table of the cache that all workers share: used codes of a second factor must be known to each of them."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def create(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Does nothing where the table stands already."""
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_refuse_rewriting")]

    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
