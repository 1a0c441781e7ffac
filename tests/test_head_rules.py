"""Which address, title, description, picture and directives a page gives, and when it gives none."""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest

from catalog.models import CategoryPage
from cms.models import Organization
from home.models import Byline, HomePage
from seo.parity import read_head
from tests.make import (
    make_article,
    make_article_index,
    make_author,
    make_category,
    make_content,
    make_picture,
    make_product,
)

pytestmark = pytest.mark.django_db


def head_of(client, path: str) -> dict:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return read_head(answer.text)


def canonical_of(head: dict) -> str:
    [link] = [link for link in head["links"] if link["rel"] == "canonical"]
    return link["href"]


def meta_of(head: dict, name: str) -> str | None:
    return next((m["content"] for m in head["metas"] if name in (m.get("name"), m.get("property"))), None)


def web_page_of(head: dict) -> dict:
    [page] = [node for node in head["json_ld"]["@graph"] if node["@id"].endswith("#webpage")]
    return page


@pytest.fixture
def long_shelf(home, monkeypatch) -> CategoryPage:
    """A category of three pages of two products."""
    monkeypatch.setattr(CategoryPage, "per_page", 2)
    shelf = make_category(home, title="Lamps", slug="lamps")
    for _ in range(5):
        make_product(shelf)
    return shelf


# Canonical ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?utm_source=mail", "?gclid=1&ref=x"])
def test_canonical_has_no_tracking(query, long_shelf, client):
    head = head_of(client, f"/lamps/{query}")
    assert (
        canonical_of(head)
        == meta_of(head, "og:url")
        == web_page_of(head)["url"]
        == "https://shop.example/lamps/"
    )


def test_a_variants_address_names_the_product_as_canonical(home, client):
    product = make_product(make_category(home), variants=2)
    sku = product.variants.last().sku
    assert canonical_of(head_of(client, f"{product.url}?variant={sku}")) == product.full_url


