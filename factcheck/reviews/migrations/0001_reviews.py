import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from factcheck.triggers import install_triggers

#: The rules there were when this was written; one that comes later is as it comes until somebody adds a row.
RULES = [
    "attribution_dropped",
    "unnamed_source_alone",
    "unnamed_official_alone",
    "source_not_described",
    "not_said_how_they_know",
    "opinion_of_unnamed_source",
    "hedged_without_source",
    "needs_source",
    "quotation_without_speaker",
    "repeats_another_outlet",
    "second_hand",
    "verified_without_evidence",
    "unconfirmed_before_publication",
    "one_origin",
    "rests_on_an_article_loaded_here",
    "no_reason_for_anonymity",
    "attribution_far_away",
    "person_not_described",
]


def list_rules(apps, schema_editor):
    """The admin lists every rule, ready to be switched off."""
    setting = apps.get_model("reviews", "RuleSetting")
    setting.objects.bulk_create([setting(rule=rule) for rule in RULES], ignore_conflicts=True)


class Migration(migrations.Migration):
    """What people decide, write and share out."""

    initial = True

    replaces = [
        ('reviews', '0001_initial'),
        ('reviews', '0002_log_only_grows'),
        ('reviews', '0003_desk'),
        ('reviews', '0004_carried_over'),
        ('reviews', '0005_findings'),
        ('reviews', '0006_rules_of_the_desk'),
    ]

    dependencies = [
        ('accounts', '0001_people'),
        ('articles', '0001_articles'),
        ('claims', '0001_claims'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('said', 'said'), ('resolved', 'resolved the thread'), ('reopened', 'opened the thread again')], default='said', max_length=10)),
                ('text', models.TextField(blank=True, max_length=5000)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='articles.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='comments', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='claims.claim')),
            ],
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=50)),
                ('words', models.TextField()),
                ('kind', models.CharField(choices=[('dismissed', 'dismissed a finding'), ('raised', 'raised a finding again')], default='dismissed', max_length=10)),
                ('reason', models.TextField(blank=True, max_length=2000)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to='articles.article')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dismissals', to='claims.claim')),
            ],
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('file', models.CharField(blank=True, max_length=200)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('content_type', models.CharField(blank=True, max_length=100)),
                ('size', models.PositiveBigIntegerField(default=0)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('quotation', models.TextField(blank=True, max_length=5000)),
                ('is_primary', models.BooleanField(default=False)),
                ('contact', models.CharField(blank=True, max_length=200)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='articles.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'evidence',
            },
        ),
        migrations.CreateModel(
            name='EvidenceUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stance', models.CharField(choices=[('supports', 'Supports it'), ('contradicts', 'Contradicts it'), ('context', 'Context')], max_length=20)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence_uses', to='claims.claim')),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='reviews.evidence')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lease', serialize=False, to='claims.claim')),
                ('until', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leases', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to='reviews.comment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentions', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('named_official', 'Named official'), ('named_person', 'Named person'), ('organization', 'Organization'), ('document', 'Document or data'), ('media_report', 'Another outlet'), ('unnamed_official', 'Unnamed official'), ('unnamed_source', 'Unnamed source'), ('hedged', 'Hedged, no source'), ('unattributed', 'No attribution')], max_length=20)),
                ('source', models.CharField(blank=True, max_length=500)),
                ('cue', models.CharField(blank=True, max_length=200)),
                ('unattributed_reason', models.CharField(blank=True, choices=[('established', 'Established fact or public record'), ('witnessed', 'Witnessed by the reporter'), ('analysis', 'The outlet’s own analysis'), ('needs_source', 'Needs a source')], max_length=20)),
                ('recommended', models.CharField(choices=[('pending', 'Not checked'), ('verified', 'Verified'), ('unverified', 'Unverified'), ('disputed', 'Disputed'), ('not_checkable', 'Not checkable')], default='pending', max_length=20)),
                ('note', models.TextField(blank=True, max_length=5000)),
                ('said', models.CharField(choices=[('pending', 'Not checked'), ('verified', 'Said so'), ('unverified', 'Not confirmed'), ('disputed', 'Said otherwise')], default='pending', max_length=20)),
                ('wording', models.TextField(blank=True, max_length=2000)),
                ('anonymity_reason', models.CharField(blank=True, max_length=500)),
                ('how_source_knows', models.CharField(blank=True, max_length=500)),
                ('second_source', models.CharField(blank=True, max_length=500)),
                ('name_known_to', models.CharField(blank=True, max_length=150)),
                ('second_opinion', models.CharField(blank=True, choices=[('', 'Not asked'), ('asked', 'Second opinion asked'), ('differs', 'Two opinions differ'), ('settled', 'Settled by two')], default='', max_length=10)),
                ('cuts', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), blank=True, default=list, size=None)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('verdict', models.CharField(choices=[('pending', 'Not checked'), ('verified', 'Verified'), ('unverified', 'Unverified'), ('disputed', 'Disputed'), ('not_checkable', 'Not checkable')], default='pending', max_length=20)),
                ('verdict_at', models.DateTimeField(null=True)),
                ('round', models.PositiveIntegerField()),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='articles.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='claims.claim')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verdict_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='presence', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('seen_at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('claim', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='claims.claim')),
            ],
        ),
        migrations.CreateModel(
            name='ReadMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='claims.claim')),
                ('comment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.comment')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('named_official', 'Named official'), ('named_person', 'Named person'), ('organization', 'Organization'), ('document', 'Document or data'), ('media_report', 'Another outlet'), ('unnamed_official', 'Unnamed official'), ('unnamed_source', 'Unnamed source'), ('hedged', 'Hedged, no source'), ('unattributed', 'No attribution')], max_length=20)),
                ('source', models.CharField(blank=True, max_length=500)),
                ('cue', models.CharField(blank=True, max_length=200)),
                ('unattributed_reason', models.CharField(blank=True, choices=[('established', 'Established fact or public record'), ('witnessed', 'Witnessed by the reporter'), ('analysis', 'The outlet’s own analysis'), ('needs_source', 'Needs a source')], max_length=20)),
                ('recommended', models.CharField(choices=[('pending', 'Not checked'), ('verified', 'Verified'), ('unverified', 'Unverified'), ('disputed', 'Disputed'), ('not_checkable', 'Not checkable')], default='pending', max_length=20)),
                ('note', models.TextField(blank=True, max_length=5000)),
                ('said', models.CharField(choices=[('pending', 'Not checked'), ('verified', 'Said so'), ('unverified', 'Not confirmed'), ('disputed', 'Said otherwise')], default='pending', max_length=20)),
                ('wording', models.TextField(blank=True, max_length=2000)),
                ('anonymity_reason', models.CharField(blank=True, max_length=500)),
                ('how_source_knows', models.CharField(blank=True, max_length=500)),
                ('second_source', models.CharField(blank=True, max_length=500)),
                ('name_known_to', models.CharField(blank=True, max_length=150)),
                ('second_opinion', models.CharField(blank=True, choices=[('', 'Not asked'), ('asked', 'Second opinion asked'), ('differs', 'Two opinions differ'), ('settled', 'Settled by two')], default='', max_length=10)),
                ('cuts', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), blank=True, default=list, size=None)),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('verdict', models.CharField(choices=[('pending', 'Not checked'), ('verified', 'Verified'), ('unverified', 'Unverified'), ('disputed', 'Disputed'), ('not_checkable', 'Not checkable')], default='pending', max_length=20)),
                ('verdict_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField()),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('kind', models.CharField(choices=[('decided', 'decided'), ('split', 'split it into parts'), ('joined', 'joined its parts'), ('asked', 'asked for a second opinion'), ('not_asked', 'withdrew the request for a second opinion'), ('agreed', 'gave the same opinion'), ('differed', 'gave another opinion'), ('settled', 'settled two opinions'), ('sent_back', 'sent it back'), ('carried', 'carried it over from the earlier version')], default='decided', max_length=10)),
                ('reason', models.TextField(blank=True, max_length=2000)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='articles.article')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                ('carries', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reviews.review')),
                ('claim', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='claims.claim')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='reviews.review')),
                ('verdict_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RuleSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=50, unique=True)),
                ('is_on', models.BooleanField(default=True, verbose_name='on')),
                ('severity', models.CharField(blank=True, choices=[('serious', 'Serious'), ('concern', 'Concern'), ('note', 'Note')], max_length=10, verbose_name='weight')),
            ],
            options={
                'verbose_name': 'rule of the standards desk',
                'verbose_name_plural': 'rules of the standards desk',
                'constraints': [models.CheckConstraint(condition=models.Q(('severity__in', ['', 'serious', 'concern', 'note'])), name='reviews_rulesetting_severity_known')],
            },
        ),
        migrations.CreateModel(
            name='Skip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skips', to='claims.claim')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='skips', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.PositiveIntegerField(blank=True, null=True)),
                ('last', models.PositiveIntegerField(blank=True, null=True)),
                ('deadline', models.DateTimeField(blank=True, null=True)),
                ('priority', models.PositiveSmallIntegerField(choices=[(0, 'Normal'), (1, 'High'), (2, 'Urgent')], default=0)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignments', to='articles.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['person', 'deadline', '-priority'], name='reviews_assignment_running')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('first', None), ('last', None)), models.Q(('first__gte', 1), ('last__gte', models.F('first'))), _connector='OR'), name='reviews_assignment_range_runs_forwards', violation_error_message='The range ends before it begins.'), models.CheckConstraint(condition=models.Q(('priority__in', [0, 1, 2])), name='reviews_assignment_priority_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='reviews_assignment_end_signed')],
            },
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['claim', 'id'], name='reviews_comment_thread'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['said', 'resolved', 'reopened'])), name='reviews_comment_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'said'), ('text', ''), _negated=True), name='reviews_comment_says_something'),
        ),
        migrations.AddIndex(
            model_name='dismissal',
            index=models.Index(fields=['article', '-id'], name='reviews_dismissal_of_article'),
        ),
        migrations.AddConstraint(
            model_name='dismissal',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['dismissed', 'raised'])), name='reviews_dismissal_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='dismissal',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'raised'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='reviews_dismissal_reason_given', violation_error_message='Say why.'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file', ''), ('sha256', ''), models.Q(('url', ''), _negated=True)), models.Q(('url', ''), models.Q(('file', ''), _negated=True), models.Q(('sha256', ''), _negated=True)), _connector='OR'), name='reviews_evidence_link_or_file', violation_error_message='Give a link or a file.'),
        ),
        migrations.AddConstraint(
            model_name='evidenceuse',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('evidence', 'claim'), name='reviews_evidenceuse_once'),
        ),
        migrations.AddConstraint(
            model_name='evidenceuse',
            constraint=models.CheckConstraint(condition=models.Q(('stance__in', ['supports', 'contradicts', 'context'])), name='reviews_evidenceuse_stance_known'),
        ),
        migrations.AddConstraint(
            model_name='evidenceuse',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='reviews_evidenceuse_withdrawn_signed'),
        ),
        migrations.AddConstraint(
            model_name='mention',
            constraint=models.UniqueConstraint(fields=('comment', 'person'), name='reviews_mention_once'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['named_official', 'named_person', 'organization', 'document', 'media_report', 'unnamed_official', 'unnamed_source', 'hedged', 'unattributed'])), name='reviews_opinion_status_known'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('recommended__in', ['pending', 'verified', 'unverified', 'disputed', 'not_checkable']), ('verdict__in', ['pending', 'verified', 'unverified', 'disputed', 'not_checkable'])), name='reviews_opinion_verdict_known'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'pending'), ('verdict_at', None), ('verdict_by', None)), models.Q(models.Q(('verdict', 'pending'), _negated=True), ('verdict_at__isnull', False), ('verdict_by__isnull', False)), _connector='OR'), name='reviews_opinion_verdict_signed', violation_error_message='A verdict needs both an editor and a time.'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='reviews_opinion_review_signed'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('unattributed_reason', ''), models.Q(('status', 'unattributed'), ('unattributed_reason__in', ['established', 'witnessed', 'analysis', 'needs_source'])), _connector='OR'), name='reviews_opinion_reason_fits', violation_error_message='Only a claim without attribution has a reason for it.'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(('said__in', ['pending', 'verified', 'unverified', 'disputed']), ('second_opinion__in', ['', 'asked', 'differs', 'settled'])), name='reviews_opinion_answers_known'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('second_opinion__in', ['asked', 'differs']), _negated=True), ('reviewed_at', None), _connector='OR'), name='reviews_opinion_open_while_asked', violation_error_message='A claim is open until both opinions are in and settled.'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(fields=('claim', 'round', 'by'), name='reviews_opinion_one_each'),
        ),
        migrations.AddConstraint(
            model_name='readmark',
            constraint=models.UniqueConstraint(fields=('person', 'claim'), name='reviews_readmark_one_each'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['by', 'article', '-id'], name='reviews_own_latest'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['article', '-id'], name='reviews_article_latest'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['named_official', 'named_person', 'organization', 'document', 'media_report', 'unnamed_official', 'unnamed_source', 'hedged', 'unattributed'])), name='reviews_review_status_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('recommended__in', ['pending', 'verified', 'unverified', 'disputed', 'not_checkable']), ('verdict__in', ['pending', 'verified', 'unverified', 'disputed', 'not_checkable'])), name='reviews_review_verdict_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'pending'), ('verdict_at', None), ('verdict_by', None)), models.Q(models.Q(('verdict', 'pending'), _negated=True), ('verdict_at__isnull', False), ('verdict_by__isnull', False)), _connector='OR'), name='reviews_review_verdict_signed', violation_error_message='A verdict needs both an editor and a time.'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='reviews_review_review_signed'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('unattributed_reason', ''), models.Q(('status', 'unattributed'), ('unattributed_reason__in', ['established', 'witnessed', 'analysis', 'needs_source'])), _connector='OR'), name='reviews_review_reason_fits', violation_error_message='Only a claim without attribution has a reason for it.'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('said__in', ['pending', 'verified', 'unverified', 'disputed']), ('second_opinion__in', ['', 'asked', 'differs', 'settled'])), name='reviews_review_answers_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('second_opinion__in', ['asked', 'differs']), _negated=True), ('reviewed_at', None), _connector='OR'), name='reviews_review_open_while_asked', violation_error_message='A claim is open until both opinions are in and settled.'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('claim', 'version'), name='reviews_review_one_per_version'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['decided', 'split', 'joined', 'asked', 'not_asked', 'agreed', 'differed', 'settled', 'sent_back', 'carried'])), name='reviews_review_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['settled', 'sent_back']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='reviews_review_reason_given', violation_error_message='Say why.'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('kind', 'carried'), _negated=True), ('carries', None)), models.Q(('kind', 'carried'), ('undoes', None), ('version', 1)), _connector='OR'), name='reviews_review_carried_is_first'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='reviews_review_counted_from_one'),
        ),
        migrations.AddConstraint(
            model_name='skip',
            constraint=models.UniqueConstraint(fields=('person', 'claim'), name='reviews_skip_once'),
        ),
        install_triggers('reviews'),
        migrations.RunPython(list_rules, migrations.RunPython.noop),
    ]
