"""A small shop that does everything right, made of HTML, and a server that answers its probes. What a test breaks, it
breaks in the parts before the shop is read, in the server's answers, or in the site seen."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import escape
from typing import Any
from urllib.parse import urljoin

from seo.audit import (
    Answer,
    Lab,
    OfferTruth,
    PageSeen,
    Probe,
    Purpose,
    SiteSeen,
    Snapshot,
    Submission,
    Truth,
    probes,
    read_feed,
    read_merchant,
    read_page,
    read_sitemap,
    record,
    snapshot,
)
from seo.graph import script_json

ROOT = "https://night.example/"
AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
CHANGED = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)
KEY = "0123456789abcdef"
ORGANIZATION = f"{ROOT}#organization"
CACHED = {
    "etag": 'W/"1"',
    "last-modified": "Sun, 01 Nov 2026 07:30:00 GMT",
    "vary": "Accept-Encoding, Accept",
}
WORDS = {
    "en": "lamp wick oil brass keeper quay gale rope tide harbour signal lens watch storm anchor chart",
    "ru": "лампа фитиль масло латунь смотритель причал шторм канат прилив гавань сигнал линза вахта",
}


@dataclass
class Parts:
    """A page before it is HTML. `nodes` are the graph's besides the page, its trail and its picture."""

    path: str
    title: str
    text: str
    language: str = "en-GB"
    direction: str = "ltr"
    name: str = ""
    description: str = ""
    robots: str = "max-image-preview:large, max-snippet:-1, max-video-preview:-1"
    canonicals: list[str] = field(default_factory=list)
    og_url: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    page_type: str = "WebPage"
    page_facts: dict[str, Any] = field(default_factory=dict)
    trail: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    alternates: list[tuple[str, str]] = field(default_factory=list)
    image: str = ""
    image_tag: str = ""
    head_extra: str = ""
    main_extra: str = ""
    icons: str = '<link rel="icon" href="/icon.png" sizes="96x96">'
    headers: dict[str, str] = field(default_factory=dict)
    is_listed: bool = True

    def __post_init__(self) -> None:
        self.url = urljoin(ROOT, self.path)
        self.name = self.name or self.title
        self.description = (
            self.description or f"{self.name}: what it is, and what people who stay awake need it for."
        )
        self.canonicals = self.canonicals or [self.url]
        self.image = (
            self.image
            or f"{ROOT}media/{self.path.strip('/').replace('/', '-').partition('?')[0] or 'home'}.jpg"
        )
        self.image_tag = self.image_tag or (
            f'<picture><source type="image/avif" srcset="{self.image}.avif 600w"><img src="{self.image}" width="600"'
            f' height="338" alt="{escape(self.name)}" srcset="{self.image} 600w" fetchpriority="high"></picture>'
        )

    @property
    def picture_id(self) -> str:
        return f"{self.image}#image"

    def graph(self) -> list[dict[str, Any]]:
        page = {
            "@type": self.page_type,
            "@id": f"{self.url}#webpage",
            "url": self.url,
            "name": self.name,
            "isPartOf": {"@id": f"{ROOT}#website"},
            **self.page_facts,
        }
        picture = {
            "@type": "ImageObject",
            "@id": self.picture_id,
            "contentUrl": self.image,
            "creditText": "Night Shop",
        }
        trail = [{"position": at, **step} for at, step in enumerate(self._steps(), start=1)]
        steps = [{"@type": "ListItem", **step} for step in trail]
        crumbs = {"@type": "BreadcrumbList", "@id": f"{self.url}#breadcrumb", "itemListElement": steps}
        return [page, picture, *([crumbs] if steps else []), *self.nodes]

    def _steps(self) -> list[dict[str, str]]:
        steps = [*self.trail, (self.name, self.url)] if self.trail else []
        return [{"name": name, "item": url} for name, url in steps]

    def html(self) -> str:
        image = {
            "og:image": self.image,
            "og:image:width": "1200",
            "og:image:height": "675",
            "og:image:alt": self.name,
        }
        properties = {
            "og:title": self.name,
            "og:type": "website",
            "og:url": self.og_url or self.url,
            "og:site_name": "Night Shop",
            "og:locale": "en_GB",
            **image,
        }
        names = {
            "description": self.description,
            "robots": self.robots,
            "twitter:card": "summary_large_image",
        }
        said = {**names, **properties, **self.metas}
        metas = "".join(
            f'<meta {"property" if name.startswith("og:") else "name"}="{name}" content="{escape(value)}">'
            for name, value in said.items()
            if value
        )
        links = "".join(f'<link rel="canonical" href="{escape(url)}">' for url in self.canonicals)
        links += "".join(
            f'<link rel="alternate" hreflang="{code}" href="{url}">' for code, url in self.alternates
        )
        links += '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        links += (
            f'<link rel="alternate" type="text/markdown" href="{self.url.partition("?")[0]}index.html.md">'
        )
        script = script_json({"@context": "https://schema.org", "@graph": self.graph()})
        steps = "".join(f'<li><a href="{url}">{escape(name)}</a></li>' for name, url in self.trail)
        trail = (
            f'<nav class="trail"><ol>{steps}<li><span aria-current="page">{escape(self.name)}</span></li></ol></nav>'
            if self.trail
            else ""
        )
        cards = "".join(f'<p><a href="{url}">{escape(text)}</a></p>' for url, text in self.links)
        return (
            f'<!doctype html><html lang="{self.language}" dir="{self.direction}"><head><meta charset="utf-8">'
            f"<title>{escape(self.title)}</title>{metas}{links}{self.icons}"
            f'<script type="application/ld+json">{script}</script>{self.head_extra}</head><body>'
            f'<header><a href="/">Night Shop</a><nav><ul><li><a href="/lamps/">Lamps</a></li>'
            f'<li><a href="/log/">From the log</a></li></ul></nav></header>'
            f"<main>{trail}<h1>{escape(self.name)}</h1>{self.image_tag}<p>{self.text}</p>{self.main_extra}{cards}</main>"
            f'<footer><a href="/delivery/">Delivery</a></footer></body></html>'
        )

    def answer(self) -> Answer:
        headers = {"content-type": "text/html; charset=utf-8", **CACHED, **self.headers}
        return Answer(
            self.url, 200, {name: value for name, value in headers.items() if value}, self.html().encode()
        )


