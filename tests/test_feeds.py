"""Feeds: the same entries in three formats, whole and absolute, under names that never change."""

import json
from datetime import UTC, datetime, timedelta
from html import unescape
from xml.etree import ElementTree

from django.utils import timezone

from wagtail.models import PageViewRestriction, Site

import pytest

from catalog.models import ProductPage
from cms.models import Page
from home.models import Byline
from tests.make import (
    make_article,
    make_article_index,
    make_author,
    make_category,
    make_content,
    make_picture,
    make_product,
)
from tests.translate import translate

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


@pytest.fixture
def journal(home, organization):
    return make_article_index(home, title="Journal", slug="journal", summary="From the quay.")


def get(client, address, **headers):
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response


def rss(client, address="/journal/feed.xml"):
    return ElementTree.fromstring(get(client, address).content).find("channel")


def atom(client, address="/journal/feed.atom"):
    return ElementTree.fromstring(get(client, address).content)


def json_feed(client, address="/journal/feed.json"):
    return json.loads(get(client, address).content)


def titles(client, address):
    return [item["title"] for item in json_feed(client, address)["items"]]


# One feed, three formats ---------------------------------------------------------------------------------------


def test_three_formats_say_the_same_of_the_same_entries(client, journal):
    ada, bo = (
        make_author(journal, title="Ada Skarra", slug="ada"),
        make_author(journal, title="Bo", slug="bo"),
    )
    fog = make_article(journal, title="Fog", slug="fog", cover=make_picture(800, 600, file_size=2311))
    rime = make_article(journal, title="Rime", published_at=datetime(2026, 5, 5, tzinfo=UTC))
    for author in (ada, bo):
        Byline.objects.create(article=fog, author=author, sort_order=author.pk)
    channel, feed, said = rss(client), atom(client), json_feed(client)
    assert [item["title"] for item in said["items"]] == ["Rime", "Fog"]
    assert rime.title == "Rime"
    assert [item.findtext("title") for item in channel.findall("item")] == ["Rime", "Fog"]
    for item, entry, data in zip(
        channel.findall("item"), feed.findall(f"{ATOM}entry"), said["items"], strict=True
    ):
        assert item.findtext("guid") == entry.findtext(f"{ATOM}id") == data["id"]
        assert item.find("guid").get("isPermaLink") == "false"
        assert item.findtext("link") == entry.find(f"{ATOM}link").get("href") == data["url"]
        assert item.findtext(CONTENT) == entry.findtext(f"{ATOM}content") == data["content_html"]
        assert entry.findtext(f"{ATOM}updated") == data["date_modified"]
        assert item.findtext("description") == entry.findtext(f"{ATOM}summary") == data["summary"]
    fog_item, fog_entry, fog_data = (
        channel.findall("item")[1],
        feed.findall(f"{ATOM}entry")[1],
        said["items"][1],
    )
    assert fog_item.findtext(CREATOR) == "Ada Skarra, Bo"
    assert [one.findtext(f"{ATOM}name") for one in fog_entry.findall(f"{ATOM}author")] == ["Ada Skarra", "Bo"]
    assert fog_data["authors"] == [
        {"name": "Ada Skarra", "url": "https://shop.example/journal/ada/"},
        {"name": "Bo", "url": "https://shop.example/journal/bo/"},
    ]
    enclosure = fog_item.find("enclosure")
    assert enclosure.get("url") == fog_data["image"]
    assert enclosure.get("url").startswith("https://shop.example/media/")
    assert (enclosure.get("type"), enclosure.get("length")) == ("image/png", "2311")


def test_feed_introduces_itself(client, journal):
    make_article(journal)
    channel, feed, said = rss(client), atom(client), json_feed(client)
    assert (
        channel.findtext("title") == feed.findtext(f"{ATOM}title") == said["title"] == "Journal – Night Shop"
    )
    assert channel.findtext("description") == feed.findtext(f"{ATOM}subtitle") == "From the quay."
    assert channel.findtext("link") == said["home_page_url"] == "https://shop.example/journal/"
    assert channel.findtext("language") == said["language"] == "en-GB"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    assert channel.find(f"{ATOM}link").get("href") == "https://shop.example/journal/feed.xml"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "alternate": "https://shop.example/journal/",
        "self": "https://shop.example/journal/feed.atom",
    }
    assert said["feed_url"] == "https://shop.example/journal/feed.json"
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    # RFC 4287, 4.1.1: a feed has an id, a date and an author; of them, one each.
    for name in ("id", "updated", "title"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Night Shop"


def test_feed_without_entries_is_valid_and_always_the_same(client, journal):
    assert atom(client).findall(f"{ATOM}entry") == []
    assert json_feed(client)["items"] == []
    assert get(client, "/journal/feed.xml").content == get(client, "/journal/feed.xml").content


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [("xml", "application/rss+xml"), ("atom", "application/atom+xml"), ("json", "application/feed+json")],
)
def test_feed_is_typed_and_no_page_to_find(client, journal, ending, media_type):
    response = get(client, f"/journal/feed.{ending}")
    assert response["Content-Type"] == f"{media_type}; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Content-Language"] == "en-GB"
    assert client.post(f"/journal/feed.{ending}").status_code == 405


