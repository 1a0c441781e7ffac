"""What looks like a fault and is none: each of these was, or would be, a merchant's lost hour."""

from dataclasses import replace

import pytest

from seo.audit import Answer, Level, PageFacts, SiteSeen, audit
from tests.audit.night_shop import ROOT, Parts, Shop, make_shop, prose, remembered

DELIVERY = "delivery/"


@pytest.fixture
def shop() -> Shop:
    return make_shop()


def codes(site: SiteSeen) -> list[str]:
    return [finding.code for finding in audit(site)]


def test_a_link_to_a_hidden_imprint_is_only_a_warning(shop):
    shop.pages["imprint/"] = Parts("imprint/", "Imprint", prose("imprint"), robots="noindex", is_listed=False)
    shop.pages[DELIVERY].links.append(("/imprint/", "Imprint"))
    assert [(finding.code, finding.level) for finding in audit(shop.seen())] == [("seo-48", Level.WARNING)]


def test_a_broken_link_in_the_frame_is_found_once(shop):
    for page in shop.pages.values():
        page.main_extra = '<a href="/whale-oil/">Whale oil</a>'
    [finding] = audit(shop.seen())
    assert finding.code == "seo-48"
    assert "15 other pages" in finding.message


def test_one_language_for_two_regions_may_say_the_same(shop):
    text, versions = (
        prose("colour", 200),
        [
            ("en-GB", f"{ROOT}colour/"),
            ("en-US", f"{ROOT}us/color/"),
            ("x-default", f"{ROOT}colour/"),
        ],
    )
    for path, code, title in (("colour/", "en-GB", "Colour"), ("us/color/", "en-US", "Color")):
        shop.pages[path] = Parts(path, title, text, language=code, alternates=versions)
        shop.pages[""].links.append((f"/{path}", title))
    shop.touch(lambda site: setattr(site, "locales", ("en-GB", "en-US", "ru")))
    shop.touch(lambda site: site.truth.languages.update({f"{ROOT}us/color/": "en-US"}))
    assert codes(shop.seen()) == []


def test_two_short_texts_are_not_compared(shop):
    for path, title in (("a/", "One form"), ("b/", "Another form")):
        shop.pages[path] = Parts(path, title, "Write to us.", main_extra='<form method="post"></form>')
        shop.pages[""].links.append((f"/{path}", title))
    assert codes(shop.seen()) == []


def test_an_empty_alt_marks_a_decoration(shop):
    shop.pages[DELIVERY].image_tag = shop.pages[DELIVERY].image_tag.replace('alt="Delivery"', 'alt=""')
    assert codes(shop.seen()) == []


def test_a_picture_far_down_the_page_may_wait(shop):
    page = shop.pages[DELIVERY]
    lazy = page.image_tag.replace('fetchpriority="high"', 'loading="lazy"')
    page.image_tag, page.main_extra = " ", f"<p>{prose('more', 200)}</p>{lazy}"
    assert codes(shop.seen()) == []


@pytest.mark.parametrize(
    "markup",
    [
        "<noscript><style>p{color:red}</style></noscript>",
        "<template><div></div></template>",
        '<script>document.write("<div>")</script>',
        "<!-- <div> -->",
    ],
)
def test_what_may_stand_in_a_head_does_not_end_it(markup, shop):
    page = shop.pages[DELIVERY]
    html = page.html()
    page.html = lambda: html.replace("<title>", f"{markup}<title>", 1)
    assert codes(shop.seen()) == []


def test_the_title_of_a_drawing_and_the_metas_of_microdata_are_no_strays(shop):
    shop.pages[
        DELIVERY
    ].main_extra = (
        '<svg><title>A parcel</title></svg><div itemscope><meta itemprop="sku" name="sku" content="1"></div>'
    )
    assert codes(shop.seen()) == []