def prose(about: str, count: int = 140, language: str = "en") -> str:
    """Words in an order of their own, the same at every call."""
    chance = random.Random(about)
    words = WORDS[language].split()
    return " ".join(chance.choice(words) + str(chance.randrange(40)) for _ in range(count))


@dataclass
class Shop:
    """The parts of the site, by path, and everything that can be broken before it is read."""

    pages: dict[str, Parts]
    robots: Answer = field(
        default_factory=lambda: Answer(
            f"{ROOT}robots.txt",
            200,
            {"content-type": "text/plain; charset=utf-8"},
            f"User-agent: *\nDisallow: /admin/\n\nSitemap: {ROOT}sitemap.xml\n".encode(),
        )
    )
    replies: list[Callable[[Probe], Answer | None]] = field(default_factory=list)
    lastmods: dict[str, str] = field(default_factory=dict)
    sitemap_extra: dict[str, str] = field(default_factory=dict)
    sitemap_headers: dict[str, str] = field(default_factory=dict)
    prices: dict[str, str] = field(default_factory=dict)
    feed_guid: str = f"{ROOT}log/trimming-a-wick/"
    touches: list[Callable[[SiteSeen], None]] = field(default_factory=list)

    # What a test does to it ---------------------------------------------------------------------------

    def reply(self, purpose: Purpose, **facts: Any) -> None:
        """Answer every probe of a purpose in a way of its own."""

        def answered(probe: Probe) -> Answer | None:
            return replace(self.ask(probe, plain=True), **facts) if probe.purpose == purpose else None

        self.replies.append(answered)

    def touch(self, act: Callable[[SiteSeen], None]) -> None:
        """Change what was seen, once everything was."""
        self.touches.append(act)

    # What a crawler does with it ----------------------------------------------------------------------

    def seen(self) -> SiteSeen:
        """The site as a crawler would have gathered it."""
        site = SiteSeen(
            root=ROOT, name="Night Shop", locales=("en-GB", "ru"), is_served=True, at=AT, robots=self.robots
        )
        for page in self.pages.values():
            site.pages[page.url] = read_page(page.answer())
        self._describe(site)
        while wanted := list(probes(site)):
            for probe in wanted:
                record(site, probe, self.ask(probe))
        for url, page in site.pages.items():
            site.heads[url] = head_of(page)
            site.resolved[url] = {"verdict": "page", "status": 200, "head": head_of(page)}
            site.rendered[url] = page
            site.lab[url] = Lab(lcp=1.2, cls=0.0, tbt=20, ttfb=0.1)
        site.previous = snapshot(site, ())
        for act in self.touches:
            act(site)
        return site

    def _describe(self, site: SiteSeen) -> None:
        listed = [page for page in self.pages.values() if page.is_listed]
        site.sitemaps = [read_sitemap(self._index()), read_sitemap(self._sitemap(listed))]
        site.feeds = [read_feed(self._feed())]
        site.merchant = {f"{ROOT}feeds/google.xml": read_merchant(self._merchant())}
        site.llms = Answer(
            f"{ROOT}llms.txt",
            200,
            {"content-type": "text/markdown"},
            f"# Night Shop\n\n> Lamps.\n\n## Pages\n\n- [Lamps]({ROOT}lamps/): all of them\n".encode(),
        )
        site.indexnow_key = KEY
        site.hosts_api = frozenset({"backend.internal"})
        site.truth = Truth(
            indexable=frozenset(page.url for page in listed),
            lastmod={page.url: CHANGED for page in listed},
            languages={page.url: "ru" if "/ru/" in page.url else "en-GB" for page in listed},
            private=(f"{ROOT}drafts/7/",),
            gone=(f"{ROOT}whale-oil/",),
            moved={f"{ROOT}lanterns/": f"{ROOT}lamps/"},
            offers={
                "LAMP-1": OfferTruth(Decimal("48.00"), "GBP", "InStock"),
                "JERSEY-N": OfferTruth(Decimal("129.00"), "GBP", "OutOfStock"),
            },
            locations={f"{ROOT}stores/pier-shop/": {"postalCode": "ZE1 0AA", "telephone": "+44 1632 960002"}},
            facet_parameters=("color", "size"),
            open_facets={f"{ROOT}lamps/?color=red&size=l": 4},
            least_products=3,
            verifications={"google-site-verification": "abc"},
            api=(f"{ROOT}api/v1/pages/",),
            api_drafts=(f"{ROOT}api/v1/drafts/7/",),
            submissions=tuple(
                Submission(f"{ROOT}lamps/", AT - timedelta(minutes=minutes)) for minutes in (1, 30)
            ),
        )

    def _index(self) -> Answer:
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<sitemap><loc>{ROOT}sitemap-all-1.xml</loc></sitemap></sitemapindex>"
        )
        headers = {"content-type": "application/xml", **CACHED}
        return Answer(f"{ROOT}sitemap.xml", 200, headers, body.encode())

    def _sitemap(self, listed: list[Parts]) -> Answer:
        urls = "".join(
            f"<url><loc>{escape(page.url)}</loc>"
            f"<lastmod>{self.lastmods.get(page.path, CHANGED.isoformat())}</lastmod>"
            + "".join(
                f'<xhtml:link rel="alternate" hreflang="{code}" href="{url}"/>'
                for code, url in page.alternates
            )
            + self.sitemap_extra.get(
                page.path, f"<image:image><image:loc>{page.image}</image:loc></image:image>"
            )
            + "</url>"
            for page in listed
        )
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
            ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
            f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
        )
        headers = {"content-type": "application/xml", **CACHED, **self.sitemap_headers}
        return Answer(f"{ROOT}sitemap-all-1.xml", 200, headers, body.encode())

    def _feed(self) -> Answer:
        guid = f"<guid>{self.feed_guid}</guid>" if self.feed_guid else ""
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>From the log</title>'
            f"<link>{ROOT}log/</link><item><title>Trimming a wick</title><link>{ROOT}log/trimming-a-wick/</link>{guid}"
            "<pubDate>Mon, 04 May 2026 09:30:00 GMT</pubDate></item></channel></rss>"
        )
        return Answer(
            f"{ROOT}feed.xml", 200, {"content-type": "application/rss+xml", **CACHED}, body.encode()
        )

    def _merchant(self) -> Answer:
        def item(sku: str, path: str, price: str, availability: str, group: str = "") -> str:
            facts = {
                "id": sku,
                "title": sku,
                "description": "A thing for the night.",
                "link": urljoin(ROOT, path),
                "image_link": f"{ROOT}media/lamps-storm-lamp.jpg",
                "availability": availability,
                "price": self.prices.get(sku, price),
                "condition": "new",
                "brand": "Skarra Works",
                "mpn": sku,
                "item_group_id": group,
            }
            return (
                "<item>" + "".join(f"<g:{n}>{escape(v)}</g:{n}>" for n, v in facts.items() if v) + "</item>"
            )

        items = item("LAMP-1", "lamps/storm-lamp/", "48.00 GBP", "in_stock")
        items += item(
            "JERSEY-N", "lamps/watch-jersey/?variant=JERSEY-N", "129.00 GBP", "out_of_stock", "JERSEY"
        )
        body = f'<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>{items}</channel></rss>'
        return Answer(f"{ROOT}feeds/google.xml", 200, {"content-type": "application/xml"}, body.encode())

    # The server ---------------------------------------------------------------------------------------

    def ask(self, probe: Probe, plain: bool = False) -> Answer:
        """What a shop that does everything right answers, unless a test has said otherwise."""
        for reply in self.replies if not plain else ():
            if (answer := reply(probe)) is not None:
                return answer
        found = {
            Purpose.IMAGE: self._image,
            Purpose.MISSING: lambda probe: self._nothing(probe, 404),
            Purpose.BEYOND: lambda probe: self._nothing(probe, 404),
            Purpose.NONSENSE: lambda probe: self._nothing(probe, 404),
            Purpose.PRIVATE: lambda probe: self._nothing(probe, 404),
            Purpose.API_DRAFT: lambda probe: self._nothing(probe, 401),
            Purpose.GONE: lambda probe: self._nothing(probe, 410),
            Purpose.MOVED: self._redirect,
            Purpose.VARIANT: self._redirect,
            Purpose.FIRST: self._redirect,
            Purpose.REORDERED: self._redirect,
            Purpose.CONDITIONAL: lambda probe: Answer(probe.url, 304, CACHED),
            Purpose.COMPRESSED: lambda probe: Answer(
                probe.url, 200, {"content-type": "text/html", "content-encoding": "gzip", **CACHED}, b"x"
            ),
            Purpose.MARKDOWN: self._markdown,
            Purpose.ACCEPT_MARKDOWN: self._markdown,
            Purpose.API: lambda probe: Answer(
                probe.url,
                200,
                {"content-type": "application/json", "x-robots-tag": "noindex", **CACHED},
                b"{}",
            ),
            Purpose.KEY: lambda probe: Answer(probe.url, 200, {"content-type": "text/plain"}, KEY.encode()),
            Purpose.REFERENCE: self._reference,
        }
        return found[probe.purpose](probe)

    def _nothing(self, probe: Probe, status: int) -> Answer:
        body = (
            '<!doctype html><html lang="en-GB"><head><title>Nothing here</title><meta name="robots" content="noindex">'
            f"</head><body><main><h1>Nothing here</h1><p>{prose('nothing', 40)}</p>"
            '<a href="/">Home</a></main></body></html>'
        )
        return Answer(probe.url, status, {"content-type": "text/html; charset=utf-8"}, body.encode())

    def _redirect(self, probe: Probe) -> Answer:
        return Answer(probe.url, 301, {"location": probe.about})

    def _image(self, probe: Probe) -> Answer:
        pixels = (512, 512) if "logo" in probe.url else (96, 96) if "icon" in probe.url else (1200, 675)
        return Answer(probe.url, 200, {"content-type": "image/jpeg"}, pixels=pixels)

    def _markdown(self, probe: Probe) -> Answer:
        headers = {"content-type": "text/markdown; charset=utf-8", "x-robots-tag": "noindex", **CACHED}
        return Answer(probe.url, 200, headers, b"# A page\n")

    def _reference(self, probe: Probe) -> Answer:
        if "variant=" in probe.url:
            jersey = self.pages["lamps/watch-jersey/"]
            return replace(jersey.answer(), url=probe.url)
        return self._nothing(probe, 404)


