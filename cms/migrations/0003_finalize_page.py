"""What of the base page needs wagtailcore: revisions, and locale and translation key as they should be."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ('cms', '0002_bootstrap_locale'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AddField(model_name='page', name='latest_revision', field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
        migrations.AddField(model_name='page', name='live_revision', field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
        migrations.AlterField(model_name='page', name='locale', field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
        migrations.AlterField(model_name='page', name='translation_key', field=models.UUIDField(default=uuid.uuid4, editable=False)),
        migrations.AlterUniqueTogether(name='page', unique_together={('translation_key', 'locale')}),
    ]
