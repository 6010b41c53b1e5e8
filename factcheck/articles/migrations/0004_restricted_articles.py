import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0003_read_as_outlet'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Restriction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='NamedEditor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('restriction', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='named', to='articles.restriction')),
            ],
        ),
        migrations.AddField(
            model_name='article',
            name='restriction',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='articles.restriction'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('restriction__isnull', False)), fields=['restriction'], name='articles_restricted'),
        ),
        migrations.AddConstraint(
            model_name='namededitor',
            constraint=models.UniqueConstraint(fields=('restriction', 'person'), name='articles_namededitor_named_once'),
        ),
    ]
