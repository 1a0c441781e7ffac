"""Sections hand their directives down wherever pages go; a main address leads to a page that may be listed."""

import random
from datetime import UTC, datetime
from importlib import import_module

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from wagtail.models import Locale, PageViewRestriction, Site

import pytest

from cms.models import Page
from home.models import ContentPage
from seo.parity import read_head
from seo.robots import Robots
from tests.make import make_category, make_content, make_product
from tests.people import make_user, sign_in

pytestmark = pytest.mark.django_db


def robots_of(client, page: Page) -> str:
    metas = read_head(client.get(page.get_full_url()).text)["metas"]
    [robots] = [meta["content"] for meta in metas if meta.get("name") == "robots"]
    return robots


def canonical_of(page: Page) -> str:
    return Page.objects.get(pk=page.pk).specific.get_head().canonical


def change(page: Page, **fields) -> None:
    """Edit and publish, as the admin does it: through a revision."""
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def indexable(page: Page) -> bool:
    return Page.objects.indexable().filter(pk=page.pk).exists()


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).specific


# One page ----------------------------------------------------------------------------------------------


def test_every_directive_an_editor_sets_is_said(home, client):
    page = make_content(
        home,
        nofollow=True,
        max_snippet=80,
        max_image_preview="standard",
        max_video_preview=0,
        noimageindex=True,
        notranslate=True,
        bing_use="nocache",
    )
    assert robots_of(client, page) == (
        "nofollow, max-image-preview:standard, max-snippet:80, max-video-preview:0, noimageindex, notranslate, nocache"
    )


def test_a_page_that_expires_says_until_when(home):
    page = make_content(home, expire_at=datetime(2031, 5, 1, 12, 0, tzinfo=UTC))
    assert str(page.get_head().robots).endswith("unavailable_after: 2031-05-01T12:00:00Z")


def test_a_hidden_page_may_be_allowed_inside_others(home, client):
    assert (
        robots_of(client, make_content(home, noindex=True, indexifembedded=True))
        == "noindex, indexifembedded"
    )


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"indexifembedded": True}, "indexifembedded"),
        ({"nosnippet": True, "max_snippet": 40}, "max_snippet"),
        ({"max_snippet": 10_001}, "max_snippet"),
    ],
)
def test_directives_that_contradict_are_refused_at_their_field(fields, field, home):
    with pytest.raises(ValidationError) as refused:
        make_content(home, **fields)
    assert set(refused.value.message_dict) == {field}


# Sections ----------------------------------------------------------------------------------------------


def test_a_section_hides_what_stands_below_at_once_and_shows_it_again(home, client):
    section = make_category(home)
    product = make_product(make_category(section))
    change(section, noindex=True, robots_below=True)
    assert not indexable(product)
    assert robots_of(client, product) == "noindex"
    change(section, noindex=False)
    assert indexable(product)
    assert "noindex" not in robots_of(client, product)


def test_a_hidden_page_hides_only_itself_unless_told(home):
    section = make_category(home, noindex=True)
    assert indexable(make_product(section))


def test_a_page_below_can_only_be_stricter(home, client):
    section = make_category(home, max_snippet=100, robots_below=True)
    product = make_product(section, max_snippet=300, nofollow=True)
    assert robots_of(client, product).startswith("nofollow, max-image-preview:large, max-snippet:100")


def test_a_page_made_in_a_section_is_under_its_directives(home, client):
    section = make_category(home, noindex=True, robots_below=True)
    assert not indexable(make_product(make_category(section)))


def test_a_page_moved_into_a_section_and_out_again_follows(home):
    hidden, shown = make_category(home, noindex=True, robots_below=True), make_category(home)
    branch = make_category(shown)
    product = make_product(branch)
    fresh(branch).move(fresh(hidden), pos="last-child")
    assert not indexable(product)
    fresh(branch).move(fresh(shown), pos="last-child")
    assert indexable(product)


def test_a_copy_of_a_section_is_a_section(home):
    section = make_category(home, noindex=True, robots_below=True)
    make_product(section)
    copied = fresh(section).copy(recursive=True, update_attrs={"slug": "again"})
    assert not any(indexable(page) for page in copied.get_children())
    shown = fresh(section).get_children().get().specific.copy(to=make_category(home))
    assert indexable(shown)


def test_an_old_draft_does_not_bring_back_what_a_section_said_then(home):
    section = make_category(home, noindex=True, robots_below=True)
    product = make_product(section)
    draft = product.save_revision()
    change(section, noindex=False)
    draft.publish()
    assert indexable(product)


def test_whatever_happens_to_a_tree_every_page_knows_its_section(home):
    dice = random.Random(7)
    pages = [make_category(home)]
    for _ in range(9):
        pages.append(make_category(fresh(dice.choice(pages))))
    for _ in range(40):
        page = fresh(dice.choice(pages))
        if dice.random() < 0.5:
            change(
                page,
                noindex=dice.random() < 0.4,
                nofollow=dice.random() < 0.4,
                robots_below=dice.random() < 0.6,
            )
        else:
            goal = fresh(dice.choice([home, *pages]))
            if not goal.path.startswith(page.path):
                page.move(goal, pos="last-child")
        for each in Page.objects.filter(pk__in=[page.pk for page in pages]):
            expected = Robots()
            for above in each.get_ancestors().filter(robots_below=True):
                expected = Robots(index=not above.noindex, follow=not above.nofollow).within(expected)
            assert Robots.from_words(each.section_robots) == expected