# Content -------------------------------------------------------------------------------------------------------


def test_article_is_told_in_full_with_absolute_addresses(client, home, journal):
    lamps = make_content(home, title="Lamps", slug="lamps")
    picture = make_picture(800, 600, credit="Photo: A. Skarra")
    body = [
        ("heading", {"text": "Weather & light", "level": "2"}),
        ("text", f'<p>Fog. <a linktype="page" id="{lamps.pk}">Lamps</a> <a href="#top">up</a></p>'),
        ("picture", {"picture": picture, "caption": "The quay"}),
        ("gallery", {"pictures": [{"picture": picture, "caption": ""}, {"picture": picture, "caption": ""}]}),
        ("quote", {"text": "Light <is> light", "source": "Ada"}),
        ("table", {"data": [["Lamp", "Hours"], ["Storm", "40"]], "first_row_is_table_header": True}),
        ("faq", {"questions": [{"question": "How long?", "answer": "<p>All night.</p>"}]}),
        ("cards", {"title": "", "pages": [lamps]}),
        ("unquoted", {"pieces": [("text", "<p>Members only.</p>")]}),
    ]
    make_article(journal, slug="fog", body=body)
    html = json_feed(client)["items"][0]["content_html"]
    assert "<h2>Weather &amp; light</h2>" in html
    assert '<a href="https://shop.example/lamps/">Lamps</a>' in html
    assert '<a href="https://shop.example/journal/fog/#top">up</a>' in html
    assert html.count('<img src="https://shop.example/pictures/') == 3
    assert "<figcaption>The quay. Photo: A. Skarra</figcaption>" in html
    assert "<blockquote><p>Light &lt;is&gt; light</p><p><cite>Ada</cite></p></blockquote>" in html
    assert "<tr><th>Lamp</th><th>Hours</th></tr><tr><td>Storm</td><td>40</td></tr>" in html
    assert "<h3>How long?</h3><p>All night.</p>" in html
    assert "Members only" not in html
    assert 'href="/' not in html


def test_hostile_words_stay_words(client, journal):
    title = "<script>alert(1)</script> & \x07“]]>\u202e"
    make_article(
        journal,
        title=title,
        summary="1 < 2 \x00",
        body=[("text", "<p onclick=x>a\x0b<script>b</script></p>")],
    )
    item, entry = rss(client).find("item"), atom(client).find(f"{ATOM}entry")
    data = json_feed(client)["items"][0]
    said = "<script>alert(1)</script> & “]]>"
    assert item.findtext("title") == entry.findtext(f"{ATOM}title") == data["title"] == said
    # Both formats take a summary for HTML.
    assert unescape(item.findtext("description")) == data["summary"] == "1 < 2"
    assert data["content_html"] == "<p>a </p>"


def test_category_tells_its_new_products_with_price_and_availability(client, home, organization):
    shelf = make_category(home, title="Lamps", slug="lamps")
    deep = make_category(shelf, title="Deck")
    old = make_product(shelf, title="Old lamp")
    new = make_product(deep, title="New lamp", variants=2)
    ProductPage.objects.filter(pk=old.pk).update(first_published_at=timezone.now() - timedelta(days=3))
    new.offered[0].stock = 0
    new.offered[0].save()
    items = json_feed(client, "/lamps/feed.json")["items"]
    assert [item["title"] for item in items] == ["New lamp", "Old lamp"]
    assert items[0]["content_html"] == "<p>£48.00 · In stock</p> <p>A useful thing, well made.</p>"
    assert (
        items[1]["url"] == "https://shop.example/lamps/product-" + items[1]["url"].rpartition("product-")[2]
    )


# Who is in it --------------------------------------------------------------------------------------------------


