"""A kind of unit more: the enterprise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organizations", "0003_shared_cache")]

    operations = [
        migrations.AlterField(
            model_name="unit",
            name="kind",
            field=models.CharField(
                choices=[
                    ("registry", "信访部门"), ("department", "部门"), ("town", "乡镇、街道"), ("government", "人民政府"),
                    ("discipline", "纪检监察"), ("court_side", "政法"), ("hotline", "热线"), ("enterprise", "企业"),
                ],
                max_length=12,
            ),
        ),
    ]  # fmt: skip
