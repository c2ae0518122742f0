"""The tables of the search index over cases."""

from django.db import migrations

from bihuan.common.search.schema import search_tables


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_append_only")]
    operations = search_tables(prefix="casework", owner="casework_case")
