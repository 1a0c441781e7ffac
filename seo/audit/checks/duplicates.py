"""Pages that say the same, or next to nothing (67)."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.addresses import is_further_page, is_home
from seo.audit.finding import Fault, Level, Scope, of_site
from seo.audit.site import SiteSeen
from seo.audit.sketch import alike

SAME_TEXT = 0.9
ENOUGH_WORDS = 30  # below, two texts are alike by chance
# Pages whose matter is no text: what they sell, list, show, or where and when they are.
_NOT_TEXT = (
    "Product",
    "ProductGroup",
    "CollectionPage",
    "ItemList",
    "VideoObject",
    "Event",
    "ProfilePage",
    "LocalBusiness",
    "Store",
)


@of_site(67, Scope.SITE, Level.WARNING, gettext_lazy("No two pages say the same, and none says nothing"))
def own_words(site: SiteSeen) -> Iterator[Fault]:
    by_language: dict[str, list[tuple[str, tuple[int, ...]]]] = defaultdict(list)
    for page in site.main_pages():
        if not is_further_page(page.url) and page.text.words >= ENOUGH_WORDS:
            by_language[page.language].append((page.url, page.text.sketch))
    for texts in by_language.values():
        for one, other, share in alike(texts, SAME_TEXT):
            yield Fault(
                _("%(share)d %% of the text is that of %(other)s: search engines will show one of them.")
                % {"share": round(share * 100), "other": one},
                "main",
                other,
            )
    for page in site.main_pages():
        is_thin = page.text.words < site.truth.least_words and not page.has_form
        if is_thin and not is_home(page.url, site) and not page.has_node(*_NOT_TEXT):
            yield Fault(
                _("The page has %(count)d words: there is little to find.") % {"count": page.text.words},
                "main",
                page.url,
            )
