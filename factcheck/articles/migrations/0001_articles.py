import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Outlets and articles, with what the API has loaded."""

    initial = True

    replaces = [
        ('articles', '0001_initial'),
        ('articles', '0002_api_loads'),
        ('articles', '0003_revisions'),
        ('articles', '0004_url_keys'),
    ]

    dependencies = [
        ('accounts', '0001_people'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='articles_outlet_one_per_name')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=300)),
                ('byline', models.CharField(blank=True, max_length=200)),
                ('url', models.URLField(blank=True, max_length=1000, verbose_name='URL')),
                ('url_key', models.CharField(blank=True, editable=False, max_length=1000)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('superseded_at', models.DateTimeField(editable=False, null=True)),
                ('published_on', models.DateField(blank=True, null=True, verbose_name='publication date')),
                ('text', models.TextField()),
                ('text_sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('detector', models.CharField(editable=False, max_length=100)),
                ('loaded_at', models.DateTimeField(auto_now_add=True)),
                ('archived_at', models.DateTimeField(editable=False, null=True)),
                ('newest', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('published_on', models.Value('0001-01-01', output_field=models.DateField())), output_field=models.DateField())),
                ('search', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='english', weight='A'), '||', django.contrib.postgres.search.SearchVector(django.db.models.functions.text.Left('text', 250000), config='english', weight='B'), django.contrib.postgres.search.SearchConfig('english')), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('archived_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('loaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revises', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='revised_by', to='articles.article')),
                ('outlet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.outlet')),
            ],
            options={
                'permissions': [('export_report', 'Can export review reports')],
            },
        ),
        migrations.CreateModel(
            name='ApiLoad',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, max_length=255)),
                ('request_sha256', models.CharField(max_length=64)),
                ('is_new', models.BooleanField()),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('token', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='loads', to='accounts.apitoken')),
                ('article', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.article')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('token', 'key'), name='articles_apiload_key_once')],
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='articles_search'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('archived_at', None), ('superseded_at', None)), fields=['-newest', '-id'], name='articles_newest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['outlet', '-newest', '-id'], name='articles_outlet_newest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(django.db.models.functions.text.Lower('title'), models.F('id'), condition=models.Q(('archived_at', None), ('superseded_at', None)), name='articles_title'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('archived_at__isnull', False)), fields=['-newest', '-id'], name='articles_archived'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('superseded_at__isnull', False)), fields=['-newest', '-id'], name='articles_superseded'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.HashIndex(fields=['url_key'], name='articles_url_key'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='articles_article_titled'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='articles_article_with_text'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('archived_at', None), ('archived_by', None)), models.Q(('archived_at__isnull', False), ('archived_by__isnull', False)), _connector='OR'), name='articles_article_archived_signed'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revises', None), ('version', 1)), models.Q(('revises__isnull', False), ('version__gt', 1)), _connector='OR'), name='articles_article_first_or_revises'),
        ),
        # The triggers of other rooms are made on it before a later migration installs this room's own.
        migrations.RunSQL(
            """
            CREATE OR REPLACE FUNCTION factcheck_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              RAISE EXCEPTION '% of % refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
                USING ERRCODE = 'integrity_constraint_violation';
            END $$;
            """,
            migrations.RunSQL.noop,
        ),
    ]
