"""The rights of the four groups as cms.access writes them now: stores, reviews, filters, policies, translation."""

from django.db import migrations

from cms import access


def grant(apps, schema_editor):
    access.grant(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ('stores', '0002_events'),
        ('cms', '0019_traits'),
        ('home', '0005_videos_and_profiles'),
        ('catalog', '0009_traits'),
        ('simple_translation', '0001_initial'),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
