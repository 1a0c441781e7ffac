"""Every model whose rows readers can see writes the change log, or stands here with the reason why not."""

from django.apps import apps
from django.core.files.base import ContentFile

from wagtail.documents.models import Document
from wagtail.models import Locale, Site

import pytest

from catalog.models import Variant
from cms.models import CrawlRules, DocumentPolicy, Organization, Page, Phrase, Picture, Policies
from cms.models.recorded import Recorded, RecordedPage
from cms.querysets import PageQuerySet
from delivery import tags
from tests.changing import brief, changes
from tests.make import (
    make_attribute,
    make_brand,
    make_category,
    make_content,
    make_picture,
    make_policy,
    make_product,
    make_variant,
)

# Beside pages and what is `Recorded`.
ITS_OWN_WAY = {
    "cms.RedirectRule": "save, delete; cms.redirects.bulk.write",
    "catalog.Variant": "save, delete",
    "catalog.Review": "save, delete; its queryset's decide and delete",
    "cms.Picture": "save, delete; its queryset's delete",
    "wagtailcore.PageViewRestriction": "cms.foreign",
    "wagtailcore.CollectionViewRestriction": "cms.foreign",
    "wagtailcore.Site": "cms.foreign",
    "wagtailcore.Locale": "cms.foreign",
    "wagtaildocs.Document": "cms.foreign",
}
WITH_ITS_PAGE = "saved with its page, whose publication is recorded"
ADMIN = "seen in the admin only"
SILENT = {
    **dict.fromkeys(
        (
            "home.FormField",
            "home.Byline",
            "home.RelatedPage",
            "home.Clip",
            "catalog.AttributeValue",
            "catalog.ProductPage_more_categories",
            "catalog.ProductPicture",
            "catalog.RelatedProduct",
            "stores.OpeningHours",
            "stores.SpecialHours",
            "stores.Department",
            "stores.Performer",
            "stores.Ticket",
        ),
        WITH_ITS_PAGE,
    ),
    "headless.TokenPolicy": ADMIN,
    "headless.KeptAnswer": ADMIN,
    "headless.PreviewToken": ADMIN,
    "headless.FrontEnd": ADMIN,
    "headless.LiveDraft": ADMIN,
    "headless.BulkJob": ADMIN,
    "headless.BulkPart": ADMIN,
    "headless.BulkRow": ADMIN,
    "delivery.Change": "the log itself",
    "delivery.Consumer": ADMIN,
    "delivery.Job": ADMIN,
    "delivery.Undelivered": ADMIN,
    "delivery.IndexNow": ADMIN,
    "delivery.PurgedTag": ADMIN,
    "delivery.QueuedAddress": ADMIN,
    "delivery.Batch": ADMIN,
    "delivery.Pruned": ADMIN,
    "delivery.Webhook": "its receivers hear of changes; no reader sees it",
    "delivery.Delivery": "made from the log",
    "catalog.FeedRun": ADMIN,
    "catalog.FeedFinding": ADMIN,
    "cms.Rendition": "follows its picture, which is recorded",
    "cms.MissedAddress": ADMIN,
    "home.Receipt": ADMIN,
    "home.SubmittedFile": ADMIN,
    "cms.User": ADMIN,
    "cms.User_groups": ADMIN,
    "cms.User_user_permissions": ADMIN,
    "wagtailsearchpromotions.SearchPromotion": "shown on the search page only, which no cache keeps and nobody lists",
}
# Apps whose rows no reader sees, but for the models named above.
SILENT_APPS = {
    "audit",
    "visits",
    "admin",
    "auth",
    "contenttypes",
    "django_tasks_database",
    "sessions",
    "simple_translation",
    "taggit",
    "wagtailadmin",
    "wagtailcore",
    "wagtaildocs",
    "wagtailembeds",
    "wagtailforms",
    "wagtailimages",
    "wagtailsearch",
    "wagtailsearchpromotions",
    "wagtailusers",
}


