"""Main addresses on this site become the pages they lead to."""

from urllib.parse import unquote, urlsplit

from django.db import migrations


def resolve(apps, schema_editor):
    pages = apps.get_model("cms", "Page").objects.using(schema_editor.connection.alias)
    sites = apps.get_model("wagtailcore", "Site").objects.using(schema_editor.connection.alias)
    roots = {site.hostname: pages.get(pk=site.root_page_id).url_path.rstrip("/") for site in sites.all()}
    for page in pages.exclude(canonical_url=""):
        address = urlsplit(page.canonical_url)
        if address.hostname in roots:
            parts = [part for part in unquote(address.path).lower().split("/") if part]
            path = "/".join([roots[address.hostname], *parts, ""])
            page.canonical_page = pages.filter(url_path=path).exclude(pk=page.pk).first()
            page.canonical_url = ""
            page.save(update_fields=["canonical_page", "canonical_url"])


class Migration(migrations.Migration):
    dependencies = [("cms", "0008_robots"), ("wagtailcore", "0098_apitoken")]

    operations = [migrations.RunPython(resolve, migrations.RunPython.noop)]
