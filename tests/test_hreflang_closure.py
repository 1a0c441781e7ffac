"""Whatever happens to translations, every cluster stays closed: one set, the same in head, sitemap and API."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.models import Page
from cms.sitemaps.files import entries, files
from headless import answers
from home.models import ContentPage
from tests.make import make_content
from tests.translate import translate

pytestmark = pytest.mark.django_db
LANGUAGES = ("en-gb", "ru", "ar")

pages = st.integers(0, 30)
operations = st.one_of(
    st.tuples(st.just("add")),
    st.tuples(st.just("translate"), pages, st.sampled_from(LANGUAGES[1:])),
    st.tuples(st.just("copy"), pages, st.sampled_from(LANGUAGES[1:])),
    st.tuples(st.sampled_from(["unpublish", "publish", "hide", "show", "rename", "delete"]), pages),
    st.tuples(st.just("move"), pages, pages),
)


class World:
    """A site of text pages in three languages, changed as editors change it."""

    def __init__(self, home: Page) -> None:
        self.home = home
        self.number = 0
        for code, headline in (("ru", "Вещи для ночи"), ("ar", "أشياء لليل")):
            translate(home, code, title=headline, headline=headline, lead=headline)
        make_content(home, slug="first", summary="Text 0.")

    def do(self, name: str, *arguments: int | str) -> None:
        self.number += 1
        if name == "add":
            make_content(self.home, slug=f"page-{self.number}", summary=f"Text {self.number}.")
            return
        page = self.page(arguments[0])
        if page is None:
            return
        match name:
            case "translate" | "copy":
                locale_is_free = not page.get_translations(inclusive=True).filter(
                    locale__language_code=arguments[1]
                )
                if locale_is_free:
                    text = {"summary": f"Текст {self.number}."} if name == "translate" else {}
                    translate(page, str(arguments[1]), **text)
            case "unpublish":
                page.unpublish()
            case "publish":
                page.save_revision().publish()
            case "hide" | "show":
                page.noindex = name == "hide"
                page.save_revision().publish() if page.live else page.save()
            case "rename":
                page.slug = f"renamed-{self.number}"
                page.save_revision().publish() if page.live else page.save()
            case "delete":
                page.delete()
            case "move":
                target = self.page(arguments[1])
                apart = target and not target.path.startswith(page.path)
                if apart and target.locale_id == page.locale_id:
                    page.move(target, pos="last-child")

    def page(self, number: int | str) -> ContentPage | None:
        found = list(ContentPage.objects.order_by("pk"))
        return found[int(number) % len(found)] if found else None


def closure_problems(site) -> list[str]:
    """What is wrong with the hreflang of any page of a site; empty when every cluster is closed and said alike."""
    listed = {page.full_url: page.specific for page in Page.objects.of_site(site).indexable()}
    in_head = {url: _hreflang(page) for url, page in listed.items()}
    in_sitemap = {
        entry.loc: {(alternate.hreflang, alternate.href) for alternate in entry.alternates}
        for file in files(site)
        for entry in entries(site, file.section, file.language, file.first, file.last)
    }
    problems = []
    if set(in_sitemap) != set(listed):
        problems.append(f"The sitemap and what may be listed differ in {set(in_sitemap) ^ set(listed)}.")
    for url, versions in in_head.items():
        if in_sitemap.get(url) != versions:
            problems.append(f"{url}: head says {versions}, sitemap {in_sitemap.get(url)}.")
        api = {each["url"] for each in answers.alternates(listed[url]) if each["hreflang"]}
        if versions and api != {href for _code, href in versions}:
            problems.append(f"{url}: head says {versions}, API {api}.")
        if versions and url not in {href for code, href in versions if code != "x-default"}:
            problems.append(f"{url} does not name itself.")
        problems += [
            f"{url} names {href}, which says {in_head.get(href)}."
            for _code, href in versions
            if in_head.get(href) != versions
        ]
    unlisted = Page.objects.of_site(site).live().exclude(pk__in=[page.pk for page in listed.values()])
    problems += [
        f"{page} may not be listed and names versions." for page in unlisted if _hreflang(page.specific)
    ]
    return problems


def _hreflang(page: Page) -> set[tuple[str, str]]:
    return {
        (link["hreflang"], link["href"]) for link in page.get_head().as_dict()["links"] if "hreflang" in link
    }


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_clusters_stay_closed_whatever_editors_do(home, site):
    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
    @given(st.lists(operations, min_size=4, max_size=14))
    def run(script):
        with undone():
            world = World(home)
            for operation in script:
                world.do(*operation)
            assert closure_problems(site) == []

    run()


def test_a_cluster_that_is_not_closed_is_noticed(home, site, monkeypatch):
    world = World(home)
    translate(world.page(0), "ru", summary="Текст.")
    assert closure_problems(site) == []
    monkeypatch.setattr(ContentPage, "get_alternates", lambda page: ())
    assert closure_problems(site)
