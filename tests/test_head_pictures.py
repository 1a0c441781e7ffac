"""Reading draws none of the pictures a head names; fetching one does, and shows it in the size the head has said."""

import json
import re
from typing import Any

from django.core.files.storage import default_storage
from django.urls import reverse

import pytest

from cms.models.picture import HEAD_SPECS, Rendition
from cms.share import pictures
from cms.share.facts import ShareFacts
from cms.signed_pictures import Original
from headless.proof import Prover
from headless.requests import Address
from tests.every_type import make_every_type
from tests.head_pictures import fetch, named_in, size_of
from tests.make import (
    make_article,
    make_article_index,
    make_category,
    make_content,
    make_picture,
    make_product,
    make_variant,
)

pytestmark = pytest.mark.django_db
API = "/api/v1/"


@pytest.fixture(autouse=True)
def _empty_media(settings):
    """Nothing drawn by another test is found."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }


@pytest.fixture
def pages(home) -> list[Any]:
    """One of every type, with pictures chosen, shown and missing; none of them drawn in any size."""
    return list(make_every_type().values())


def drawn() -> tuple[int, list[str]]:
    """How many sizes of pictures there are, and the files of drawn share pictures."""
    kept = default_storage.listdir(pictures.FOLDER)[1] if default_storage.exists(pictures.FOLDER) else []
    return Rendition.objects.count(), sorted(kept)


def head_of(client, page) -> dict[str, Any]:
    return client.get(f"{API}head/", {"path": page.get_url_parts()[2]}).json()["head"]


@pytest.mark.parametrize("operation", ["head", "resolve"])
def test_reading_a_page_draws_none_of_its_pictures(operation, pages, client):
    before = drawn()
    for page in pages:
        asked = {"path": page.get_url_parts()[2]}
        assert client.get(f"{API}{operation}/", asked).json()["head"]["json_ld"]
    assert drawn() == before == (0, [])


@pytest.mark.parametrize(
    "address",
    ["pages/?view=full&limit=100", "catalog/products/?view=full", "graphs/?limit=20", "settings/"],
)
def test_reading_a_list_draws_none_of_its_pictures(address, pages, client):
    before = drawn()
    assert client.get(API + address).status_code == 200
    assert drawn() == before == (0, [])


def test_reading_the_html_draws_none_of_its_pictures(pages, client):
    before = drawn()
    for page in pages:
        assert client.get(page.get_url_parts()[2]).status_code == 200
    assert drawn() == before == (0, [])


def test_every_picture_a_head_names_is_there_in_the_size_it_says(pages, client):
    seen = 0
    for page in pages:
        for picture in named_in(head_of(client, page)):
            content = fetch(client, picture.url)
            assert content, (page, picture)
            assert size_of(content) == (picture.width, picture.height), (page, picture)
            seen += 1
    assert seen > len(pages)


@pytest.mark.parametrize("size", [(60, 75), (1200, 900), (1333, 2001), (3000, 400), (700, 701)])
def test_small_and_odd_pictures_are_as_large_as_the_head_says(size, home, organization, client):
    article = make_article(make_article_index(home), cover=make_picture(*size))
    organization.logo = organization.share_picture = make_picture(*size)
    organization.draws_share_pictures = False
    organization.save()
    for page in (article, home):
        for picture in named_in(head_of(client, page)):
            assert size_of(fetch(client, picture.url)) == (picture.width, picture.height), picture


def test_once_drawn_they_are_named_by_their_files_and_nothing_else_changes(pages, client):
    page = pages[1]
    before = named_in(page.get_head().as_dict())
    assert all("/pictures/" in picture.url for picture in before)
    for picture in before:
        fetch(client, picture.url)
    after = named_in(page.get_head().as_dict())
    assert all("/media/" in picture.url for picture in after)
    assert sorted(picture[1:] for picture in after) == sorted(picture[1:] for picture in before)


def test_html_and_api_say_the_same_before_and_after_they_are_drawn(pages, site, client):
    prover = Prover()
    for page in pages:
        address = Address.of(page.get_url_parts()[2])
        assert prover.prove(site, address).differences == []
        for picture in named_in(head_of(client, page)):
            fetch(client, picture.url)
        assert prover.prove(site, address).differences == []


def test_a_picture_drawn_from_words_is_kept_once_it_was_fetched(home, organization, client):
    url = make_content(home).get_head().image.url
    assert url.startswith("https://shop.example/pictures/share/")
    assert size_of(fetch(client, url)) == (1200, 630)
    [kept] = drawn()[1]
    fetch(client, url)
    assert drawn()[1] == [kept]


def test_a_fetched_picture_may_be_kept_and_indexed(home, organization, client, settings):
    settings.INDEXABLE = True
    cover = make_content(home, cover=make_picture(1200, 900)).get_head().image.url
    words = make_content(home).get_head().image.url
    for url in (cover, words):
        answer = client.get(url.removeprefix("https://shop.example"))
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert "public, max-age" in answer["Cache-Control"]
        assert "noindex" not in answer.get("X-Robots-Tag", "")


def test_words_that_were_not_signed_here_are_not_drawn(home, client):
    good = pictures.signed(ShareFacts("Lamp"))
    for wrong in (good[:-1], "x" + good, "Lamp", pictures.signed(ShareFacts("Rope"))[:30] + good[30:]):
        assert client.get(reverse("drawn_picture", args=[wrong])).status_code == 404, wrong
    assert drawn() == (0, [])


def test_words_beside_a_lost_logo_are_not_found(home, client):
    facts = ShareFacts("Lamp", logo="original_images/lost.png")
    assert client.get(reverse("drawn_picture", args=[pictures.signed(facts)])).status_code == 404


def test_a_lost_picture_is_named_and_not_found(home, organization, client):
    cover = make_picture(1200, 900)
    url = make_content(home, cover=cover).get_head().image.url
    cover.file.storage.delete(cover.file.name)
    assert client.get(url.removeprefix("https://shop.example")).status_code == 404


def test_an_invented_version_of_a_picture_leads_to_the_one_there_is(organization, client):
    cover = Original.of(make_picture(1200, 900))
    path = cover.path(HEAD_SPECS[0])
    answer = client.get(path.replace(cover.version, "invented.0123456789"))
    assert (answer.status_code, answer.headers.get("Location")) == (302, path)


def test_the_settings_of_a_site_name_pictures_that_are_there(pages, client):
    told = json.dumps(client.get(f"{API}settings/").json())
    addresses = set(re.findall(r"https://shop\.example(/pictures/[^\s\"]+)", told))
    assert len(addresses) >= 2
    assert all(client.get(address).status_code == 200 for address in addresses)


def test_a_list_asks_no_more_for_more_pictures_that_are_not_drawn(
    home, client, django_assert_max_num_queries
):
    lamps = make_category(home)

    def cost(count: int) -> int:
        for _number in range(count):
            product = make_product(lamps, pictures=2)
            make_variant(product)
        with django_assert_max_num_queries(500) as captured:
            client.get(f"{API}pages/?view=full&type=product&limit=100")
        return len(captured)

    cost(3)
    few, many = cost(1), cost(8)
    assert few == many
