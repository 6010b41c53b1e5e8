import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Frozen reports, their files and links, and the log of exports."""

    initial = True

    replaces = [
        ('reports', '0001_frozen'),
        ('reports', '0002_exports_of_many'),
    ]

    dependencies = [
        ('articles', '0001_articles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FrozenReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('occasion', models.CharField(blank=True, max_length=200)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='frozen_reports', to='articles.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'permissions': [('freeze_report', 'Can freeze reports'), ('verify_report', 'Can check files against frozen reports'), ('share_report', 'Can share frozen reports outside the house'), ('view_overview', 'Can see the overview of the desk')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=30)),
                ('what', models.CharField(blank=True, max_length=300)),
                ('articles', models.PositiveBigIntegerField(null=True)),
                ('claims', models.PositiveBigIntegerField(null=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.frozenreport')),
            ],
        ),
        migrations.CreateModel(
            name='ReportFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=30)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='reports.frozenreport')),
            ],
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_sha256', models.CharField(max_length=64, unique=True)),
                ('recipient', models.CharField(max_length=200)),
                ('until', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('opened', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='reports.frozenreport')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='frozenreport',
            index=models.Index(fields=['article', '-id'], name='reports_frozen_of_article'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(fields=['article', '-id'], name='reports_export_of_article'),
        ),
        migrations.AddIndex(
            model_name='export',
            index=models.Index(fields=['by', '-id'], name='reports_export_of_person'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(('article__isnull', False), models.Q(models.Q(('what', ''), _negated=True), ('report', None)), _connector='OR'), name='reports_export_says_what'),
        ),
        migrations.AddIndex(
            model_name='reportfile',
            index=models.Index(fields=['sha256'], name='reports_file_by_content'),
        ),
        migrations.AddConstraint(
            model_name='reportfile',
            constraint=models.UniqueConstraint(fields=('report', 'slug'), name='reports_file_once'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('at'))), name='reports_share_ends_later'),
        ),
        migrations.AddConstraint(
            model_name='share',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='reports_share_revoked_signed'),
        ),
    ]
