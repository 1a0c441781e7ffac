"""The rights of the four groups as cms.access writes them now: audit, crawlers, changes, IndexNow, redirects, llms.txt."""

from django.db import migrations

from cms import access


def grant(apps, schema_editor):
    access.grant(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ('audit', '0001_initial'),
        ('visits', '0001_visits'),
        ('delivery', '0004_consumers'),
        ('cms', '0026_missed_addresses'),
        ('catalog', '0010_feed_report'),
        ('home', '0005_videos_and_profiles'),
        ('stores', '0003_grant_rights'),
        ('simple_translation', '0001_initial'),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
