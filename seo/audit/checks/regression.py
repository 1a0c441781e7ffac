"""What was right at the last audit and is not any more (68)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.finding import Fault, Level, Scope, of_site
from seo.audit.site import SiteSeen
from seo.audit.snapshot import facts_of

# Types whose loss takes a rich result away; pictures and reviews come and go.
LASTING = {
    "Product",
    "ProductGroup",
    "Article",
    "BlogPosting",
    "NewsArticle",
    "BreadcrumbList",
    "Event",
    "VideoObject",
    "WebSite",
    "ProfilePage",
    "LocalBusiness",
    "Organization",
    "OnlineStore",
}


@of_site(
    68,
    Scope.SITE,
    Level.ERROR,
    gettext_lazy("Nothing that was found before has been lost"),
    measured=lambda site: site.previous is not None and bool(site.pages),
)
def regressions(site: SiteSeen) -> Iterator[Fault]:
    if site.previous is None:
        return
    since = site.previous.after
    for url, before in site.previous.pages.items():
        if not before.is_main:
            continue
        page = site.page(url)
        if page is None:
            answer = site.answer(url)
            # Moved and removed for good are decisions; a page that is merely gone is an accident.
            if answer is not None and not answer.is_redirect and answer.status not in {200, 410}:
                yield _fault(
                    _(
                        "The page answered 200 at the last audit and now answers %(status)d: redirect it, or say 410."
                    )
                    % {"status": answer.status},
                    "status",
                    url,
                    since,
                )
            continue
        if not site.is_main(page):
            yield _fault(
                _(
                    "The page could be listed at the last audit and is hidden now, or names another main address."
                ),
                "meta robots",
                url,
                since,
            )
            continue
        lost = (set(before.types) - set(facts_of(page, site).types)) & LASTING
        # A product that gets variants becomes a group, and back.
        if lost & {"Product", "ProductGroup"} and page.has_node("Product", "ProductGroup"):
            lost -= {"Product", "ProductGroup"}
        if lost:
            yield _fault(
                _("The graph of the page no longer has %(types)s.") % {"types": ", ".join(sorted(lost))},
                min(lost),
                url,
                since,
            )


def _fault(message: str, node: str, url: str, since: str) -> Fault:
    return Fault(f"{message} {_('Since: %(event)s.') % {'event': since}}" if since else message, node, url)