def head_of(page: PageSeen) -> dict[str, Any]:
    """The head a faithful API would give for a page."""
    links = [{"rel": "canonical", "href": href} for href in page.canonicals]
    links += [{"rel": "alternate", "hreflang": code, "href": href} for code, href in page.alternates]
    return {
        "title": page.title,
        "metas": [
            {kind: name, "content": content}
            for kind, name, content in page.metas
            if kind in {"name", "property"}
        ],
        "links": links,
        "json_ld": next(iter(page.documents), None),
    }


# The pages ------------------------------------------------------------------------------------------------


def make_shop() -> Shop:
    """The shop before anything is broken."""
    home, lamps = ("Night Shop", ROOT), ("Lamps", f"{ROOT}lamps/")
    versions = [("en-GB", ROOT), ("ru", f"{ROOT}ru/"), ("x-default", ROOT)]
    log = ("From the log", f"{ROOT}log/")
    wick = f"{ROOT}log/trimming-a-wick/"
    wicks = [("en-GB", wick), ("ru", f"{ROOT}ru/fitil/"), ("x-default", wick)]
    pages = [
        Parts(
            "",
            "Night Shop, outfitters to night sailors",
            f"{prose('home')} Night Shop",
            name="Night Shop, outfitters to night sailors",
            alternates=versions,
            metas={"google-site-verification": "abc"},
            nodes=[_website(), _organization(), _logo()],
            links=[
                ("/ru/", "По-русски"),
                ("/lamps/", "Lamps"),
                ("/log/", "From the log"),
                ("/stores/pier-shop/", "Pier shop"),
                ("/delivery/", "Delivery"),
                ("/returns/", "Returns"),
                ("/events/lamp-evening/", "Lamp evening"),
            ],
        ),
        Parts(
            "ru/",
            "Ночная лавка для тех, кто не спит",
            f"{prose('ru', language='ru')} Night Shop",
            language="ru",
            alternates=versions,
            links=[("/", "English"), ("/ru/fitil/", "Фитиль")],
        ),
        Parts(
            "lamps/",
            "Lamps",
            prose("lamps"),
            page_type="CollectionPage",
            trail=[home],
            links=[(f"/lamps/{slug}/", slug) for slug in ("storm-lamp", "watch-jersey", "wick-set")]
            + [("/lamps/?page=2", "Next"), ("/lamps/?color=red&size=l", "Large red ones")],
        ),
        Parts(
            "lamps/?page=2",
            "Lamps, page 2",
            prose("lamps 2"),
            page_type="CollectionPage",
            links=[("/lamps/", "1")],
            is_listed=False,
        ),
        Parts(
            "lamps/?color=red&size=l",
            "Large red lamps",
            prose("red lamps"),
            page_type="CollectionPage",
            links=[("/lamps/", "All lamps")],
        ),
        _product("lamps/storm-lamp/", "Storm lamp", "LAMP-1", "48.00", [home, lamps]),
        _jersey([home, lamps]),
        _product("lamps/wick-set/", "Wick set", "WICKS", "6.50", [home, lamps]),
        Parts(
            "log/",
            "From the log",
            prose("log"),
            trail=[home],
            links=[("/log/trimming-a-wick/", "Trimming a wick"), ("/log/ada-skarra/", "Ada Skarra")],
        ),
        _article(
            wick.removeprefix(ROOT),
            "Trimming a wick",
            "4 May 2026",
            "2 November 2026",
            [home, log],
            wicks,
            prose("wick", 400),
        ),
        _article(
            "ru/fitil/",
            "Как подрезать фитиль",
            "4 мая 2026",
            "2 ноября 2026",
            [],
            wicks,
            prose("ru wick", 400, "ru"),
        ),
        Parts(
            "log/ada-skarra/",
            "Ada Skarra",
            prose("ada"),
            trail=[home, log],
            nodes=[{"@type": "Person", "@id": f"{ROOT}log/ada-skarra/#person", "name": "Ada Skarra"}],
        ),
        _store([home]),
        _event([home]),
        Parts("delivery/", "Delivery", prose("delivery"), trail=[home]),
        Parts("returns/", "Returns", prose("returns"), trail=[home]),
    ]
    return Shop({page.path: page for page in pages})


