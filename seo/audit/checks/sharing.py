"""Pictures machines are told of, and share cards (checks 30 to 32)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.answer import Answer
from seo.audit.finding import Fault, Level, of_page
from seo.audit.page import PageSeen
from seo.audit.probe import Probe, Purpose
from seo.audit.references import images_of
from seo.audit.site import SiteSeen
from seo.audit.urls import split
from seo.google.document import many

OG = ("og:title", "og:type", "og:url", "og:image", "og:site_name", "og:locale")
OG_IMAGE = ("og:image:width", "og:image:height", "og:image:alt")
SHARE_WIDTH, SHARE_HEIGHT = 1200, 630
CARDS = {"summary", "summary_large_image", "app", "player"}


@of_page(
    30,
    Level.ERROR,
    gettext_lazy("Every picture machines are told of is there and may be fetched"),
    measured=lambda site: site.has_probed(Purpose.IMAGE),
)
def pictures(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    icons = {icon.href for icon in page.icons}
    for url in dict.fromkeys(images_of(page)):
        if url in icons:
            continue  # check 65
        answer = picture(url, site)
        if not site.allows(url, "Googlebot-Image"):
            yield Fault(_("robots.txt closes the picture %(url)s.") % {"url": url}, url)
        elif answer is not None and answer.status != 200:
            yield Fault(
                _("The picture %(url)s answers %(status)d.") % {"url": url, "status": answer.status}, url
            )
        elif answer is not None and not answer.media_type.startswith("image/"):
            yield Fault(
                _("%(url)s is sent as “%(type)s” and not as a picture.")
                % {"url": url, "type": answer.media_type},
                url,
            )


def picture(url: str, site: SiteSeen) -> Answer | None:
    """What a picture's address answered; None when it was not asked."""
    return site.probed.get(Probe(Purpose.IMAGE, url)) or site.answers.get(url)


@of_page(31, Level.ERROR, gettext_lazy("A share card is complete"))
def share_card(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if not site.is_main(page):
        return
    image = page.meta("og:image")
    for name in (*OG, *(OG_IMAGE if image else ())):
        if not page.meta(name):
            yield Fault(_("%(name)s is missing: the share card lacks it.") % {"name": name}, name)
    if not image:
        return
    if split(image).scheme not in ({"https"} if site.is_production else {"https", "http"}):
        yield Fault(_("og:image is no whole https address: %(url)s") % {"url": image}, "og:image")
        return
    said = tuple(int(text) for name in OG_IMAGE[:2] if (text := page.meta(name)).isdigit())
    answer = picture(image, site)
    real = answer.pixels if answer is not None else None
    if real and len(said) == 2 and real != said:
        yield Fault(
            _("og:image is %(real)s pixels and said to be %(said)s.")
            % {"real": "×".join(map(str, real)), "said": "×".join(map(str, said))},
            "og:image",
        )
    width, height = real or (said if len(said) == 2 else (SHARE_WIDTH, SHARE_HEIGHT))
    if width < SHARE_WIDTH or height < SHARE_HEIGHT:
        yield Fault(
            _("og:image is %(width)d×%(height)d pixels; large cards want 1200×630.")
            % {"width": width, "height": height},
            "og:image",
        )


@of_page(32, Level.WARNING, gettext_lazy("X shows a card, and articles and products not just the logo"))
def x_card(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if not site.is_main(page):
        return
    card = page.meta("twitter:card")
    if card not in CARDS:
        yield Fault(
            _("twitter:card is missing.")
            if not card
            else _("“%(card)s” is no card X knows.") % {"card": card},
            "twitter:card",
        )
    if page.has_node("Article", "BlogPosting", "NewsArticle", "Product", "ProductGroup"):
        for name in ("og:image", "twitter:image"):
            if page.meta(name) and page.meta(name) in _logos(site):
                yield Fault(_("The card shows the logo and nothing of this page."), name)
                return


def _logos(site: SiteSeen) -> set[str]:
    home = site.pages.get(site.root)
    if home is None:
        return set()
    found: set[str] = set()
    known = {node["@id"]: node for node in home.graph.get("@graph", []) if "@id" in node}
    for owner in home.nodes("Organization", "OnlineStore"):
        for logo in many(owner.get("logo")):
            node = known.get(logo.get("@id", ""), logo) if isinstance(logo, dict) else {"url": logo}
            found |= {str(node[name]) for name in ("url", "contentUrl") if name in node}
    return found
