from django.db import migrations, models
from django.db.models.functions import Coalesce


def date_published_pages(apps, schema_editor):
    """What is known of pages so far: when they were published last. A migration is no change."""
    apps.get_model("cms", "Page").objects.update(
        content_changed_at=Coalesce("last_published_at", "first_published_at")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('cms', '0019_traits'),
    ]

    operations = [
        migrations.AddField(
            model_name='page',
            name='content_changed_at',
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='page',
            name='content_changes_at',
            field=models.DateTimeField(blank=True, db_index=True, editable=False, null=True),
        ),
        migrations.RunPython(date_published_pages, migrations.RunPython.noop, elidable=True),
    ]
