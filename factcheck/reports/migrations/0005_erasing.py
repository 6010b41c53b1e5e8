import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from factcheck.triggers import install_triggers


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_editions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasedReport',
            fields=[
                ('number', models.BigIntegerField(primary_key=True, serialize=False)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('frozen_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ErasedLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('until', models.DateTimeField()),
                ('erased', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='reports.erasedreport')),
            ],
        ),
        migrations.CreateModel(
            name='ErasedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=30)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('erased', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.erasedreport')),
            ],
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('articles', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('evidence', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('reports', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('transaction', models.BigIntegerField(default=0, editable=False)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='erasedreport',
            name='erasure',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erased_reports', to='reports.erasure'),
        ),
        migrations.AddIndex(
            model_name='erasure',
            index=models.Index(fields=['transaction'], name='reports_erasure_open'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(('order', ''), _negated=True), name='reports_erasure_ordered'),
        ),
        install_triggers('reports'),
    ]