def test_an_address_in_letters_is_the_one_in_octets(shop):
    path = "%D1%84%D0%BE%D0%BD%D0%B0%D1%80%D1%8C/"
    shop.pages[path] = Parts(path, "Фонарь", prose("lantern"))
    shop.pages[""].links.append(("/фонарь/", "Фонарь"))
    assert codes(shop.seen()) == []


def test_a_host_that_must_not_be_listed_hides_its_pages_by_header_only(shop):
    def close(site: SiteSeen) -> None:
        site.is_production = False
        for page in site.pages.values():
            page.headers["x-robots-tag"] = "noindex"

    shop.touch(close)
    assert codes(shop.seen()) == []


@pytest.mark.parametrize(
    "robots",
    [
        "max-image-preview:large, unavailable_after: Friday, 25 Jun 2027 15:00:00 GMT",
        "max-image-preview:large, noarchive, notranslate",
        "index, follow, max-image-preview:large",
        "MAX-IMAGE-PREVIEW:LARGE",
    ],
)
def test_documented_directives_are_known(robots, shop):
    shop.pages[DELIVERY].robots = robots
    assert codes(shop.seen()) == []


def test_a_header_for_one_crawler_contradicts_nothing(shop):
    shop.pages[DELIVERY].headers["x-robots-tag"] = "otherbot: noindex"
    assert codes(shop.seen()) == []


def test_a_short_form_of_a_node_is_the_same_node(shop):
    lamp = shop.pages["lamps/storm-lamp/"]
    lamp.page_facts["mainEntity"] = {"@type": "Product", "@id": lamp.nodes[0]["@id"], "name": "Storm lamp"}
    assert codes(shop.seen()) == []


def test_a_reference_to_a_page_nobody_saw_is_believed(shop):
    shop.pages[DELIVERY].page_facts["about"] = {"@id": f"{ROOT}never-seen/#thing"}
    assert codes(shop.seen()) == []


def test_a_bare_ampersand_in_json_ends_nothing(shop):
    page = shop.pages[DELIVERY]
    html = page.html
    page.page_facts["description"] = "Salt & wind"
    page.html = lambda: html().replace("\\u0026", "&")
    assert codes(shop.seen()) == []


def test_further_pages_of_a_list_repeat_what_its_first_says(shop):
    shop.pages["lamps/?page=2"].title = shop.pages["lamps/"].title
    shop.pages["lamps/?page=2"].description = shop.pages["lamps/"].description
    assert codes(shop.seen()) == []


@pytest.mark.parametrize(
    "answer", [Answer(f"{ROOT}old/", 301, {"location": "/lamps/"}), Answer(f"{ROOT}old/", 410)]
)
def test_a_page_that_was_moved_or_removed_for_good_is_no_regression(answer, shop):
    def remove(site: SiteSeen) -> None:
        pages = {**site.previous.pages, f"{ROOT}old/": PageFacts(is_main=True)}
        site.previous = remembered(site, pages=pages)
        site.answers[f"{ROOT}old/"] = answer

    shop.touch(remove)
    assert codes(shop.seen()) == []


def test_a_product_that_gets_variants_loses_nothing(shop):
    url = f"{ROOT}lamps/watch-jersey/"

    def was_one(site: SiteSeen) -> None:
        facts = replace(site.previous.pages[url], types=("Product", "Offer"))
        site.previous = remembered(site, pages={**site.previous.pages, url: facts})

    shop.touch(was_one)
    assert codes(shop.seen()) == []


def test_a_price_in_another_form_of_number_is_the_same_in_the_feed(shop):
    shop.prices["LAMP-1"] = "48 GBP"
    assert codes(shop.seen()) == []


def test_what_every_variant_lacks_is_said_once(shop):
    jersey = shop.pages["lamps/watch-jersey/"]
    for node in jersey.nodes[1:]:
        del node["image"]
    found = [finding for finding in audit(shop.seen()) if finding.code == "seo-18"]
    [finding] = [finding for finding in found if finding.url == jersey.url]
    assert "1 other node" in finding.message