def _website() -> dict[str, Any]:
    return {"@type": "WebSite", "@id": f"{ROOT}#website", "name": "Night Shop", "url": ROOT}


def _organization() -> dict[str, Any]:
    return {
        "@type": "OnlineStore",
        "@id": ORGANIZATION,
        "name": "Night Shop",
        "url": ROOT,
        "logo": {"@id": f"{ROOT}media/logo.png#image"},
    }


def _logo() -> dict[str, Any]:
    url = f"{ROOT}media/logo.png"
    return {"@type": "ImageObject", "@id": f"{url}#image", "contentUrl": url, "creditText": "Night Shop"}


def offer(url: str, price: str, availability: str = "InStock", **facts: Any) -> dict[str, Any]:
    return {
        "@type": "Offer",
        "@id": f"{url}#offer",
        "price": price,
        "priceCurrency": "GBP",
        "availability": f"https://schema.org/{availability}",
        "itemCondition": "https://schema.org/NewCondition",
        "url": url,
        **facts,
    }


def _pictures(page: Parts) -> list[dict[str, str]]:
    return [{"@id": page.picture_id}] * 3


def _product(path: str, name: str, sku: str, price: str, trail: list[tuple[str, str]]) -> Parts:
    page = Parts(
        path,
        f"{name} – Lamps",
        f"{prose(path)} £{price} In stock",
        name=name,
        trail=trail,
        page_type="ItemPage",
    )
    node = {
        "@type": "Product",
        "@id": f"{page.url}#product",
        "name": name,
        "url": page.url,
        "sku": sku,
        "image": _pictures(page),
        "offers": offer(page.url, price),
    }
    page.nodes = [node]
    return page


