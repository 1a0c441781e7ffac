"""Give the base page its locale and translation key, filled for the pages wagtailcore created."""

from django.db import migrations

from wagtail.models import BootstrapTranslatableModel
from wagtail.models.i18n import BootstrapLocaleField, BootstrapTranslationKeyField


class Migration(migrations.Migration):
    dependencies = [
        ('cms', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        BootstrapLocaleField('cms.Page'),
        BootstrapTranslationKeyField('cms.Page'),
        BootstrapTranslatableModel('cms.Page'),
    ]
