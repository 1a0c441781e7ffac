"""A day of edits, hour by hour: the sitemap's dates move for exactly the pages that show something else."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.core.management import call_command

from wagtail.models import Locale, Site

import pytest
import time_machine
from lxml import etree

from catalog.models import ProductPage, Variant
from cms.models import Page, Phrase, RedirectRule
from tests.make import (
    make_attribute,
    make_brand,
    make_category,
    make_content,
    make_fact,
    make_picture,
    make_product,
)

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 6, 1, tzinfo=UTC)
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def fetched(client, path: str) -> etree._Element:
    answer = client.get(path, headers={"host": "shop.example"})
    assert answer.status_code == 200, path
    return etree.fromstring(b"".join(answer) if answer.streaming else answer.content)


def dates(client) -> dict[str, datetime]:
    """The lastmod of every address, as a crawler reads them; each file's date in the index is its newest."""
    found = {}
    for entry in fetched(client, "/sitemap.xml"):
        loc, said = (entry.find(f"{SITEMAP}{name}").text for name in ("loc", "lastmod"))
        urls = fetched(client, loc.removeprefix("https://shop.example"))
        within = {url.find(f"{SITEMAP}loc").text: url.find(f"{SITEMAP}lastmod").text for url in urls}
        assert max(within.values()) == said, loc
        found |= {url: datetime.fromisoformat(date) for url, date in within.items()}
    return found


def test_a_day_of_edits_moves_exactly_the_right_dates(home, organization, client):
    Page.objects.update(content_changed_at=DAY)  # the fixtures were made at the real time
    with time_machine.travel(DAY, tick=False):
        picture, brand, metal = make_picture(), make_brand(), make_attribute(label="Metal")
        shelf = make_category(home, slug="lamps")
        lamp = make_product(shelf, slug="lamp", brand=brand, pictures=[picture])
        make_fact(lamp, metal, "brass")
        other = make_product(shelf, slug="other", brand=brand)
        story = make_content(home, slug="story", body=[("picture", {"picture": picture, "caption": ""})])
        about = make_content(home, slug="about", body=[("text", "<p>About us.</p>")])
        russian, _ = Locale.objects.get_or_create(language_code="ru")
        front = home.copy_for_translation(russian)
        front.headline = front.lead = "Дом"
        front.save_revision().publish()
        Site.clear_site_root_paths_cache()
        shelf_ru = shelf.copy_for_translation(russian)
        shelf_ru.summary = "Полка."
        shelf_ru.save_revision().publish()
        lamp_ru = lamp.copy_for_translation(russian)
        lamp_ru.description = "<p>Светит.</p>"
        lamp_ru.save_revision().publish()
    everything = {
        page.full_url for page in (home, shelf, lamp, other, story, about, front, shelf_ru, lamp_ru)
    }

    def edit(page, **fields):
        def save() -> None:
            edited = Page.objects.get(pk=page.pk).specific
            for name, value in fields.items():
                setattr(edited, name, value)
            edited.save_revision().publish()

        return save

    def change(thing, **fields):
        def save() -> None:
            stored = type(thing).objects.get(pk=thing.pk)
            for name, value in fields.items():
                setattr(stored, name, value)
            stored.save()

        return save

    def deploy() -> None:
        call_command("migrate", verbosity=0)
        Site.clear_site_root_paths_cache()
        for page in (home, lamp, story):
            client.get(page.full_url, headers={"host": "shop.example"})

    variant = Variant.objects.get(product=lamp)
    hours = [
        ("a text", edit(about, body=[("text", "<p>About all of us.</p>")]), {about}),
        ("the same text, published again", edit(about), set()),
        ("a draft", lambda: Page.objects.get(pk=about.pk).specific.save_revision(), set()),
        ("a price", change(variant, price=Decimal("52.00")), {lamp, lamp_ru}),
        ("the same price, saved again", change(variant), set()),
        ("stock, 7 to 6", change(variant, stock=6), set()),
        ("stock, 6 to 2: said", change(variant, stock=2), {lamp, lamp_ru}),
        ("stock, 2 to 0: sold out", change(variant, stock=0), {lamp, lamp_ru}),
        ("a shared picture's words", change(picture, alt_text="A lamp in fog"), {lamp, lamp_ru, story}),
        ("a shared picture's title", change(picture, title="lamp-final-2"), set()),
        ("the maker's name", change(brand, name="Wick & Sons"), {lamp, lamp_ru, other}),
        (
            "a translated phrase",
            lambda: Phrase.objects.create(locale=russian, source="Metal", text="Металл"),
            {lamp_ru},
        ),
        ("a translation's text", edit(lamp_ru, description="<p>Светит ярче.</p>"), {lamp_ru}),
        ("a deploy", deploy, set()),
        (
            "a redirect",
            lambda: RedirectRule(site=Site.objects.get(), path="/old-about/", page=about).save(),
            set(),
        ),
        ("noindex elsewhere, taken back", lambda: [edit(story, noindex=n)() for n in (True, False)], set()),
        ("the organization", change(organization, telephone="+44 1632 960777"), {home, front}),
    ]
    with time_machine.travel(DAY + timedelta(minutes=1), tick=False):
        before = dates(client)
    assert set(before) == everything
    for hour, (what, work, expected) in enumerate(hours, start=1):
        now = DAY + timedelta(hours=hour)
        with time_machine.travel(now, tick=False):
            work()
            after = dates(client)
        moved = {url for url in after if after[url] != before.get(url)}
        assert moved == {page.full_url for page in expected}, what
        assert {after[url] for url in moved} <= {now}, what
        before = after
    lamp = ProductPage.objects.get(pk=lamp.pk)
    [node] = [n for n in lamp.get_head().json_ld["@graph"] if n["@type"] == "ItemPage"]
    assert datetime.fromisoformat(node["dateModified"]) == before[lamp.full_url]
