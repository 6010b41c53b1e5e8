import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Claims, what the detector found, and the tally of each article."""

    initial = True

    replaces = [
        ('claims', '0001_initial'),
        ('claims', '0002_keep_what_was_found'),
        ('claims', '0003_sources_and_probability'),
        ('claims', '0004_read_again_where_nobody_decided'),
        ('claims', '0005_desk'),
        ('claims', '0006_what_a_claim_follows'),
        ('claims', '0007_when_done'),
        ('claims', '0008_when_they_were_done'),
    ]

    dependencies = [
        ('articles', '0001_articles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attribution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source_spans', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=2), blank=True, default=list, size=None)),
                ('cue_spans', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=2), blank=True, default=list, size=None)),
                ('content_spans', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=2), blank=True, default=list, size=None)),
                ('source', models.CharField(blank=True, max_length=500)),
                ('cue', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(choices=[('named_official', 'Named official'), ('named_person', 'Named person'), ('organization', 'Organization'), ('document', 'Document or data'), ('media_report', 'Another outlet'), ('unnamed_official', 'Unnamed official'), ('unnamed_source', 'Unnamed source'), ('hedged', 'Hedged, no source'), ('unattributed', 'No attribution')], max_length=20)),
                ('rule', models.CharField(max_length=50)),
                ('why', models.CharField(max_length=500)),
                ('introduced_spans', django.contrib.postgres.fields.ArrayField(base_field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), size=2), blank=True, default=list, size=None)),
                ('introduced', models.CharField(blank=True, max_length=500)),
                ('channel', models.CharField(blank=True, max_length=200)),
                ('is_nested', models.BooleanField(default=False)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attributions', to='articles.article')),
            ],
        ),
        migrations.CreateModel(
            name='Claim',
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
                ('number', models.PositiveIntegerField()),
                ('part', models.PositiveSmallIntegerField(default=0)),
                ('is_current', models.BooleanField(default=True)),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('suggested_status', models.CharField(choices=[('named_official', 'Named official'), ('named_person', 'Named person'), ('organization', 'Organization'), ('document', 'Document or data'), ('media_report', 'Another outlet'), ('unnamed_official', 'Unnamed official'), ('unnamed_source', 'Unnamed source'), ('hedged', 'Hedged, no source'), ('unattributed', 'No attribution')], max_length=20)),
                ('suggested_why', models.CharField(max_length=500)),
                ('suggested_probability', models.FloatField(null=True)),
                ('suggested_with', models.CharField(default='', max_length=100)),
                ('version', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveBigIntegerField(default=0)),
                ('since_last', models.CharField(blank=True, choices=[('', 'No earlier version'), ('unchanged', 'Unchanged'), ('changed', 'Changed'), ('new', 'New')], default='', max_length=10)),
                ('risk', models.GeneratedField(db_persist=True, expression=models.Case(models.When(status__in=['unnamed_official', 'unnamed_source', 'hedged'], then=models.Value(0)), models.When(suggested_probability__lt=0.6, then=models.Value(1)), default=models.Value(2)), output_field=models.PositiveSmallIntegerField())),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='articles.article')),
                ('earlier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='claims.claim')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('suggested_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decides', to='claims.attribution')),
                ('verdict_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('whole', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='claims.claim')),
            ],
            options={
                'permissions': [('set_verdict', 'Can set verdicts')],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='attribution',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attributions', to='claims.claim'),
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('name', models.CharField(max_length=500)),
                ('described', models.CharField(blank=True, max_length=500)),
                ('status', models.CharField(choices=[('named_official', 'Named official'), ('named_person', 'Named person'), ('organization', 'Organization'), ('document', 'Document or data'), ('media_report', 'Another outlet'), ('unnamed_official', 'Unnamed official'), ('unnamed_source', 'Unnamed source'), ('hedged', 'Hedged, no source'), ('unattributed', 'No attribution')], max_length=20)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='articles.article')),
            ],
        ),
        migrations.AddField(
            model_name='attribution',
            name='leads_to',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='attributions', to='claims.source'),
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='tally', serialize=False, to='articles.article')),
                ('claims', models.PositiveIntegerField(default=0)),
                ('reviewed', models.PositiveIntegerField(default=0)),
                ('named_official', models.PositiveIntegerField(default=0)),
                ('named_person', models.PositiveIntegerField(default=0)),
                ('organization', models.PositiveIntegerField(default=0)),
                ('document', models.PositiveIntegerField(default=0)),
                ('media_report', models.PositiveIntegerField(default=0)),
                ('unnamed_official', models.PositiveIntegerField(default=0)),
                ('unnamed_source', models.PositiveIntegerField(default=0)),
                ('hedged', models.PositiveIntegerField(default=0)),
                ('unattributed', models.PositiveIntegerField(default=0)),
                ('divided', models.PositiveIntegerField(default=0)),
                ('asked', models.PositiveIntegerField(default=0)),
                ('differing', models.PositiveIntegerField(default=0)),
                ('changes', models.PositiveBigIntegerField(default=0)),
                ('pending', models.PositiveIntegerField(default=0)),
                ('verified', models.PositiveIntegerField(default=0)),
                ('unverified', models.PositiveIntegerField(default=0)),
                ('disputed', models.PositiveIntegerField(default=0)),
                ('not_checkable', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(editable=False, null=True)),
                ('state', models.GeneratedField(db_persist=True, expression=models.Case(models.When(claims=models.F('reviewed'), pending=0, then=models.Value('done')), models.When(claims=django.db.models.expressions.CombinedExpression(models.F('reviewed'), '+', models.F('differing')), then=models.Value('with_editor')), models.When(asked__gt=0, claims=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('reviewed'), '+', models.F('differing')), '+', models.F('asked')), then=models.Value('second_opinion')), models.When(asked=0, differing=0, reviewed=0, then=models.Value('loaded')), default=models.Value('in_review')), output_field=models.CharField(max_length=20))),
            ],
            options={
                'verbose_name_plural': 'tallies',
                'indexes': [models.Index(fields=['state', '-article'], name='claims_tally_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('claims', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('named_official'), '+', models.F('named_person')), '+', models.F('organization')), '+', models.F('document')), '+', models.F('media_report')), '+', models.F('unnamed_official')), '+', models.F('unnamed_source')), '+', models.F('hedged')), '+', models.F('unattributed')))), name='claims_tally_statuses_add_up'), models.CheckConstraint(condition=models.Q(('claims', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('pending'), '+', models.F('verified')), '+', models.F('unverified')), '+', models.F('disputed')), '+', models.F('not_checkable')))), name='claims_tally_verdicts_add_up'), models.CheckConstraint(condition=models.Q(('claims__gte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('reviewed'), '+', models.F('asked')), '+', models.F('differing')))), name='claims_tally_reviewed_within')],
            },
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('is_current', True), ('reviewed_at', None)), fields=['risk', '-article', 'number', 'part'], name='claims_claim_unreviewed'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(condition=models.Q(('is_current', True), ('reviewed_at__isnull', False), ('verdict', 'pending')), fields=['risk', '-article', 'number', 'part'], name='claims_claim_without_verdict'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['named_official', 'named_person', 'organization', 'document', 'media_report', 'unnamed_official', 'unnamed_source', 'hedged', 'unattributed'])), name='claims_claim_status_known'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('recommended__in', ['pending', 'verified', 'unverified', 'disputed', 'not_checkable']), ('verdict__in', ['pending', 'verified', 'unverified', 'disputed', 'not_checkable'])), name='claims_claim_verdict_known'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verdict', 'pending'), ('verdict_at', None), ('verdict_by', None)), models.Q(models.Q(('verdict', 'pending'), _negated=True), ('verdict_at__isnull', False), ('verdict_by__isnull', False)), _connector='OR'), name='claims_claim_verdict_signed', violation_error_message='A verdict needs both an editor and a time.'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reviewed_at', None), ('reviewed_by', None)), models.Q(('reviewed_at__isnull', False), ('reviewed_by__isnull', False)), _connector='OR'), name='claims_claim_review_signed'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('unattributed_reason', ''), models.Q(('status', 'unattributed'), ('unattributed_reason__in', ['established', 'witnessed', 'analysis', 'needs_source'])), _connector='OR'), name='claims_claim_reason_fits', violation_error_message='Only a claim without attribution has a reason for it.'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('said__in', ['pending', 'verified', 'unverified', 'disputed']), ('second_opinion__in', ['', 'asked', 'differs', 'settled'])), name='claims_claim_answers_known'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('second_opinion__in', ['asked', 'differs']), _negated=True), ('reviewed_at', None), _connector='OR'), name='claims_claim_open_while_asked', violation_error_message='A claim is open until both opinions are in and settled.'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('whole', None)), fields=('article', 'number'), name='claims_claim_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('is_current', True)), fields=('article', 'number', 'part'), name='claims_claim_called_once'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('whole__isnull', False)), fields=('whole', 'start', 'end'), name='claims_claim_part_once'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('part', 0), ('whole', None)), models.Q(('part__gt', 0), ('whole__isnull', False)), _connector='OR'), name='claims_claim_part_of_a_whole'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cuts', []), ('is_current', True), ('whole', None)), models.Q(('cuts__len__gt', 0), ('is_current', False), ('whole', None)), models.Q(('cuts', []), ('whole__isnull', False)), _connector='OR'), name='claims_claim_split_or_current'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(condition=models.Q(('whole', None)), fields=('article', 'earlier'), name='claims_claim_follows_once'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('earlier', None), ('since_last__in', ['', 'new'])), models.Q(('earlier__isnull', False), ('since_last__in', ['unchanged', 'changed'])), _connector='OR'), name='claims_claim_follows_or_new'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='claims_claim_has_extent'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('suggested_probability', None), models.Q(('suggested_probability__gte', 0), ('suggested_probability__lte', 1)), _connector='OR'), name='claims_claim_probability_is_one'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='claims_source_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['named_official', 'named_person', 'organization', 'document', 'media_report', 'unnamed_official', 'unnamed_source', 'hedged', 'unattributed'])), name='claims_source_status_known'),
        ),
        migrations.AddConstraint(
            model_name='attribution',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['named_official', 'named_person', 'organization', 'document', 'media_report', 'unnamed_official', 'unnamed_source', 'hedged', 'unattributed'])), name='claims_attribution_status_known'),
        ),
    ]