# Main address ------------------------------------------------------------------------------------------


def test_an_address_of_this_site_becomes_its_page(home):
    original = make_content(home, slug="original")
    copy = make_content(home, canonical_url="http://www.shop.example//Original")
    assert (copy.canonical_page_id, copy.canonical_url) == (original.pk, "")
    assert canonical_of(copy) == original.full_url
    assert not indexable(copy)


def test_a_main_page_that_moves_is_named_by_its_new_address(home):
    original = make_content(home, slug="original")
    copy = make_content(home, canonical_page=original)
    change(original, slug="elsewhere")
    assert canonical_of(copy) == fresh(original).full_url == "https://shop.example/elsewhere/"


@pytest.mark.parametrize(
    ("address", "rule"),
    [
        ("https://other.example/#b", "fragment"),
        ("https://other.example/a/?utm_source=x&gclid=1", "utm_source, gclid"),
        ("http://other.example/a/", "https"),
        ("https://shop.example/nowhere/", "no page"),
        ("https://shop.example/?page=2", "without a query"),
    ],
)
def test_a_bad_main_address_is_refused_with_its_rule(address, rule, home):
    with pytest.raises(ValidationError, match=rule) as refused:
        make_content(home, canonical_url=address)
    assert set(refused.value.message_dict) == {"canonical_url"}


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"live": False}, "not published"),
        ({"noindex": True}, "hidden"),
        ({"canonical_url": "https://other.example/"}, "of its own"),
    ],
)
def test_a_main_page_that_may_not_be_listed_is_refused(fields, rule, home):
    main = make_content(home, **fields)
    with pytest.raises(ValidationError, match=rule):
        make_content(home, canonical_page=main)


def test_a_main_page_behind_a_password_is_refused(home):
    main = make_content(home)
    PageViewRestriction.objects.create(page=main, restriction_type="password", password="fog")
    with pytest.raises(ValidationError, match="everybody"):
        make_content(home, canonical_page=main)


def test_a_main_page_hidden_by_its_section_is_refused(home):
    main = make_product(make_category(home, noindex=True, robots_below=True))
    with pytest.raises(ValidationError, match="hidden"):
        make_content(home, canonical_page=main)


def test_a_main_page_in_another_language_is_refused(home):
    main = make_content(home)
    Page.objects.filter(pk=main.pk).update(locale=Locale.objects.create(language_code="ru"))
    with pytest.raises(ValidationError, match="language"):
        make_content(home, canonical_page=fresh(main))


def test_page_and_address_at_once_are_refused(home):
    with pytest.raises(ValidationError, match="not both"):
        make_content(home, canonical_page=make_content(home), canonical_url="https://other.example/")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda main: fresh(main).unpublish(),
        lambda main: change(main, noindex=True),
        lambda main: change(main, canonical_url="https://other.example/"),
        lambda main: fresh(main).delete(),
        lambda main: PageViewRestriction.objects.create(page=main, restriction_type="login"),
    ],
    ids=["unpublished", "hidden", "points elsewhere", "deleted", "restricted"],
)
def test_a_page_whose_main_page_is_lost_speaks_for_itself(spoil, home):
    main = make_content(home)
    copy = make_content(home, canonical_page=main)
    assert not indexable(copy)
    spoil(main)
    assert canonical_of(copy) == copy.full_url
    assert indexable(copy)
    change(copy, summary="An edit of something else is not refused for it.")


def test_a_hidden_page_names_no_other(home):
    copy = make_content(home, canonical_page=make_content(home))
    Page.objects.filter(pk=copy.pk).update(section_robots="noindex")
    assert canonical_of(copy) == copy.full_url


def test_whoever_makes_a_main_page_unfit_is_told_who_named_it(home):
    main = make_content(home)
    make_content(home, title="Second", canonical_page=main)
    assert fresh(main).warning_for_repeaters() == ""
    change(main, noindex=True)
    assert "“Second”" in fresh(main).warning_for_repeaters()


def test_the_other_site_of_this_house_is_no_foreign_host(home):
    second = make_content(Page.objects.get(depth=1), slug="second")
    Site.objects.create(hostname="second.example", port=443, root_page=second)
    Site.clear_site_root_paths_cache()
    copy = make_content(home, canonical_url="https://second.example/")
    assert copy.canonical_page_id == second.pk
    assert isinstance(second, ContentPage)
    assert canonical_of(copy) == "https://second.example/"


def test_the_admin_says_who_named_a_page_that_is_hidden_now(home):
    main = make_content(home)
    make_content(home, title="Second", canonical_page=main)
    client = sign_in(make_user(is_superuser=True))
    answer = client.post(reverse("wagtailadmin_pages:unpublish", args=[main.pk]), follow=True)
    assert "“Second” named this page as its main page" in answer.text


def test_main_addresses_from_before_become_pages(home):
    main, copy, stray, foreign = (make_content(home) for _ in range(4))
    for page, address in (
        (copy, main.full_url),
        (stray, "https://shop.example/nowhere/"),
        (foreign, "https://x.example/"),
    ):
        Page.objects.filter(pk=page.pk).update(canonical_url=address)
    import_module("cms.migrations.0009_main_pages").resolve(apps, connection.schema_editor())
    assert [(p.canonical_page, p.canonical_url) for p in map(fresh, (copy, stray, foreign))] == [
        (Page.objects.get(pk=main.pk), ""),
        (None, ""),
        (None, "https://x.example/"),
    ]
