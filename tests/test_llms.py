"""llms.txt names what a site wants programs to read: chosen by editors, or read off the site's shape."""

from django.urls import reverse
from django.utils import timezone

from wagtail.models import PageViewRestriction

import pytest
from markdown_it import MarkdownIt

from cms.models import LlmsSetting, Page
from seo.llms import MOST_LINKS, Link, LlmsTxt, Section
from tests.make import (
    make_article,
    make_article_index,
    make_category,
    make_content,
    make_product,
    make_store,
    make_store_index,
)
from tests.people import make_user, sign_in
from tests.translate import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def setting(home, organization, site) -> LlmsSetting:
    return LlmsSetting.of(site)


def choose(setting: LlmsSetting, *sections) -> None:
    setting.sections = [
        (
            "section",
            {
                "title": title,
                "entries": entries,
                "may_be_skipped": skipped,
            },
        )
        for title, skipped, entries in sections
    ]
    setting.full_clean()
    setting.save()


def page_entry(page, note=""):
    return ("page", {"page": page, "note": note})


def newest(number=10, page_type="", below=None):
    return ("newest", {"page_type": page_type, "below": below, "number": number})


def links_of(client, path="/llms.txt") -> list[str]:
    """Every address that is linked, as a reader of CommonMark finds them."""
    answer = client.get(path)
    assert answer.status_code == 200
    tokens = MarkdownIt().parse(answer.text)
    inline = [token for each in tokens for token in each.children or ()]
    return [token.attrGet("href") for token in inline if token.type == "link_open"]


def test_a_site_says_what_it_is_without_anybody_choosing(setting, home, client, settings):
    settings.INDEXABLE = True
    lamps = make_category(home, title="Lamps", slug="lamps")
    make_category(lamps, title="Deck", slug="deck")
    journal = make_article_index(home, title="Journal", slug="journal")
    make_article(journal, slug="fog")
    make_store(make_store_index(home, title="Stores", slug="stores"), slug="pier")
    make_content(home, title="About [us]", slug="about", summary="Who we are.")
    answer = client.get("/llms.txt")
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer.text.startswith("# Night Shop\n\n> Lamps and what goes with them.\n\n")
    assert [line for line in answer.text.splitlines() if line.startswith("#")] == [
        "# Night Shop",
        "## Shelves",
        "## Journal",
        "## Stores",
        "## Pages",
    ]
    assert "- [About \\[us\\]](https://shop.example/about/): Who we are." in answer.text
    paths = ["lamps/", "lamps/deck/", "journal/", "journal/fog/", "stores/", "stores/pier/", "", "about/"]
    assert links_of(client) == [f"https://shop.example/{path}" for path in paths]


def test_an_editor_chooses_sections_pages_and_the_newest(setting, home, client):
    lamps = make_category(home, slug="lamps")
    old, new = (make_product(lamps, slug=slug) for slug in ("old", "new"))
    Page.objects.filter(pk=old.pk).update(first_published_at=timezone.now().replace(year=2020))
    about = make_content(home, slug="about")
    choose(
        setting,
        ("Small print", True, [page_entry(about)]),
        ("Best lamps", False, [page_entry(lamps, "All of them."), newest(1, "catalog.productpage", lamps)]),
    )
    text = client.get("/llms.txt").text
    assert [line for line in text.splitlines() if line.startswith("## ")] == ["## Best lamps", "## Optional"]
    assert "(https://shop.example/lamps/): All of them." in text
    assert links_of(client) == [
        "https://shop.example/lamps/",
        "https://shop.example/lamps/new/",
        "https://shop.example/about/",
    ]
    assert new.live


def test_what_search_engines_may_not_list_is_never_named(setting, home, client):
    open_page = make_content(home, slug="open")
    hidden = make_content(home, slug="hidden", noindex=True)
    draft = make_content(home, slug="draft", live=False)
    secret = make_content(home, slug="secret")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    closed = make_content(home, slug="closed")
    Page.objects.filter(pk=closed.pk).update(closed_from=timezone.now())
    copy = make_content(home, slug="copy", canonical_page=open_page)
    expected = ["https://shop.example/", "https://shop.example/open/"]
    assert links_of(client) == expected
    pages = [hidden, draft, secret, closed, copy, home, open_page]
    choose(setting, ("All", False, [*map(page_entry, pages), newest(50)]))
    assert links_of(client) == expected


def test_each_language_names_its_own_pages(setting, home, client):
    lamps, oil = make_category(home, slug="lamps"), make_category(home, slug="oil")
    translate(home, "ru", headline="Вещи для ночи", lead="Лампы.")
    translate(lamps, "ru", title="Лампы", summary="Полка.")
    translate(oil, "ru")
    choose(setting, ("Lamps", False, [page_entry(lamps), page_entry(oil), newest(5, below=home)]))
    assert links_of(client, "/ru/llms.txt") == ["https://shop.example/ru/lamps/"]
    assert "https://shop.example/ru/llms.txt" in client.get("/llms.txt").text
    assert client.get("/ar/llms.txt").status_code == 404


def test_the_file_can_be_switched_off_and_has_one_name(setting, client):
    answer = client.get("/agents.md")
    assert (answer.status_code, answer["Location"]) == (301, "/llms.txt")
    setting.is_served = False
    setting.save()
    assert client.get("/llms.txt").status_code == 404


def test_the_file_is_bounded_and_names_a_page_once():
    links = tuple(
        Link(f"Page\n# {n}", f"https://shop.example/{n}/", "x" * 5000) for n in range(MOST_LINKS + 5)
    )
    file = LlmsTxt("Shop\n## x", sections=(Section("A", links), Section("B", links)), optional=links)
    assert len(file.links) == MOST_LINKS
    assert len(file.as_text()) < 200_000
    assert [line for line in file.as_text().splitlines() if line.startswith("#")] == ["# Shop ## x", "## A"]


def test_the_form_shows_the_file_as_it_stands(setting, home, site):
    address = reverse("wagtailsettings:edit", args=["cms", "llmssetting", site.pk])
    text = sign_in(make_user(is_superuser=True)).get(address).text
    assert "https://shop.example/llms.txt" in text
    assert "# Night Shop" in text
