"""For each code the smallest fault that has it: a function that breaks the shop in one place."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from seo.audit import Answer, Lab, PageFacts, Probe, Purpose, SiteSeen, Submission
from tests.audit.night_shop import AT, ROOT, Parts, Shop, prose, remembered

BROKEN: dict[int, Callable[[Shop], None]] = {}
DELIVERY, LAMPS, SECOND, RED = "delivery/", "lamps/", "lamps/?page=2", "lamps/?color=red&size=l"
LAMP, JERSEY, WICKS = "lamps/storm-lamp/", "lamps/watch-jersey/", "lamps/wick-set/"
ARTICLE, STORE, EVENT = "log/trimming-a-wick/", "stores/pier-shop/", "events/lamp-evening/"


def breaks(number: int) -> Callable[[Callable[[Shop], None]], Callable[[Shop], None]]:
    def keep(function: Callable[[Shop], None]) -> Callable[[Shop], None]:
        BROKEN[number] = function
        return function

    return keep


def node_of(page: Parts, *types: str) -> dict[str, Any]:
    return next(node for node in page.nodes if node["@type"] in types)


def offer_of(shop: Shop) -> dict[str, Any]:
    """The offer of a product that no feed lists."""
    return node_of(shop.pages[WICKS], "Product")["offers"]


@breaks(1)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].headers["content-type"] = "text/html"


@breaks(2)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].head_extra = "<title>Delivery, again</title>"


@breaks(3)
def _(shop: Shop) -> None:
    shop.pages["returns/"].title = shop.pages[DELIVERY].title


@breaks(4)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].main_extra = "<h2>Parcels</h2><h4>Small ones</h4>"


@breaks(5)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].description = "Too short."


@breaks(6)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].language = "en-UK"


@breaks(7)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].canonicals *= 2


@breaks(8)
def _(shop: Shop) -> None:
    shop.pages["lamps/sorted/"] = Parts(
        "lamps/sorted/",
        "Lamps by price",
        prose("sorted"),
        robots="noindex",
        canonicals=[f"{ROOT}old-lamps/"],
        og_url=f"{ROOT}old-lamps/",
        page_facts={"url": f"{ROOT}old-lamps/"},
        is_listed=False,
    )

    def redirect(probe: Probe) -> Answer | None:
        is_asked = probe.url == f"{ROOT}old-lamps/" and probe.purpose == Purpose.REFERENCE
        return Answer(probe.url, 301, {"location": "/lamps/"}) if is_asked else None

    shop.replies.append(redirect)


@breaks(9)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].og_url = f"{ROOT}Delivery"


@breaks(10)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].robots += ", noodp"


@breaks(11)
def _(shop: Shop) -> None:
    shop.pages["watch/"] = Parts("watch/", "The watch", prose("watch"), robots="noindex", is_listed=False)
    shop.robots = replace(shop.robots, body=shop.robots.body.replace(b"/admin/", b"/watch/"))


@breaks(12)
def _(shop: Shop) -> None:
    def close(site: SiteSeen) -> None:
        site.is_production = False
        for url, page in site.pages.items():
            if url != f"{ROOT}{DELIVERY}":
                page.headers["x-robots-tag"] = "noindex"

    shop.touch(close)


@breaks(13)
def _(shop: Shop) -> None:
    shop.pages[ARTICLE].robots = "max-snippet:-1"


@breaks(14)
def _(shop: Shop) -> None:
    shop.robots = replace(shop.robots, headers={"content-type": "text/html"})


@breaks(15)
def _(shop: Shop) -> None:
    body = b"<html lang=en><head><title>A draft</title></head><body><main>Not yet.</main></body></html>"
    shop.reply(Purpose.PRIVATE, status=200, body=body)


@breaks(16)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].page_facts["description"] = None


@breaks(17)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].page_facts["publisher"] = {"@id": f"{ROOT}#nobody"}


@breaks(18)
def _(shop: Shop) -> None:
    node_of(shop.pages[WICKS], "Product").pop("image")


@breaks(19)
def _(shop: Shop) -> None:
    page = shop.pages[WICKS]
    page.text = page.text.replace("£6.50", "£6.90")


@breaks(20)
def _(shop: Shop) -> None:
    offer_of(shop)["price"] = "0.00"
    shop.pages[WICKS].text += " £0.00"


@breaks(21)
def _(shop: Shop) -> None:
    node_of(shop.pages[JERSEY], "ProductGroup")["variesBy"] = ["https://schema.org/flavour"]


@breaks(22)
def _(shop: Shop) -> None:
    node_of(shop.pages[WICKS], "Product")["gtin13"] = "4006381333932"


@breaks(23)
def _(shop: Shop) -> None:
    offer_of(shop)["priceValidUntil"] = "2026-10-31"
    shop.pages[WICKS].text += " 31 October 2026"


@breaks(24)
def _(shop: Shop) -> None:
    home = shop.pages[""]
    node_of(home, "OnlineStore")["aggregateRating"] = {
        "@type": "AggregateRating",
        "ratingValue": "4.5",
        "reviewCount": "12",
    }
    home.text += " 4.5 of 5, 12 reviews"


@breaks(25)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].trail = [("The shop", ROOT)]
    page = shop.pages[DELIVERY]
    page.main_extra = '<a href="/">The shop</a>'
    html = page.html
    page.html = lambda: html().replace("<ol><li>", "<ol hidden><li>").replace("nav class", "div class")


@breaks(26)
def _(shop: Shop) -> None:
    node_of(shop.pages[""], "WebSite")["url"] = f"{ROOT}shop/"


@breaks(27)
def _(shop: Shop) -> None:
    node_of(shop.pages[ARTICLE], "Article")["dateModified"] = "2026-05-01T09:30:00+00:00"
    shop.pages[ARTICLE].text += " 1 May 2026"


@breaks(28)
def _(shop: Shop) -> None:
    node_of(shop.pages[STORE], "Store")["geo"]["latitude"] = "60.15"


@breaks(29)
def _(shop: Shop) -> None:
    node_of(shop.pages[EVENT], "Event")["startDate"] = "2026-12-05T18:00:00"


@breaks(30)
def _(shop: Shop) -> None:
    picture = shop.pages[WICKS].image
    shop.replies.append(lambda probe: Answer(probe.url, 404) if probe.url == picture else None)


@breaks(31)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].metas["og:site_name"] = ""


@breaks(32)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].metas["twitter:card"] = ""


@breaks(33)
def _(shop: Shop) -> None:
    for path in ("", "ru/"):
        shop.pages[path].alternates = shop.pages[path].alternates[:2]


@breaks(34)
def _(shop: Shop) -> None:
    shop.pages["ru/"].alternates = shop.pages["ru/"].alternates[1:]


@breaks(35)
def _(shop: Shop) -> None:
    english = shop.pages[ARTICLE].text
    shop.pages["ru/fitil/"].text = f"{english} 4 мая 2026 2 ноября 2026"


@breaks(36)
def _(shop: Shop) -> None:
    shop.sitemap_headers["content-type"] = "text/html"


@breaks(37)
def _(shop: Shop) -> None:
    def drop(site: SiteSeen) -> None:
        site.sitemaps[1] = replace(site.sitemaps[1], entries=site.sitemaps[1].entries[:-1])

    shop.touch(drop)


@breaks(38)
def _(shop: Shop) -> None:
    shop.lastmods[DELIVERY] = AT.isoformat()


@breaks(39)
def _(shop: Shop) -> None:
    shop.sitemap_extra[ARTICLE] = (
        "<news:news><news:publication_date>2026-05-04T09:30:00+00:00</news:publication_date></news:news>"
    )


@breaks(40)
def _(shop: Shop) -> None:
    shop.reply(Purpose.MISSING, status=200)


@breaks(41)
def _(shop: Shop) -> None:
    def chain(site: SiteSeen) -> None:
        for old, new in (("a/", "b/"), ("b/", "lamps/")):
            site.answers[f"{ROOT}{old}"] = Answer(f"{ROOT}{old}", 301, {"location": f"/{new}"})

    shop.touch(chain)


@breaks(42)
def _(shop: Shop) -> None:
    shop.reply(Purpose.MOVED, status=404, headers={})


@breaks(43)
def _(shop: Shop) -> None:
    shop.reply(Purpose.VARIANT, status=200, headers={"content-type": "text/html"})


@breaks(44)
def _(shop: Shop) -> None:
    shop.reply(Purpose.BEYOND, status=200)


@breaks(45)
def _(shop: Shop) -> None:
    shop.pages[LAMPS].links.append(("/lamps/?size=s", "Small ones"))


@breaks(46)
def _(shop: Shop) -> None:
    shop.touch(lambda site: site.truth.open_facets.update({f"{ROOT}{RED}": 1}))


@breaks(47)
def _(shop: Shop) -> None:
    shop.reply(Purpose.NONSENSE, status=200)


@breaks(48)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].links.append(("/whale-oil/", "Whale oil"))


@breaks(49)
def _(shop: Shop) -> None:
    shop.pages["corner/"] = Parts("corner/", "A quiet corner", prose("corner"))


@breaks(50)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].main_extra = '<a href="https://post.example/" target="_blank">The post</a>'


@breaks(51)
def _(shop: Shop) -> None:
    page = shop.pages[DELIVERY]
    page.image_tag = page.image_tag.replace('alt="Delivery"', "")


@breaks(52)
def _(shop: Shop) -> None:
    page = shop.pages[DELIVERY]
    page.image_tag = page.image_tag.replace('fetchpriority="high"', 'loading="lazy"')


@breaks(53)
def _(shop: Shop) -> None:
    page = shop.pages[DELIVERY]
    page.image_tag = f'<img src="{page.image}" width="600" height="338" alt="A parcel" fetchpriority="high">'


@breaks(54)
def _(shop: Shop) -> None:
    shop.reply(Purpose.CONDITIONAL, status=200)


@breaks(55)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].headers["set-cookie"] = "visitor=1"


@breaks(56)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].head_extra = '<div></div><meta name="author" content="Ada Skarra">'


@breaks(57)
def _(shop: Shop) -> None:
    url = f"{ROOT}{DELIVERY}"
    shop.touch(
        lambda site: site.rendered.update(
            {url: replace(site.pages[url], titles=("Delivery, 3 new messages",))}
        )
    )


@breaks(58)
def _(shop: Shop) -> None:
    shop.touch(lambda site: site.lab.update({ROOT: Lab(lcp=4.1, cls=0.0, tbt=20)}))


@breaks(59)
def _(shop: Shop) -> None:
    shop.touch(lambda site: site.heads[ROOT].update({"title": "Night Shop"}))


@breaks(60)
def _(shop: Shop) -> None:
    shop.touch(lambda site: site.resolved.update({ROOT: {"verdict": "missing", "status": 404}}))


@breaks(61)
def _(shop: Shop) -> None:
    shop.reply(Purpose.API_DRAFT, status=200)


@breaks(62)
def _(shop: Shop) -> None:
    def tell_again(site: SiteSeen) -> None:
        site.truth.submissions += (Submission(f"{ROOT}{LAMPS}", AT - timedelta(minutes=3)),)

    shop.touch(tell_again)


@breaks(63)
def _(shop: Shop) -> None:
    shop.prices["LAMP-1"] = "45.00 GBP"


@breaks(64)
def _(shop: Shop) -> None:
    shop.feed_guid = ""


@breaks(65)
def _(shop: Shop) -> None:
    shop.pages[""].icons = ""


@breaks(66)
def _(shop: Shop) -> None:
    shop.pages[DELIVERY].main_extra = "<p data-nosnippet>For members.</p>"


@breaks(67)
def _(shop: Shop) -> None:
    shop.pages["returns/"].text = shop.pages[DELIVERY].text


@breaks(68)
def _(shop: Shop) -> None:
    url = f"{ROOT}vanished/"

    def vanish(site: SiteSeen) -> None:
        assert site.previous is not None
        pages = {**site.previous.pages, url: PageFacts(is_main=True)}
        site.previous = remembered(site, pages=pages, after="import of 1 November")
        site.answers[url] = Answer(url, 404)

    shop.touch(vanish)
