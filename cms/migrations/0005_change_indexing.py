"""A permission of its own for what search engines may index."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ('cms', '0004_pictures_and_organization'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='page',
            options={'permissions': [('bulk_delete_page', 'Delete pages with children'), ('lock_page', "Lock/unlock pages you've locked"), ('publish_page', 'Publish any page'), ('unlock_page', 'Unlock any page'), ('change_indexing', 'Change what search engines may index')], 'verbose_name': 'page', 'verbose_name_plural': 'pages'},
        ),
    ]
