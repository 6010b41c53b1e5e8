import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Jobs, their items and files."""

    initial = True

    replaces = [
        ('jobs', '0001_jobs'),
        ('jobs', '0002_drafts'),
        ('jobs', '0003_pieces_as_they_are'),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('label', models.CharField(max_length=300)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('is_draft', models.BooleanField(default=False)),
                ('arguments', models.JSONField(default=dict)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('done', models.PositiveBigIntegerField(default=0)),
                ('total', models.PositiveBigIntegerField(null=True)),
                ('is_listed', models.BooleanField(default=False)),
                ('result_url', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cancelled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=500)),
                ('payload', models.JSONField(null=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('done', 'Done'), ('already', 'Already there'), ('failed', 'Failed'), ('cancelled', 'Not done')], default='waiting', max_length=10)),
                ('sentence', models.CharField(blank=True, max_length=1000)),
                ('url', models.CharField(blank=True, max_length=300)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='jobs.job')),
            ],
        ),
        migrations.CreateModel(
            name='File',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255)),
                ('content_type', models.CharField(blank=True, max_length=200)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('is_whole', models.BooleanField(default=False)),
                ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='jobs.job')),
            ],
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.BinaryField()),
                ('file', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='jobs.file')),
            ],
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(fields=['by', '-id'], name='jobs_job_of_person'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at', None), ('cancelled_by', None)), models.Q(('cancelled_at__isnull', False), ('cancelled_by__isnull', False)), _connector='OR'), name='jobs_job_cancelled_signed'),
        ),
        migrations.AddConstraint(
            model_name='job',
            constraint=models.CheckConstraint(condition=models.Q(('total', None), ('done__lte', models.F('total')), ('finished_at', None), _connector='OR'), name='jobs_job_done_within'),
        ),
        migrations.AddIndex(
            model_name='item',
            index=models.Index(fields=['job', 'state', 'attempts', 'number'], name='jobs_item_by_state'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.UniqueConstraint(fields=('job', 'number'), name='jobs_item_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='item',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'done', 'already', 'failed', 'cancelled'])), name='jobs_item_state_known'),
        ),
        migrations.AddConstraint(
            model_name='piece',
            constraint=models.UniqueConstraint(fields=('file', 'number'), name='jobs_piece_numbered_once'),
        ),
        # Pieces of files are stored as they come: compressing costs more than making them, and most are a ZIP anyway.
        migrations.RunSQL('ALTER TABLE jobs_piece ALTER COLUMN content SET STORAGE EXTERNAL', migrations.RunSQL.noop),
    ]
