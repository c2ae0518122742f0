"""Files that an enterprise sent with what it filed; local figures of listed supervision (choices only, no SQL)."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

KINDS = [
    ("large_unit", "对单位的较大数额罚款"),
    ("large_individual", "对个人的较大数额罚款"),
    ("list_days_district", "区级挂牌治理最长天数"),
    ("list_days_city", "市级挂牌治理最长天数"),
    ("list_days_province", "省级挂牌治理最长天数"),
    ("list_ask_before", "申请挂牌延期应当提前的工作日"),
]


class Migration(migrations.Migration):
    dependencies = [("enforcement", "0004_when_a_penalty_ended")]

    operations = [
        migrations.AddField(
            "filing", "files", ArrayField(models.BigIntegerField(), default=list, db_default=[], size=None)
        ),
        migrations.AlterField("localamount", "kind", models.CharField(max_length=20, choices=KINDS)),
    ]