def test_what_is_hidden_private_ended_or_untranslated_is_in_no_feed(client, home, organization):
    translate(home, "ru", title="Лавка", headline="Ночь", lead="Лампы.")
    shelf = make_category(home, title="Lamps", slug="lamps")
    russian = translate(shelf, "ru", slug="lamps", title="Лампы", summary="Полка.")
    kept = make_product(shelf, title="Kept")
    make_product(shelf, title="Draft", live=False)
    make_product(shelf, title="Hidden", noindex=True)
    private = make_product(shelf, title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    ended = make_product(shelf, title="Ended", ending="stays")
    ended.save_revision().publish()
    translate(kept, "ru")
    assert russian.live
    for address in ("/lamps/feed.json", "/feed.json"):
        assert titles(client, address) == ["Kept"]
    for address in ("/ru/lamps/feed.json", "/ru/feed.json"):
        assert titles(client, address) == []


def test_site_has_one_feed_per_language(client, home, journal):
    translate(home, "ru", title="Лавка", headline="Ночь", lead="Лампы.")
    fog = make_article(journal, title="Fog", slug="fog")
    make_product(make_category(home, title="Lamps"), title="Lamp")
    index = translate(journal, "ru", slug="journal", title="Журнал")
    copy = translate(fog, "ru", title="Туман", summary="Что было.", body=[("text", "<p>Туман.</p>")])
    assert index.live
    assert copy.live
    assert set(titles(client, "/feed.json")) == {"Lamp", "Fog"}
    assert titles(client, "/ru/feed.json") == ["Туман"]
    russian, english = json_feed(client, "/ru/feed.json"), json_feed(client, "/feed.json")
    assert russian["language"] == "ru"
    assert not {item["id"] for item in russian["items"]} & {item["id"] for item in english["items"]}
    assert russian["title"] == "Night Shop"


# Names and addresses -------------------------------------------------------------------------------------------


def test_an_entry_keeps_its_id_when_slug_parent_and_host_change(client, home, journal, settings):
    fog = make_article(journal, title="Fog", slug="fog")
    before = json_feed(client)["items"][0]
    other = make_article_index(home, slug="log")
    fog.slug = "mist"
    fog.save_revision().publish()
    fog.move(Page.objects.get(pk=other.pk), "last-child")
    settings.ALLOWED_HOSTS = ["lamps.example"]
    Site.objects.update(hostname="lamps.example")
    Site.clear_site_root_paths_cache()
    client.defaults["HTTP_HOST"] = "lamps.example"
    after = json_feed(client, "/log/feed.json")["items"][0]
    assert (before["url"], after["url"]) == (
        "https://shop.example/journal/fog/",
        "https://lamps.example/log/mist/",
    )
    assert after["id"] == before["id"]


def test_feed_moves_with_its_page(client, journal):
    make_article(journal, title="Fog")
    journal.slug = "log"
    journal.save_revision().publish()
    response = client.get("/journal/feed.atom")
    assert (response.status_code, response["Location"]) == (301, "https://shop.example/log/feed.atom")


def test_feed_of_a_deleted_page_is_gone(client, journal):
    journal.delete()
    assert client.get("/journal/feed.xml").status_code == 410


@pytest.mark.parametrize("address", ["/nothing/feed.xml", "/about/feed.xml", "/vault/feed.xml", "/feed.rdf"])
def test_no_feed_where_no_page_with_a_feed_may_be_read(client, home, organization, address):
    make_content(home, slug="about")
    vault = make_article_index(home, slug="vault")
    PageViewRestriction.objects.create(page=vault, restriction_type="login")
    assert client.get(address).status_code == 404


def test_page_names_its_feeds_to_programs_and_to_people(client, home, journal):
    fog = make_article(journal, slug="fog")
    about = make_content(home, slug="about")
    links = [link for link in journal.get_head().link_tags() if "title" in link]
    assert [(link["type"], link["title"], link["href"]) for link in links] == [
        ("application/rss+xml", "Journal – Night Shop (RSS)", "https://shop.example/journal/feed.xml"),
        ("application/atom+xml", "Journal – Night Shop (Atom)", "https://shop.example/journal/feed.atom"),
        (
            "application/feed+json",
            "Journal – Night Shop (JSON Feed)",
            "https://shop.example/journal/feed.json",
        ),
    ]
    assert links == [link for link in fog.get_head().link_tags() if "title" in link]
    assert not [link for link in about.get_head().link_tags() if "title" in link]
    html = get(client, "/journal/").content.decode()
    assert '<a href="/journal/feed.xml">RSS</a>' in html
    assert 'rel="alternate" type="application/atom+xml"' in html
    assert '<a href="/feed.json">JSON Feed</a>' in get(client, "/").content.decode()
    told = client.get("/api/v1/resolve/", {"path": "/journal/"}).json()["head"]["links"]
    assert all(link in told for link in links)


# Cost ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["xml", "atom", "json"])
def test_unchanged_feed_is_not_sent_again(client, journal, ending):
    article = make_article(journal, title="Fog")
    address = f"/journal/feed.{ending}"
    response = get(client, address)
    for headers in (
        {"if-none-match": response["ETag"]},
        {"if-modified-since": response["Last-Modified"]},
    ):
        assert client.get(address, headers=headers).status_code == 304
    article.title = "Fog and rime"
    article.save_revision().publish()
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 200


def test_site_feed_costs_the_same_for_three_entries_and_for_thirty(
    client, home, journal, django_assert_max_num_queries
):
    shelf, author = make_category(home), make_author(journal)
    picture = make_picture(800, 600)

    def grow(number):
        for _ in range(number):
            linked = make_product(shelf, variants=2, pictures=[picture])
            text = f'<p><a linktype="page" id="{linked.pk}">it</a></p>'
            article = make_article(journal, cover=picture, body=[("text", text), ("text", text)])
            Byline.objects.create(article=article, author=author)

    grow(2)
    get(client, "/feed.xml")
    with django_assert_max_num_queries(19) as few:
        get(client, "/feed.xml")
    grow(15)
    with django_assert_max_num_queries(len(few)):
        get(client, "/feed.xml")