def test_canonical_is_on_the_sites_own_host_whoever_asks(home, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    page = make_content(home)
    answer = client.get(page.url, headers={"host": "localhost:8000"})
    assert canonical_of(read_head(answer.text)) == page.full_url
    assert "localhost" not in read_head(answer.text)["json_ld"].__repr__()


def test_each_page_of_a_list_is_its_own_canonical(long_shelf, client):
    for number in (2, 3):
        address = f"https://shop.example/lamps/?page={number}"
        head = head_of(client, f"/lamps/?page={number}")
        assert canonical_of(head) == meta_of(head, "og:url") == web_page_of(head)["url"] == address
        assert f"(page {number})" in head["title"]


def test_pages_of_a_list_show_each_product_once(long_shelf, client):
    addresses = []
    for query in ("", "?page=2", "?page=3"):
        graph = head_of(client, f"/lamps/{query}")["json_ld"]["@graph"]
        for items in (node for node in graph if node["@type"] == "ItemList"):
            assert [item["position"] for item in items["itemListElement"]] == [1, 2]
            addresses += [item["url"] for item in items["itemListElement"]]
    assert len(addresses) == len(set(addresses)) == 4  # a list of one entry, on page 3, is no list


@pytest.mark.parametrize("number", ["0", "-1", "4", "01", "1.0", "x", "", "²", "9" * 30])
def test_a_page_beyond_the_list_is_not_found(number, long_shelf, client):
    assert client.get(f"/lamps/?page={number}").status_code == 404


def test_main_address_given_by_an_editor_is_said_everywhere(home, client):
    page = make_content(home, canonical_url="https://original.example/text/")
    head = head_of(client, page.url)
    assert canonical_of(head) == meta_of(head, "og:url") == web_page_of(head)["url"]
    assert canonical_of(head) == "https://original.example/text/"


def test_a_page_that_names_itself_names_nothing(home):
    page = make_content(home)
    page.canonical_url = page.full_url
    page.save()
    assert (page.canonical_url, page.canonical_page) == ("", None)


@pytest.mark.parametrize(
    "fields",
    [{"canonical_url": "https://a.example/#b"}, {"canonical_url": "https://a.example/", "noindex": True}],
)
def test_a_contradicting_main_address_is_refused(fields, home):
    with pytest.raises(ValidationError, match=r"fragment|both"):
        make_content(home, **fields)


# Robots ------------------------------------------------------------------------------------------------


def test_a_hidden_page_says_noindex_and_stays_readable(home, client):
    page = make_content(home, noindex=True, nofollow=True)
    assert meta_of(head_of(client, page.url), "robots") == "noindex, nofollow"


def test_directives_of_an_editor_are_said(home, client):
    page = make_content(home, nosnippet=True, max_image_preview="standard")
    assert meta_of(head_of(client, page.url), "robots") == "max-image-preview:standard, nosnippet"


@pytest.mark.parametrize("path", ["/search/", "/search/?q=lamp", "/nowhere/"])
def test_what_is_no_page_is_noindex_without_canonical(path, home, client):
    head = read_head(client.get(path).text)
    assert meta_of(head, "robots") == "noindex"
    assert [link for link in head["links"] if link["rel"] == "canonical"] == []
    assert head["json_ld"] is None


def test_what_nobody_may_read_has_no_head(home, client):
    draft, private = make_content(home, live=False), make_content(home)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert client.get(f"/{draft.slug}/").status_code == 404
    assert client.get(private.url).status_code in {302, 403}


# Words -------------------------------------------------------------------------------------------------


def test_title_is_the_page_in_the_sites_pattern(home, organization, client):
    page = make_content(home, title="Care & repair")
    assert head_of(client, page.url)["title"] == "Care & repair – Night Shop"


def test_title_of_an_editor_stands_as_it_is_written(home, organization, client):
    page = make_content(home, seo_title="How to mend a lamp")
    assert head_of(client, page.url)["title"] == "How to mend a lamp"


def test_title_of_the_home_page_stands_alone(home, organization, client):
    HomePage.objects.filter(pk=home.pk).update(title="Night Shop, outfitters")
    assert head_of(client, "/")["title"] == "Night Shop, outfitters"


def test_description_falls_back_once_to_the_summary(home, client):
    own = make_content(home, search_description="For search.", summary="For cards.")
    none = make_content(home, summary="For cards.")
    neither = make_content(home, summary="")
    described = [meta_of(head_of(client, page.url), "description") for page in (own, none, neither)]
    assert described == ["For search.", "For cards.", None]


# Pictures ----------------------------------------------------------------------------------------------


def test_share_picture_falls_back_from_own_to_cover_to_one_drawn_to_the_sites(home, organization, client):
    organization.share_picture = make_picture(1200, 630)
    organization.save()
    pages = {
        "own": make_content(home, social_picture=make_picture(1200, 900), cover=make_picture(1200, 900)),
        "cover": make_content(home, cover=make_picture(1200, 900)),
        "drawn": make_content(home),
        "stamp": make_content(home, cover=make_picture(500, 500)),
        "site": make_content(home, title="𓍏𓍏"),  # hieroglyphs: no face here writes them
    }
    wanted = {
        "own": pages["own"].social_picture.file.name.rpartition("/")[2].removesuffix(".png"),
        "cover": pages["cover"].cover.file.name.rpartition("/")[2].removesuffix(".png"),
        "drawn": "/pictures/share/",
        "stamp": "/pictures/share/",
        "site": organization.share_picture.file.name.rpartition("/")[2].removesuffix(".png"),
    }
    for name, page in pages.items():
        head = head_of(client, page.url)
        assert wanted[name] in meta_of(head, "og:image"), name
        assert (meta_of(head, "og:image:width"), meta_of(head, "og:image:height")) == ("1200", "630")


def test_a_decorative_share_picture_is_called_as_the_page_is(home, client):
    cover = make_picture(1200, 900, alt_text="", decorative=True)
    page = make_content(home, title="Delivery", cover=cover)
    assert meta_of(head_of(client, page.url), "og:image:alt") == "Delivery"


# Trail -------------------------------------------------------------------------------------------------


def trail_of(head: dict) -> list[str]:
    [trail] = [node for node in head["json_ld"]["@graph"] if node["@type"] == "BreadcrumbList"]
    return [item["name"] for item in trail["itemListElement"]]


def test_trail_leads_through_no_hidden_and_no_repeated_page(home, client):
    shelf = make_category(home, title="Lamps")
    hidden = make_category(shelf, title="Hidden", noindex=True)
    repeated = make_category(hidden, title="Repeated", canonical_page=shelf)
    product = make_product(repeated, title="Lamp")
    assert trail_of(head_of(client, product.url)) == [home.title, "Lamps", "Lamp"]


def test_visible_trail_is_the_one_in_the_graph(home, client):
    product = make_product(
        make_category(make_category(home, title="Lamps"), title="Hand lamps"), title="Storm lamp"
    )
    html = client.get(product.url).text
    assert [crumb.title for crumb in product.get_head().breadcrumbs] == trail_of(read_head(html))
    assert all(name in html for name in trail_of(read_head(html)))


# Articles ----------------------------------------------------------------------------------------------


def test_the_dates_readers_see_are_the_dates_machines_read(home, client):
    article = make_article(make_article_index(home))
    html = client.get(article.url).text
    graph = read_head(html)["json_ld"]["@graph"]
    [node] = [node for node in graph if node["@type"] == "Article"]
    for moment, said in (
        (article.published_at, node["datePublished"]),
        (article.modified_at, node["dateModified"]),
    ):
        assert datetime.fromisoformat(said) == moment.replace(microsecond=0)
        assert f'datetime="{moment.isoformat(timespec="seconds")}"' in html.replace("Z", "+00:00") or (
            moment.strftime("%Y-%m-%d") in html
        )
        assert f"{moment.day} {moment:%B %Y}" in html


def test_an_article_may_not_be_dated_in_the_future(home):
    journal, tomorrow = make_article_index(home), timezone.now() + timedelta(days=1)
    with pytest.raises(ValidationError, match="future"):
        make_article(journal, published_at=tomorrow)
    early = make_article(journal, published_at=tomorrow, go_live_at=tomorrow - timedelta(hours=1), live=False)
    with pytest.raises(ValidationError, match="future"):
        early.full_clean()
    early.go_live_at = tomorrow
    early.full_clean()


def test_an_article_was_never_changed_before_it_appeared(home):
    article = make_article(make_article_index(home))
    article.content_changed_at = datetime(2020, 1, 1, tzinfo=UTC)
    assert article.modified_at == article.published_at


def test_each_author_is_a_node_of_their_own(home, client):
    journal = make_article_index(home)
    people = [make_author(journal, title="Ada Skarra"), make_author(journal, title="Tam Voe")]
    gone = make_author(journal, title="Nobody", live=False)
    article = make_article(journal)
    for author in [*people, gone]:
        Byline.objects.create(article=article, author=author)
    head = head_of(client, article.url)
    nodes = {node["@id"]: node for node in head["json_ld"]["@graph"]}
    [node] = [node for node in nodes.values() if node["@type"] == "Article"]
    authors = [nodes[ref["@id"]] for ref in node["author"]]
    assert [(author["name"], author["url"]) for author in authors] == [(p.title, p.full_url) for p in people]
    assert [m["content"] for m in head["metas"] if m.get("property") == "article:author"] == [
        person.full_url for person in people
    ]


def test_organization_without_facts_says_only_its_name(home, site, client):
    Organization.objects.filter(site=site).delete()
    graph = head_of(client, "/")["json_ld"]["@graph"]
    [node] = [node for node in graph if node["@type"] == "OnlineStore"]
    assert set(node) == {"@type", "@id", "name", "url"}