def _jersey(trail: list[tuple[str, str]]) -> Parts:
    page = Parts(
        "lamps/watch-jersey/",
        "Watch jersey – Lamps",
        f"{prose('jersey')} Navy Ochre £129.00 Out of stock",
        name="Watch jersey",
        trail=trail,
        links=[("?variant=JERSEY-N", "Navy"), ("?variant=JERSEY-O", "Ochre")],
    )
    variants = []
    for sku, color in (("JERSEY-N", "Navy"), ("JERSEY-O", "Ochre")):
        url = f"{page.url}?variant={sku}"
        variants.append(
            {
                "@type": "Product",
                "@id": f"{url}#product",
                "name": f"Watch jersey – {color}",
                "sku": sku,
                "color": color,
                "url": url,
                "image": _pictures(page),
                "offers": offer(url, "129.00", "OutOfStock"),
                "isVariantOf": {"@id": f"{page.url}#product"},
                "inProductGroupWithID": "JERSEY",
            }
        )
    group = {
        "@type": "ProductGroup",
        "@id": f"{page.url}#product",
        "name": "Watch jersey",
        "productGroupID": "JERSEY",
        "variesBy": ["https://schema.org/color"],
        "hasVariant": [{"@id": variant["@id"]} for variant in variants],
    }
    page.nodes = [group, *variants]
    return page


