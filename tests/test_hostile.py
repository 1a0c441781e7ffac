"""What people paste into titles breaks neither HTML nor JSON nor XML; what is too long is refused."""

import json
import xml.etree.ElementTree as ET
from html import escape

from django.core.exceptions import ValidationError

import pytest
from bs4 import BeautifulSoup

from cms.models import Organization
from home.models import ContentPage
from seo.parity import head_differences, read_head
from tests.make import (
    make_article,
    make_article_index,
    make_attribute,
    make_brand,
    make_category,
    make_content,
    make_fact,
    make_form,
    make_picture,
    make_product,
    make_variant,
)

pytestmark = pytest.mark.django_db

TITLES = {
    "script end": "</script><script>alert(1)</script>",
    "comment": "<!--<script>--><!-- x",
    "title end": "</title><img src=x onerror=alert(1)>",
    "quotes": "\"double\" 'single' `back` “curly”",
    "attribute break": '" onmouseover="alert(1)" x="',
    "entities": "&lt;b&gt; &amp;amp; & &#0; &nope;",
    "right to left": "\u202egnp.exe\u202c \u2067isolate\u2069 \u200fmark\u200e",
    "controls": "a\x01b\x08c\x0bd\x1fe\x7ff\x9fg\ufffeh",
    "line separators": "a\u2028b\u2029c\r\nd\te",
    "hebrew and emoji": "מגדלור 🗼 \U0001f468\u200d\U0001f680",
    "template": "{{ settings.SECRET_KEY }} {% debug %} ${7*7}",
    "255": "x" * 255,
    "255 words": ("lamp " * 51),
    "cdata": "]]><x>&",
    "json": '\\u003c/script\\u003e\\"}],"a":[{"',
    "combining": "z" + "\u0300" * 200,
}


@pytest.fixture(params=TITLES)
def title(request):
    return TITLES[request.param]


def tidied(thing):
    """What a form or import does before it stores a thing."""
    thing.full_clean()
    thing.save()
    return thing


def assert_whole(client, page):
    """The page renders as one document with one graph, and the API says the same head."""
    response = client.get(page.url)
    assert response.status_code == 200
    html = response.content.decode()
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.select("img[onerror], [onmouseover]")
    assert "alert(1)" not in "".join(script.get_text() for script in soup.select("script:not([type])"))
    assert not set(html) & set(map(chr, [*range(9), 11, 12, *range(14, 32), *range(127, 160)]))
    answer = client.get("/api/v1/resolve/", {"path": page.url})
    assert answer.status_code == 200
    head = json.loads(answer.content)["head"]
    assert head_differences(html, head) == []
    assert read_head(f"<head>{head['html']}</head>")["json_ld"] == head["json_ld"]
    assert "\u202e" not in head["title"] + head["html"]
    assert 0 < len(head["title"]) <= 255
    return head


def test_title_of_a_product_with_everything(client, home, organization, title):
    category = make_category(home, title=title, summary=title[:200], intro=f"<p>{escape(title)}</p>")
    product = make_product(category, title=title, summary=title[:200], variants=0)
    product.brand = tidied(make_brand(name=title[:70]))
    product.description = f"<p>{escape(title)}</p>"
    picture = make_picture(alt_text=title[:250], credit=title[:200], creator=title[:120])
    product.pictures.create(picture=tidied(picture))
    product.save_revision().publish()
    tidied(make_fact(product, tidied(make_attribute(label=title[:80], unit=title[:16])), title))
    make_variant(product, sku="</script>", mpn=title[:70], color=title[:60], size="S")
    make_variant(product, sku="\"'&<>", color=title[:60], size=title[:60])
    assert_whole(client, product)
    assert_whole(client, category)


def test_title_of_an_article_and_its_company(client, home, organization, title):
    journal = make_article_index(home, title=title)
    article = make_article(journal, title=title, summary=title[:200], place=title[:80])
    organization.name, organization.legal_name = title[:80], title[:120]
    organization.full_clean()
    organization.save()
    for page in (article, journal, make_form(home, title=title), home):
        assert_whole(client, page)


def test_title_in_seo_fields(client, home, organization, title):
    page = make_content(home, title="Plain", seo_title=title[:255], search_description=title)
    assert_whole(client, page)


def test_title_in_sitemap_lists_and_search(client, home, organization, title):
    category = make_category(home, title=title)
    make_product(category, title=title)
    for address in ("/sitemap.xml", "/sitemap-productpage-en-gb-1-3145728.xml"):
        response = client.get(address)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        ET.fromstring(body)
    for address in ("pages/", "catalog/products/?view=full", "catalog/categories/"):
        assert client.get(f"/api/v1/{address}").json()["items"]
    found = client.get("/search/", {"q": title})
    assert found.status_code == 200
    assert not BeautifulSoup(found.content, "html.parser").select("img[onerror], [onmouseover]")
    assert client.get("/api/v1/pages/", {"search": title[:200]}).status_code == 200


def test_two_thousand_characters_are_refused_by_field(home):
    page = ContentPage(title="x" * 2000, slug="long", summary="y" * 2000, seo_title="z" * 2000)
    with pytest.raises(ValidationError) as refused:
        home.add_child(instance=page)
    assert {"title", "summary", "seo_title"} <= set(refused.value.message_dict)


def test_two_thousand_characters_of_description_are_clipped(client, home, organization):
    page = make_content(home, search_description="word " * 400)
    head = assert_whole(client, page)
    assert len(head["description"]) <= 300
    assert head["description"].endswith("…")


def test_hostile_slug_is_refused_by_field(home):
    with pytest.raises(ValidationError) as refused:
        make_content(home, slug="a/../</script>")
    assert "slug" in refused.value.message_dict


def test_hostile_name_of_the_company_keeps_the_pattern(organization):
    organization.title_pattern = "no placeholder"
    with pytest.raises(ValidationError) as refused:
        organization.full_clean()
    assert "title_pattern" in refused.value.message_dict
    assert Organization().title_for("{site}{title}")


@pytest.mark.parametrize("value", [*TITLES.values(), "%00", "%ff%fe", "../../etc/passwd", "//evil.example/"])
def test_hostile_path_is_an_ordinary_answer(client, home, organization, value):
    for address in (f"/{value}/", f"/?q={value}", f"/{value}?page={value}"):
        response = client.get("/api/v1/resolve/", {"path": address})
        assert response.status_code in {200, 422}
        json.loads(response.content)
        assert response.headers["Content-Type"].startswith(("application/json", "application/problem+json"))
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        if response.status_code == 200 and response.json()["verdict"] == "redirect":
            assert response.json()["location"].startswith("https://shop.example/")


def test_hostile_host_reaches_no_address(client, home, organization):
    make_category(home)
    refused = client.get("/api/v1/resolve/?path=/", headers={"host": "evil.example"})
    assert b"evil.example" not in refused.content
