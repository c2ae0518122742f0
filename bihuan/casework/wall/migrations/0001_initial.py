"""The wall of cases, the policy as a function, and whom the steps taken so far have named already."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

HIDDEN = """
CREATE FUNCTION wall_hidden_from(whom bigint, place bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    SELECT w.case_id FROM wall_wall w WHERE w.until IS NULL AND w.account_id = whom
    UNION
    SELECT w.case_id FROM wall_wall w WHERE w.until IS NULL AND w.unit_id = place
    UNION
    SELECT w.case_id FROM wall_wall w
      JOIN organizations_post p ON p.unit_id = w.unit_id JOIN organizations_appointment t ON t.post_id = p.id
     WHERE w.until IS NULL AND w.unit_id IS NOT NULL AND t.account_id = whom
       AND (t.ends_on IS NULL OR t.ends_on >= (w.since AT TIME ZONE 'Asia/Shanghai')::date)
$$;
"""
# What steps named before there was a wall. A case is named once for each, by its last entry.
FILL = """
INSERT INTO wall_wall (case_id, unit_id, account_id, why, since, by, lifted_by)
SELECT e.case_id, (e.data->>'accused_unit')::bigint, NULL, 'accused', min(e.at), min(e.actor), ''
  FROM casework_entry e JOIN casework_case c ON c.id = e.case_id
  JOIN organizations_unit u ON u.id = (e.data->>'accused_unit')::bigint
 WHERE e.step IN ('receive_report', 'name_the_accused', 'take_as_report') AND e.data ? 'accused_unit'
 GROUP BY e.case_id, e.data->>'accused_unit';
INSERT INTO wall_wall (case_id, unit_id, account_id, why, since, by, lifted_by)
SELECT e.case_id, NULL, (e.data->>'officer')::bigint, 'recused', min(e.at), min(e.actor), ''
  FROM casework_entry e JOIN organizations_account a ON a.id = (e.data->>'officer')::bigint
 WHERE e.step = 'recuse' AND e.data ? 'officer' GROUP BY e.case_id, e.data->>'officer';
UPDATE casework_case c SET facts = c.facts || jsonb_build_object('_wall', w.rows)
  FROM (SELECT case_id, jsonb_agg(jsonb_build_array(
            CASE WHEN unit_id IS NULL THEN 'account' ELSE 'unit' END, coalesce(unit_id, account_id), why)) AS rows
          FROM wall_wall GROUP BY case_id) w
 WHERE c.id = w.case_id;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("casework", "0005_lists_of_units"),
        ("organizations", "0004_enterprises"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Wall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "why",
                    models.CharField(
                        choices=[("complained", "被投诉、反映"), ("accused", "被检举、控告"), ("recused", "回避")],
                        max_length=12,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("by", models.CharField(max_length=160)),
                ("until", models.DateTimeField(null=True)),
                ("lifted_by", models.CharField(blank=True, max_length=160)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="walls", to="casework.case"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="organizations.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(unit__isnull=True, account__isnull=False) | Q(unit__isnull=False, account__isnull=True),
                        name="wall_before_one",
                    ),
                    models.UniqueConstraint(
                        condition=Q(until__isnull=True, unit__isnull=False), fields=("unit", "case"),
                        name="wall_once_per_unit",
                    ),
                    models.UniqueConstraint(
                        condition=Q(until__isnull=True, account__isnull=False), fields=("account", "case"),
                        name="wall_once_per_account",
                    ),
                ],
            },
        ),
        migrations.RunSQL(HIDDEN, "DROP FUNCTION wall_hidden_from(bigint, bigint)"),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]  # fmt: skip