def _article(
    path: str,
    title: str,
    published: str,
    modified: str,
    trail: list[tuple[str, str]],
    versions: list[tuple[str, str]],
    text: str,
) -> Parts:
    is_russian = path.startswith("ru/")
    page = Parts(
        path,
        title,
        f"{text} {published} {modified} Ada Skarra",
        language="ru" if is_russian else "en-GB",
        trail=trail,
        alternates=versions,
        links=[("/log/ada-skarra/", "Ada Skarra")],
    )
    article = {
        "@type": "Article",
        "@id": f"{page.url}#article",
        "headline": title,
        "image": _pictures(page),
        "datePublished": "2026-05-04T09:30:00+00:00",
        "dateModified": "2026-11-02T07:00:00+00:00",
        "author": [{"@id": f"{ROOT}log/ada-skarra/#person"}],
    }
    author = {
        "@type": "Person",
        "@id": f"{ROOT}log/ada-skarra/#person",
        "name": "Ada Skarra",
        "url": f"{ROOT}log/ada-skarra/",
    }
    page.nodes = [article, author]
    return page


def _store(trail: list[tuple[str, str]]) -> Parts:
    page = Parts("stores/pier-shop/", "Pier shop", prose("pier"), trail=trail)
    page.nodes = [
        {
            "@type": "Store",
            "@id": f"{page.url}#store",
            "name": "Pier shop",
            "telephone": "+44 1632 960002",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "1 Quay",
                "addressLocality": "Lerwick",
                "postalCode": "ZE1 0AA",
                "addressCountry": "GB",
            },
            "geo": {"@type": "GeoCoordinates", "latitude": "60.15476", "longitude": "-1.14290"},
            "openingHoursSpecification": [
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": "https://schema.org/Monday",
                    "opens": "09:00:00",
                    "closes": "17:00:00",
                }
            ],
        }
    ]
    return page


def _event(trail: list[tuple[str, str]]) -> Parts:
    page = Parts(
        "events/lamp-evening/", "Lamp evening", f"{prose('event')} 5 December 2026 Pier shop", trail=trail
    )
    page.nodes = [
        {
            "@type": "Event",
            "@id": f"{page.url}#event",
            "name": "Lamp evening",
            "startDate": "2026-12-05T18:00:00+00:00",
            "eventStatus": "https://schema.org/EventScheduled",
            "location": {
                "@type": "Place",
                "name": "Pier shop",
                "address": {"@type": "PostalAddress", "streetAddress": "1 Quay", "addressCountry": "GB"},
            },
        }
    ]
    return page


def remembered(site: SiteSeen, **facts: Any) -> Snapshot:
    """The audit before, with something else in it."""
    assert site.previous is not None
    return replace(site.previous, **facts)
