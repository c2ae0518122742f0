import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


TABLES = ("vault_bulkrequest", "vault_bulkapproval", "vault_alarm", "vault_amendment")
APPEND_ONLY = "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION vault_append_only();"
    for table in TABLES
)
UNDO = "".join(f"DROP TRIGGER {table}_append_only ON {table};" for table in TABLES)


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkRequest',
            fields=[
                ('account_id', models.BigIntegerField(null=True)),
                ('appointment_id', models.BigIntegerField(null=True)),
                ('unit_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=128)),
                ('unit_name', models.CharField(max_length=255)),
                ('post_title', models.CharField(max_length=255)),
                ('law', models.CharField(max_length=128)),
                ('case_number', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=16)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None)),
                ('persons', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)),
                ('numbers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), size=None)),
                ('reason', models.CharField(max_length=500)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='person',
            name='forgotten_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('opening', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='alarms', to='vault.opening')),
            ],
        ),
        migrations.CreateModel(
            name='Amendment',
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
                ('kind', models.CharField(max_length=8)),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='vault.person')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BulkApproval',
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
                ('until', models.DateTimeField()),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='approval', to='vault.bulkrequest')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='opening',
            name='bulk',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='vault.bulkrequest'),
        ),
        migrations.AddIndex(
            model_name='opening',
            index=models.Index(fields=['account_id', '-at'], name='vault_opening_account'),
        ),
        migrations.AddIndex(
            model_name='alarm',
            index=models.Index(fields=['-at'], name='vault_alarm_newest'),
        ),
        migrations.AddConstraint(
            model_name='alarm',
            constraint=models.UniqueConstraint(fields=('opening', 'rule'), name='alarm_once'),
        ),
        migrations.RunSQL(APPEND_ONLY, UNDO),
    ]
