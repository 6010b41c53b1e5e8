from django.db import migrations, models

from factcheck.triggers import install_triggers


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_groups'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('event', models.CharField(max_length=40)),
                ('person_pk', models.BigIntegerField(null=True)),
                ('person_name', models.CharField(blank=True, max_length=320)),
                ('client_address', models.CharField(blank=True, max_length=45)),
                ('request_id', models.CharField(blank=True, max_length=16)),
                ('subject', models.CharField(blank=True, max_length=100)),
                ('subject_pk', models.BigIntegerField(null=True)),
                ('details', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': 'entry of the audit log',
                'verbose_name_plural': 'audit log',
                'default_permissions': ['view'],
                'indexes': [models.Index(fields=['-at', '-id'], name='accounts_audit_latest'), models.Index(fields=['event', '-at', '-id'], name='accounts_audit_of_event'), models.Index(fields=['person_pk', '-at', '-id'], name='accounts_audit_of_person'), models.Index(fields=['subject', 'subject_pk', '-at', '-id'], name='accounts_audit_of_subject')],
            },
        ),
        install_triggers('accounts'),
    ]
