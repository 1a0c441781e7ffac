"""A site of any size in a temporary database, made in seconds: rows written directly, no forms, no index."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def start(*, own_database: bool = True) -> None:
    """Django with an empty, migrated database in a folder that goes away with this process; without `own_database` in
    the one DATABASE_URL names."""
    folder = tempfile.TemporaryDirectory(prefix="pharos-benchmark-")
    start.folder = folder  # kept alive until the process ends
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PHAROS_ENV": "local",
        "MEDIA_ROOT": f"{folder.name}/media",
        "PUBLIC_URL": "https://shop.example",
        "ALLOWED_HOSTS": "shop.example",
        "SECURE": "0",
        "API_RATE_ANONYMOUS": "",
        "LOG_LEVEL": "ERROR",
    }
    if own_database:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder.name}/db.sqlite3"
    import django
    from django.conf import settings

    # Wagtail's own sitemap view, measured beside ours, prints a template of this application.
    settings.INSTALLED_APPS.append("django.contrib.sitemaps")
    django.setup()
    from django.core.management import call_command

    from cms.sites import point_default_site_at_public_url

    call_command("migrate", verbosity=0)
    point_default_site_at_public_url()


def add_pages(model: type, parent: object, count: int, **columns: object) -> None:
    """`count` published pages of `model` below `parent`; `columns` are facts of the model's own table."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection
    from django.utils import timezone

    from cms.models import Page

    parent.refresh_from_db()
    first = parent.numchild + 1
    now = timezone.now()
    content_type = ContentType.objects.get_for_model(model)
    rows = [
        Page(
            path=Page._get_path(parent.path, parent.depth + 1, number),
            depth=parent.depth + 1,
            title=f"{model.__name__} {number}",
            draft_title=f"{model.__name__} {number}",
            slug=f"{model.__name__.lower()}-{number}",
            url_path=f"{parent.url_path}{model.__name__.lower()}-{number}/",
            content_type=content_type,
            locale_id=parent.locale_id,
            live=True,
            first_published_at=now,
            last_published_at=now,
            content_changed_at=now,
        )
        for number in range(first, first + count)
    ]
    made = Page.objects.bulk_create(rows, batch_size=500)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + count)
    own = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    values = [
        field.get_db_prep_save(columns.get(field.name, field.get_default()), connection) for field in own
    ]
    names = ", ".join(["page_ptr_id", *(field.column for field in own)])
    places = ", ".join(["%s"] * (len(own) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})",
            [(page.pk, *values) for page in made],
        )


def count_rows() -> None:
    """Let the database count its rows, as a running one has done long ago."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def add_products(parent: object, count: int) -> None:
    """`count` products of two variants below a category."""
    from catalog.models import ProductPage, Variant

    add_pages(ProductPage, parent, count, summary="A thing.", description="<p>A thing, well made.</p>")
    Variant.objects.bulk_create(
        [
            Variant(
                product=product, sku=f"SKU-{product.pk}-{size}", size=size, price=Decimal("48.00"), position=n
            )
            for product in ProductPage.objects.filter(variants=None).only("pk")
            for n, size in enumerate(("M", "L"))
        ],
        batch_size=500,
    )


def cpu_seconds(work: Callable[[], object], rounds: int) -> float:
    """CPU time of one call: the least of `rounds`, after one that warms up."""
    work()
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)