def test_every_model_records_or_says_why_not():
    unknown = []
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if issubclass(model, RecordedPage | Recorded) or label in ITS_OWN_WAY | SILENT:
            continue
        if model._meta.app_label not in SILENT_APPS:
            unknown.append(label)
    assert unknown == []


def test_every_page_type_is_deleted_through_the_queryset_that_records():
    page_types = [model for model in apps.get_models() if issubclass(model, Page)]
    assert len(page_types) > 10
    assert [
        model for model in page_types if type(model.objects.all()).delete is not PageQuerySet.delete
    ] == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "field", "value"),
    [
        (Organization, "email", "x@shop.example"),
        (CrawlRules, "hide_documents", True),
        (Policies, "return_days", 30),
    ],
)
def test_a_setting_is_told_of_its_site_and_only_when_it_changes(site, model, field, value):
    with changes() as found:
        setting = model.for_site(site)
        setting.save()
    assert found == []
    setattr(setting, field, value)
    with changes() as found:
        setting.save()
    [change] = found
    assert (change.kind, change.site_id) == ("settings", site.pk)
    assert set(change.tags) == {tags.SETTINGS, tags.site(site.pk)}


@pytest.mark.django_db
def test_a_phrase_is_a_change_in_its_language(home):
    russian = Locale.objects.get_or_create(language_code="ru")[0]
    with changes() as found:
        phrase = Phrase.objects.create(locale=russian, source="Red", text="Красный")
        phrase.save()
        phrase.delete()
    assert [(change.kind, change.locale) for change in found] == [("translation", "ru")] * 2
    assert found[0].tags == [tags.PHRASES, tags.locale("ru")]


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_brand, make_attribute])
def test_what_products_share_ends_what_was_said_of_products(make):
    thing = make()
    name = "name" if hasattr(thing, "name") else "label"
    setattr(thing, name, "Another")
    with changes() as found:
        thing.save()
        thing.save()
    assert [(change.kind, change.tags) for change in found] == [
        ("settings", [tags.type_("catalog.productpage")])
    ]


@pytest.mark.django_db
def test_filters_of_a_category_end_its_lists(home):
    category = make_category(home)
    with changes() as found:
        make_policy(category)
    assert [change.kind for change in found] == ["settings"]
    assert tags.page(category.pk) in found[0].tags


@pytest.mark.django_db
def test_a_document_and_what_search_engines_may_do_with_it_are_told(site):
    with changes() as found:
        document = Document.objects.create(title="Manual", file=ContentFile(b"x", "manual.pdf"))
        policy = DocumentPolicy.objects.create(document=document, listing="hide")
        policy.delete()
    assert [change.kind for change in found] == ["settings"] * 3
    assert found[0].urls == [f"https://shop.example{document.url}"]


@pytest.mark.django_db
def test_another_host_is_told_once(site):
    with changes() as found:
        Site.objects.get(pk=site.pk).delete()
    assert [(change.kind, change.site_id) for change in found] == [("settings", None)]


@pytest.mark.django_db
def test_a_replaced_picture_changes_the_pages_that_show_it(home):
    picture, own = make_picture(), make_picture()
    shelf = make_category(home, slug="lamps")
    make_product(shelf, slug="lamp", pictures=[picture])
    other = make_product(shelf, slug="other")
    variant = make_variant(other)
    Variant.objects.filter(pk=variant.pk).update(picture=own)  # as an import writes it
    make_content(home)
    picture.alt_text = "A lamp, lit."
    with changes() as found:
        picture.save()
        picture.title = "Only for the admin"
        picture.save()
    assert brief(found) == [("upsert", ["/lamps/lamp/"], ["/lamps/lamp/"])]
    own.alt_text = "Another, unlit."
    with changes() as found:
        own.save()
    assert brief(found) == [("upsert", ["/lamps/other/"], ["/lamps/other/"])]
    with changes() as found:
        Picture.objects.filter(pk=picture.pk).delete()
        own.delete()
    assert sorted(new for _kind, new, _old in brief(found)) == [["/lamps/lamp/"], ["/lamps/other/"]]
