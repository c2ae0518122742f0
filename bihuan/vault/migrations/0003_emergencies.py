import django.db.models.deletion
from django.db import migrations, models

TABLES = ("vault_emergency", "vault_emergencyreview")
APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION vault_append_only();"
    for table in TABLES
)
UNDO = "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0002_keys_bulk_and_rights'),
    ]

    operations = [
        migrations.CreateModel(
            name='Emergency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField(null=True)),
                ('appointment_id', models.BigIntegerField(null=True)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=128)),
                ('unit_name', models.CharField(max_length=255)),
                ('post_title', models.CharField(max_length=255)),
                ('law', models.CharField(max_length=128)),
                ('case_number', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('until', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='vault.person')),
            ],
        ),
        migrations.CreateModel(
            name='EmergencyReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField(null=True)),
                ('appointment_id', models.BigIntegerField(null=True)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=128)),
                ('unit_name', models.CharField(max_length=255)),
                ('post_title', models.CharField(max_length=255)),
                ('law', models.CharField(max_length=128)),
                ('case_number', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('needed', models.BooleanField()),
                ('words', models.CharField(max_length=500)),
                ('emergency', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='vault.emergency')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='emergency',
            index=models.Index(fields=['-at'], name='vault_emergency_newest'),
        ),
        migrations.RunSQL(APPEND_ONLY, UNDO),
    ]
