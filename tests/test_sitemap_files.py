"""Which file of the sitemap an address stands in, what stands beside it, and how a file is answered."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from random import Random

from wagtail.models import Locale, Site

import pytest
import time_machine
from lxml import etree

from cms.models import Page
from cms.sitemaps.blocks import LAST_ID, STEP, Step, blocks, is_block, step_of
from cms.sitemaps.files import entries, files
from home.models import ContentPage
from seo.sitemaps import MOST_BYTES, MOST_URLS
from tests.make import (
    make_article,
    make_article_index,
    make_category,
    make_content,
    make_picture,
    make_product,
    make_video,
)
from tests.schema import sitemap_errors

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "video": "http://www.google.com/schemas/sitemap-video/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
NOW = datetime(2026, 6, 10, 12, tzinfo=UTC)


# Ranges ------------------------------------------------------------------------------------------------


def steps_of(ids, size: int = 100) -> list[Step]:
    counts: dict[int, int] = {}
    for id_ in ids:
        counts[step_of(id_)] = counts.get(step_of(id_), 0) + 1
    return [Step(number, count, count * size, NOW) for number, count in sorted(counts.items())]


def test_few_pages_stand_in_one_file_however_far_apart_their_ids():
    [block] = blocks(steps_of([1, 5_000, 3_000_000]))
    assert (block.first, block.last) == (1, LAST_ID)


def test_a_million_pages_in_a_row_fill_their_files():
    found = list(blocks(steps_of(range(1, 1_000_001))))
    assert len(found) == 21
    assert all(block.last - block.first + 1 == 49_152 for block in found[:-1])


def test_no_file_is_larger_than_allowed_by_number_or_by_bytes():
    random = Random(7)
    ids = sorted(random.sample(range(1, 2_000_000), 300_000))
    for size in (100, 3_000):
        found = list(blocks(steps_of(ids, size)))
        within = [[id_ for id_ in ids if block.first <= id_ <= block.last] for block in found]
        assert sum(map(len, within)) == len(ids)
        assert max(map(len, within)) <= MOST_URLS
        assert max(map(len, within)) * size <= MOST_BYTES


def test_new_pages_change_the_last_file_only():
    before = {(block.first, block.last) for block in blocks(steps_of(range(1, 200_001)))}
    after = {(block.first, block.last) for block in blocks(steps_of(range(1, 240_001)))}
    kept = before & after
    assert len(before) - len(kept) <= 1
    assert {first for first, _last in after - kept} >= {max(first for first, _last in before)} - {
        first for first, _last in kept
    }


def test_a_full_file_is_halved_and_no_other_is_touched():
    ids = [*range(1, 60_001, 2), *range(100_001, 140_001)]
    before = {(block.first, block.last) for block in blocks(steps_of(ids))}
    fuller = sorted({*ids, *range(1, 60_001)})
    after = {(block.first, block.last) for block in blocks(steps_of(fuller))}
    assert before - after == {(1, 98_304)}
    assert after - before == {(1, 49_152), (49_153, 98_304)}


@pytest.mark.parametrize(
    ("first", "last", "is_one"),
    [
        (1, STEP, True),
        (STEP + 1, 2 * STEP, True),
        (1, LAST_ID, True),
        (LAST_ID + 1, 2 * LAST_ID, True),
        (0, STEP - 1, False),
        (2, STEP + 1, False),
        (1, STEP * 3, False),
        (STEP + 1, 3 * STEP, False),
        (1, 2 * LAST_ID, False),
        (STEP, 1, False),
    ],
)
def test_only_a_range_that_halving_leads_to_is_a_file(first, last, is_one):
    assert is_block(first, last) is is_one


# Files -------------------------------------------------------------------------------------------------


def get(client, path: str, **headers):
    return client.get(path, headers={"host": "shop.example", **headers})


def body_of(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def xml_of(client, path: str):
    answer = get(client, path)
    assert answer.status_code == 200, path
    body = body_of(answer)
    assert sitemap_errors(body.decode()) == []
    return etree.fromstring(body)


def texts(tree, path: str) -> list[str]:
    return [found if isinstance(found, str) else found.text for found in tree.xpath(path, namespaces=NAMES)]


def path_of(section: str, language: str = "en-gb") -> str:
    return f"/sitemap-{section}-{language}-1-{LAST_ID}.xml"


@pytest.fixture
def russian(home):
    locale, _ = Locale.objects.get_or_create(language_code="ru")
    home.copy_for_translation(locale).save_revision().publish()
    translated = home.get_translation(locale)
    translated.headline, translated.lead = "Дом", "По-русски."
    translated.save_revision().publish()
    Site.clear_site_root_paths_cache()
    return locale


def translate(page, locale, text: str = "По-русски."):
    copy = page.copy_for_translation(locale)
    copy.summary = text
    copy.save_revision().publish()
    return copy


@pytest.mark.django_db
def test_each_language_has_files_of_its_own_that_name_the_others(home, russian, client):
    page = make_content(home, slug="fog")
    translated = translate(page, russian)
    names = texts(xml_of(client, "/sitemap.xml"), "//s:loc")
    assert f"https://shop.example{path_of('contentpage')}" in names
    assert f"https://shop.example{path_of('contentpage', 'ru')}" in names
    for language, own in (("en-gb", page), ("ru", translated)):
        tree = xml_of(client, path_of("contentpage", language))
        assert texts(tree, "//s:loc") == [own.full_url]
        assert texts(tree, "//xhtml:link/@href") == [page.full_url, translated.full_url, page.full_url]
        assert texts(tree, "//xhtml:link/@hreflang") == ["en-GB", "ru", "x-default"]


@pytest.mark.django_db
def test_one_change_rewrites_one_file(home, russian, client):
    """Of a hundred pages in two languages, and byte for byte."""
    pages = [make_content(home) for _ in range(4)]
    others = [translate(page, russian) for page in pages]
    make_product(make_category(home))

    def bodies() -> dict[str, bytes]:
        names = texts(xml_of(client, "/sitemap.xml"), "//s:loc")
        return {name: body_of(get(client, name.removeprefix("https://shop.example"))) for name in names}

    before = bodies()
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=1), tick=False):
        others[2].summary = "Иначе."
        others[2].save_revision().publish()
    after = bodies()
    assert {name for name in before if before[name] != after[name]} == {
        f"https://shop.example{path_of('contentpage', 'ru')}"
    }


@pytest.mark.django_db
def test_the_index_dates_each_file_by_its_newest_entry(home, client):
    for day, page in enumerate([make_content(home), make_content(home)], start=1):
        Page.objects.filter(pk=page.pk).update(content_changed_at=datetime(2026, 5, day, tzinfo=UTC))
    tree = xml_of(client, "/sitemap.xml")
    for entry in tree.xpath("//s:sitemap", namespaces=NAMES):
        [loc], [date] = texts(entry, "s:loc"), texts(entry, "s:lastmod")
        assert date == max(texts(xml_of(client, loc.removeprefix("https://shop.example")), "//s:lastmod"))


@pytest.mark.django_db
def test_a_section_that_grows_is_halved_and_still_lists_all(home, monkeypatch):
    monkeypatch.setattr("cms.sitemaps.blocks.MOST_URLS", 3)
    monkeypatch.setattr("cms.sitemaps.blocks.STEP", 2)
    monkeypatch.setattr("cms.sitemaps.files.STEP", 2)
    pages = {make_content(home).full_url for _ in range(9)}
    site = Site.objects.get()
    mine = [file for file in files(site) if file.section == "contentpage"]
    listed = [
        [url.loc for url in entries(site, file.section, file.language, file.first, file.last)]
        for file in mine
    ]
    assert len(mine) > 2
    assert max(map(len, listed)) <= 3
    assert {loc for locs in listed for loc in locs} == pages
    assert sum(map(len, listed)) == len(pages)


@pytest.mark.django_db
def test_a_range_that_was_halved_is_no_file_any_more(home, client, monkeypatch):
    monkeypatch.setattr("cms.sitemaps.views.MOST_URLS", 1)
    make_content(home)
    assert get(client, path_of("contentpage")).status_code == 200
    make_content(home)
    assert get(client, path_of("contentpage")).status_code == 404


@pytest.mark.django_db
def test_a_site_of_which_nothing_may_be_listed_has_no_sitemap(home, client):
    home.noindex = True
    home.save_revision().publish()
    assert get(client, "/sitemap.xml").status_code == 404


@pytest.mark.django_db
def test_a_site_with_its_front_page_only_has_a_valid_sitemap(home, client):
    [name] = texts(xml_of(client, "/sitemap.xml"), "//s:loc")
    assert texts(xml_of(client, name.removeprefix("https://shop.example")), "//s:loc") == [home.full_url]


@pytest.mark.django_db
def test_an_address_longer_than_the_protocol_allows_is_left_out(home, client):
    parent = home
    for letter in "абвгд":
        parent = make_content(parent, slug=letter * 100)
    long = make_content(parent, slug="е" * 100)
    assert len(long.full_url) > 2_048
    assert long.full_url not in texts(xml_of(client, path_of("contentpage")), "//s:loc")


# Pictures, videos, news --------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_names_the_pictures_it_shows_and_no_others(home, client):
    cover, inside, shared = make_picture(), make_picture(), make_picture(1200, 630)
    make_content(
        home,
        cover=cover,
        social_picture=shared,
        body=[
            ("picture", {"picture": inside, "caption": ""}),
            ("picture", {"picture": cover, "caption": ""}),
        ],
    )
    found = texts(xml_of(client, path_of("contentpage")), "//image:loc")
    assert len(found) == 2
    assert all(address.startswith("https://shop.example/media/") for address in found)


@pytest.mark.django_db
def test_a_picture_is_named_by_the_file_the_page_shows(home, client):
    product = make_product(make_category(home), pictures=2)
    for size in set(re.findall(r"/pictures/[^\s\"',]+", get(client, product.url).text)):
        assert client.get(size).status_code in {200, 302}  # drawn, as a visitor's browser has it done
    html = get(client, product.url).text
    found = texts(xml_of(client, path_of("productpage")), "//image:loc")
    assert len(found) == 2
    assert all(f'src="{address.removeprefix("https://shop.example")}"' in html for address in found[:1])
    assert all(address.removeprefix("https://shop.example") in html for address in found)


@pytest.mark.django_db
def test_pictures_that_may_not_be_listed_are_not(home, client):
    make_content(home, cover=make_picture(), noimageindex=True)
    assert texts(xml_of(client, path_of("contentpage")), "//image:loc") == []


@pytest.mark.django_db
def test_a_video_has_its_still_its_words_and_its_length(home, client):
    page = make_video(home, title="Trimming & lighting")
    tree = xml_of(client, path_of("videopage"))
    assert texts(tree, "//video:title") == ["Trimming & lighting"]
    assert texts(tree, "//video:description") == ["How it is done."]
    assert texts(tree, "//video:content_loc") == ["https://pictures.example/video.mp4"]
    assert texts(tree, "//video:duration") == ["200"]
    [still] = texts(xml_of(client, path_of("videopage")), "//video:thumbnail_loc")
    [node] = [n for n in page.specific.get_head().json_ld["@graph"] if n["@type"] == "VideoObject"]
    assert still in node["thumbnailUrl"]


@pytest.mark.django_db
def test_a_video_at_a_provider_is_named_by_its_player(home, client):
    make_video(home, content_url="", provider_url="https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    tree = xml_of(client, path_of("videopage"))
    assert texts(tree, "//video:player_loc") != []
    assert texts(tree, "//video:content_loc") == []


@pytest.mark.django_db
def test_a_video_that_can_no_longer_be_watched_is_not_offered(home, client):
    make_video(home, expires_at=datetime(2026, 5, 5, tzinfo=UTC))
    assert texts(xml_of(client, path_of("videopage")), "//video:video") == []


@pytest.mark.django_db
def test_news_are_the_articles_of_the_last_two_days_at_the_moment_of_asking(home, organization, client):
    journal = make_article_index(home)
    with time_machine.travel(NOW, tick=False):
        make_article(journal, title="Fresh & new", published_at=NOW - timedelta(hours=47))
        make_article(journal, title="Old", published_at=NOW - timedelta(hours=49))
        make_article(journal, title="Hidden", published_at=NOW - timedelta(hours=1), noindex=True)
        tree = xml_of(client, "/sitemap-news.xml")
        assert texts(tree, "//news:title") == ["Fresh & new"]
        assert texts(tree, "//news:name") == [organization.name]
        assert texts(tree, "//news:language") == ["en"]
        assert texts(tree, "//news:publication_date") == ["2026-06-08T13:00:00+00:00"]
        assert "https://shop.example/sitemap-news.xml" in texts(xml_of(client, "/sitemap.xml"), "//s:loc")
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert get(client, "/sitemap-news.xml").status_code == 404
        assert "https://shop.example/sitemap-news.xml" not in texts(xml_of(client, "/sitemap.xml"), "//s:loc")


@pytest.mark.django_db
def test_news_are_at_most_a_thousand(home, client, monkeypatch):
    monkeypatch.setattr("home.models.journal.MOST_NEWS", 2)
    journal, now = make_article_index(home), datetime.now(UTC)
    for hours in range(1, 4):
        make_article(journal, title=f"{hours} hours ago", published_at=now - timedelta(hours=hours))
    assert texts(xml_of(client, "/sitemap-news.xml"), "//news:title") == ["1 hours ago", "2 hours ago"]


# Answers -----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sitemap.xml", path_of("contentpage")])
def test_who_has_a_file_is_told_so(path, home, client):
    page = make_content(home)
    first = get(client, path)
    assert first["ETag"]
    assert first["Last-Modified"]
    assert get(client, path, if_none_match=first["ETag"]).status_code == 304
    assert get(client, path, if_modified_since=first["Last-Modified"]).status_code == 304
    Page.objects.filter(pk=page.pk).changed(datetime.now(UTC) + timedelta(seconds=2))
    again = get(client, path, if_none_match=first["ETag"])
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sitemap.xml", path_of("contentpage")])
def test_who_takes_gzip_gets_it(path, home, client):
    for _ in range(3):
        make_content(home)
    plain = body_of(get(client, path))
    packed = get(client, path, accept_encoding="gzip")
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert gzip.decompress(body_of(packed)) == plain
    assert get(client, path, accept_encoding="gzip", if_none_match=packed["ETag"]).status_code == 304


@pytest.mark.django_db
def test_a_file_costs_no_more_queries_for_more_pages(home, client, django_assert_num_queries):
    path = path_of("contentpage")
    for _ in range(2):
        make_content(home, cover=make_picture())
    body_of(get(client, path))
    with django_assert_num_queries(5):
        body_of(get(client, path))
    for _ in range(5):
        make_content(home, cover=make_picture())
    with django_assert_num_queries(5):
        body_of(get(client, path))
    assert ContentPage.objects.count() == 7
