"""What the change log is told of Wagtail's own models. They cannot call it, so they are heard by signal, these only;
everything of ours calls `delivery.log` where it saves. Django sends each signal in the transaction of the write.
"""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_save

from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction, Locale, PageViewRestriction, Site

from cms.changes import record_appearance
from cms.redirects import moves
from delivery import log, tags
from delivery.models import Change

SITEWIDE = (Site, Locale)
FILES = (Document, CollectionViewRestriction)


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(restriction_saved, sender=PageViewRestriction)
    post_delete.connect(restriction_deleted, sender=PageViewRestriction)
    for model in SITEWIDE:
        pre_save.connect(sitewide_changes, sender=model)
        post_save.connect(sitewide_changed, sender=model)
        post_delete.connect(sitewide_changed, sender=model)
    for model in FILES:
        post_save.connect(file_changed, sender=model)
        post_delete.connect(file_changed, sender=model)


def restriction_saved(instance: PageViewRestriction, created: bool, raw: bool, **_signal: Any) -> None:
    """What it covers and no other restriction covered is no longer for everybody."""
    if not created or raw:
        return
    with transaction.atomic():
        record_appearance(_covered(instance).public_but_for(instance), visible=False)


def restriction_deleted(instance: PageViewRestriction, origin: Any, **_signal: Any) -> None:
    """What it covered is for everybody again, unless it went with its page."""
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        with transaction.atomic():
            record_appearance(_covered(instance), visible=True)


def sitewide_changes(instance: Model, raw: bool = False, **_signal: Any) -> None:
    """What is about to be saved keeps where the sites began before."""
    if not raw and not instance._state.adding:
        instance.roots_before = moves.roots_now()


def sitewide_changed(instance: Model, raw: bool = False, **_signal: Any) -> None:
    """A site's host, root or name; a language: every address and every frame may be another. Old addresses lead on
    to where their pages are now."""
    if raw:
        return
    concerned = [tags.site(instance.pk)] if isinstance(instance, Site) else []
    roots_before = instance.__dict__.pop("roots_before", None)
    with transaction.atomic():
        if roots_before is not None:
            moves.resettle(roots_before)
        # Not as foreign key: a site's own row may just have been deleted.
        log.record(Change.Kind.SETTINGS, tags=[tags.SETTINGS, *concerned])


def file_changed(instance: Model, raw: bool = False, **_signal: Any) -> None:
    """A document's file, name or privacy; pages link to it and may say its size."""
    if raw:
        return
    urls = [instance.url] if isinstance(instance, Document) else []
    with transaction.atomic():
        log.record(Change.Kind.SETTINGS, urls=_absolute(urls), tags=[tags.SETTINGS])


def _covered(restriction: PageViewRestriction) -> Any:
    return apps.get_model("cms", "Page").objects.open().closed_by(restriction.page_id)


def _absolute(urls: list[str]) -> list[str]:
    site = Site.objects.filter(is_default_site=True).first()
    return [url if "://" in url or site is None else site.root_url + url for url in urls]
