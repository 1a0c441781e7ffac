"""The rights of the four groups as cms.access writes them now: menus, webhooks, bulk writes."""

from django.db import migrations

from cms import access


def grant(apps, schema_editor):
    access.grant(apps, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [
        ('audit', '0002_grant_rights'),
        ('headless', '0006_kept_answers'),
        ('delivery', '0005_webhooks'),
        ('cms', '0029_dominant_color'),
        ('catalog', '0012_absent_pages'),
        ('home', '0007_largest_file_may_be_left_out'),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
