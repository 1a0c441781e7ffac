"""The icon of the site, and the proofs that it is ours (65)."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.checks.sharing import picture
from seo.audit.finding import Fault, Level, of_page
from seo.audit.page import PageSeen
from seo.audit.site import SiteSeen

ICON_MIN = 48  # pixels, Google: "Favicon"


@of_page(65, Level.WARNING, gettext_lazy("The home page has an icon of its own, and the proofs of ownership"))
def icon_and_proofs(page: PageSeen, site: SiteSeen) -> Iterator[Fault]:
    if page.url != site.root:
        return
    if not page.icons:
        yield Fault(_("The home page names no icon."), "link icon")
    largest = 0
    for icon in page.icons:
        answer = picture(icon.href, site)
        if not site.allows(icon.href, "Googlebot-Image"):
            yield Fault(_("robots.txt closes the icon %(url)s.") % {"url": icon.href}, "link icon")
        elif answer is not None and answer.status != 200:
            yield Fault(
                _("The icon %(url)s answers %(status)d.") % {"url": icon.href, "status": answer.status},
                "link icon",
            )
        said = [tuple(map(int, pair)) for pair in re.findall(r"(\d+)x(\d+)", icon.sizes)]
        sizes = [answer.pixels] if answer is not None and answer.pixels else said
        if any(width != height for width, height in sizes):
            yield Fault(_("The icon %(url)s is not square.") % {"url": icon.href}, "link icon")
        is_drawing = icon.sizes == "any" or "svg" in icon.media_type or not sizes
        largest = max(largest, 9999 if is_drawing else max(width for width, _height in sizes))
    if page.icons and largest < ICON_MIN:
        yield Fault(
            _("The largest icon is %(size)d pixels; results want %(least)d.")
            % {"size": largest, "least": ICON_MIN},
            "link icon",
        )
    for name, value in site.truth.verifications.items():
        if page.meta(name.lower()) != value:
            yield Fault(_("The proof “%(name)s” is not in the head.") % {"name": name}, f"meta {name}")
        head = site.heads.get(page.url)
        if head is not None and not any(
            meta.get("name") == name and meta.get("content") == value for meta in head.get("metas", ())
        ):
            yield Fault(_("The proof “%(name)s” is not in the API's head.") % {"name": name}, f"meta {name}")
