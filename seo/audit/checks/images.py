"""Pictures on the page: complete (51), in the right order of loading (52), light and single (53)."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.checks.sharing import picture
from seo.audit.finding import Fault, Level, of_page
from seo.audit.page import MAIN, ImageSeen, PageSeen
from seo.audit.site import SiteSeen
from seo.audit.urls import split

NEAR_TOP = 120  # words of main content that fit above the fold of a desktop
EAGER_MAX = 4  # pictures that may be above the fold
OLD = {".jpg", ".jpeg", ".png", ".gif", ".bmp"}
MODERN = {"image/avif", "image/webp"}
SMALL = 300  # pixels: below, a format saves little


def _in_main(page: PageSeen) -> list[ImageSeen]:
    return [image for image in page.images if image.region == MAIN]


def _name(image: ImageSeen) -> str:
    return image.src or image.data_src or "img"


@of_page(51, Level.ERROR, gettext_lazy("Every picture has an address, a size and a text instead"))
def complete(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    for image in _in_main(page):
        name = _name(image)
        if not image.src or (image.src.startswith("data:") and image.data_src):
            yield Fault(
                _("A picture has no src: without a script nobody sees %(src)s.") % {"src": name}, name
            )
        if not image.has_ratio and (image.width is None or image.height is None):
            yield Fault(
                _("The picture %(src)s has no width and height: the page jumps.") % {"src": name}, name
            )
        # An empty alt is how HTML marks a decoration; a missing one is an oversight.
        if image.alt is None and not image.is_decorative:
            yield Fault(_("The picture %(src)s has no alt.") % {"src": name}, name)


@of_page(52, Level.ERROR, gettext_lazy("The first picture comes first, the others when they are needed"))
def loading(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    images = _in_main(page)
    # Only one that can be seen without scrolling has reason to hurry.
    if images and 0 <= page.words_before_image <= NEAR_TOP:
        first = images[0]
        if first.loading == "lazy":
            yield Fault(
                _("The first picture, %(src)s, waits for scrolling (loading=lazy).") % {"src": _name(first)},
                "img",
            )
        elif not any(image.fetchpriority == "high" for image in images[:EAGER_MAX]):
            # It loads, only later than it could.
            yield Fault(
                _("The first picture, %(src)s, has no fetchpriority=high.") % {"src": _name(first)},
                "img",
                level=Level.WARNING,
            )
    for image in images[EAGER_MAX:]:
        if image.loading != "lazy":
            yield Fault(
                _("The picture %(src)s stands far below and loads at once; loading=lazy is missing.")
                % {"src": _name(image)},
                _name(image),
            )
    for url in page.backgrounds:
        yield Fault(
            _("%(url)s is a background of the style sheet: search engines see no picture.") % {"url": url},
            url,
        )


def _addresses_of_assets(site: SiteSeen) -> Iterator[Fault]:
    """Pictures that are asked for under several queries: every spelling is loaded and indexed anew."""
    spellings: dict[str, dict[str, str]] = {}
    for page in site.main_pages():
        for image in page.images:
            parts = split(image.src)
            if (parts.query and site.is_ours(image.src)) or image.src.partition("?")[0] in spellings:
                spellings.setdefault(image.src.partition("?")[0], {}).setdefault(parts.query, page.url)
    for path, queries in spellings.items():
        sized = {query for query in queries if any(name in query for name in ("w=", "width=", "h=", "size="))}
        if len(queries) > 1 and not sized:
            yield Fault(
                _("The picture %(url)s is used under %(count)d addresses.")
                % {"url": path, "count": len(queries)},
                path,
                next(iter(queries.values())),
            )


@of_page(
    53,
    Level.WARNING,
    gettext_lazy("Pictures are light, fit their place, and have one address"),
    whole=_addresses_of_assets,
)
def light(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    for image in _in_main(page):
        suffix = PurePosixPath(split(image.src).path).suffix.lower()
        large = (image.width or SMALL) >= SMALL
        if suffix in OLD and large and not MODERN & set(image.formats):
            yield Fault(
                _("The picture %(src)s is offered in no modern format (AVIF, WebP).") % {"src": image.src},
                image.src,
            )
        answer = picture(image.src, site)
        if answer is not None and answer.pixels and image.width and not image.candidates:
            natural = answer.pixels[0]
            if natural > 2 * image.width:
                yield Fault(
                    _("The picture %(src)s is %(natural)d pixels wide and shown at %(shown)d.")
                    % {"src": image.src, "natural": natural, "shown": image.width},
                    image.src,
                )
