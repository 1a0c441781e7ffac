"""The shapes of the delivery API: what a front end may count on."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from unicodedata import category

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field, StrictStr


def _encodable(text: str) -> str:
    """JSON can say half a sign ("\\ud800"), which no database and no letter can."""
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("this is no text: half of a surrogate pair")
    return text


def _readable(text: str) -> str:
    """What people paste has tabs and all kinds of line ends; other control characters nobody means."""
    if any(category(sign) == "Cc" and sign not in _WHITE for sign in text):
        raise ValueError("this is no text: a control character")
    return text


_WHITE: Final = frozenset("\t\n\v\f\r\x85")
# What is compared and never kept or shown.
Secret = Annotated[StrictStr, AfterValidator(_encodable)]
# Text somebody sends us.
Words = Annotated[Secret, AfterValidator(_readable)]


class Link(Schema):
    """A page to link to. `path` is for front ends on a host of their own, `url` is absolute."""

    title: str
    path: str
    url: str


class Head(Schema):
    """Everything a page says to machines: the same value its HTML prints. `html` is all of it as markup."""

    title: str
    description: str
    canonical: str | None
    robots: str
    metas: list[dict[str, str]]
    links: list[dict[str, str]]
    json_ld: dict[str, Any] | None
    html: str


class Alternate(Schema):
    """The page in one language; `hreflang` says whether search engines are told of it."""

    hreflang: bool
    locale: str
    path: str
    url: str


class PageMeta(Schema):
    slug: str
    first_published_at: datetime | None
    last_published_at: datetime | None
    content_modified_at: datetime | None


class PageContent(Schema):
    """A page and its content. `fields` depends on `type`; rich text in it is HTML, a body is a list of
    {type, id, value}."""

    id: int
    type: str
    title: str
    meta: PageMeta
    fields: dict[str, Any]


class CacheFacts(Schema):
    """What a cache of the front end needs: the tags a webhook will name, and the version, as the ETag header has it."""

    tags: list[str]
    etag: str


class PageRoute(Schema):
    """What a page answers below its own address: the route's name, and what stands in its places."""

    name: str
    kwargs: dict[str, Any]


class Locality(Schema):
    """The language an answer is in, the one that was asked for, and whether they differ."""

    locale: str
    requested_locale: str
    is_fallback: bool


class PageVerdict(Locality):
    """A page anybody may read. The parts that were not included are absent. A fallback is the page of another
    language, and its head is that page's own: canonical, and with it search results, name the original."""

    verdict: Literal["page"]
    status: Literal[200]
    path: str
    canonical_path: str
    route: PageRoute | None = None
    page: PageContent | None = None
    head: Head | None = None
    breadcrumbs: list[Link] | None = None
    more_breadcrumbs: list[list[Link]] | None = None
    alternates: list[Alternate] | None = None
    cache: CacheFacts


class RedirectVerdict(Schema):
    """`location` is where the reader ends, in one hop, with what of the query goes on; `normalise` says the address
    was only written otherwise. After 307 and 308 a form is sent again as it was."""

    verdict: Literal["redirect"]
    status: Literal[301, 302, 307, 308]
    path: str
    location: str
    location_path: str | None
    permanent: bool
    hops: int
    normalise: bool
    cache: CacheFacts


class GoneVerdict(Schema):
    """Gone for good, or withheld by law (451). The way on is a page, `suggestion`, or an address, `way_on`."""

    verdict: Literal["gone"]
    status: Literal[410, 451]
    path: str
    reason: str
    suggestion: Link | None
    way_on: str
    archive: str
    cache: CacheFacts


class MissingVerdict(Schema):
    verdict: Literal["missing"]
    status: Literal[404]
    path: str
    nearest: Link | None
    cache: CacheFacts


class WayIn(Schema):
    """Send what is known to `path`, then the token it gives in `header`."""

    method: Literal["POST"]
    path: str
    header: str


class RestrictedVerdict(Schema):
    """Some may read this page after `method`; nothing else is said about it but how, `unlock`."""

    verdict: Literal["restricted"]
    status: Literal[401, 403]
    path: str
    method: Literal["password", "login"]
    unlock: WayIn
    cache: CacheFacts


OtherVerdict = RedirectVerdict | GoneVerdict | MissingVerdict | RestrictedVerdict
Resolution = Annotated[PageVerdict | OtherVerdict, Field(discriminator="verdict")]


class HeadVerdict(Locality):
    verdict: Literal["page"]
    status: Literal[200]
    path: str
    canonical_path: str
    head: Head
    cache: CacheFacts


HeadResolution = Annotated[HeadVerdict | OtherVerdict, Field(discriminator="verdict")]


class Batch(Schema):
    """The addresses to resolve, each as `path` of resolve/ is written."""

    model_config = ConfigDict(extra="forbid")

    paths: list[Annotated[Words, Field(max_length=2000)]] = Field(min_length=1, max_length=50)


class VerdictSummary(Schema):
    """A verdict in few words. `title` and `locale` are a page's, `location` is a redirect's."""

    path: str
    verdict: Literal["page", "redirect", "gone", "missing", "restricted"]
    status: int
    title: str | None
    locale: str | None
    location: str | None


class BatchResolution(Schema):
    """The verdicts in the order of the paths."""

    items: list[VerdictSummary]


class PictureSource(Schema):
    type: str
    srcset: str


class FocalPoint(Schema):
    """What a crop keeps in view, as parts of width and height from the upper left."""

    x: float
    y: float


class PresetData(Schema):
    """A picture in one named size: everything a <picture> element needs besides its words."""

    url: str
    width: int
    height: int
    srcset: str
    sizes: str
    sources: list[PictureSource]


class PictureData(PresetData):
    """A picture in the preset the page shows it in, and in all others by name in `presets` (none on cards). Addresses
    in `presets` are signed: a size is drawn when it is first asked for, and no other can be ordered."""

    alt: str
    credit: str
    preset: str
    focal_point: FocalPoint | None
    dominant_color: str | None
    creator: str
    license_url: str
    copyright_notice: str
    presets: dict[str, PresetData]


class CardData(Schema):
    id: int
    type: str
    title: str
    path: str
    url: str
    summary: str
    note: str
    badge: str
    rating: str
    picture: PictureData | None
    first_published_at: datetime | None
    last_published_at: datetime | None
    content_modified_at: datetime | None


class PageGraph(Schema):
    url: str
    last_published_at: datetime | None
    content_modified_at: datetime | None
    json_ld: dict[str, Any]


class GraphList(Schema):
    """`next` is the `after` of the next answer; null at the end."""

    items: list[PageGraph]
    next: int | None


class PageItem(CardData):
    """A page in a list; with view=full also its content, its head and its trail."""

    locale: str
    is_fallback: bool
    meta: PageMeta | None = None
    fields: dict[str, Any] | None = None
    head: Head | None = None
    breadcrumbs: list[Link] | None = None


class PageList(Schema):
    """`count` is of all that match, beyond this window; null when it was not asked for. `next_cursor` is null at the
    end, and in the order of relevance."""

    requested_locale: str
    count: int | None
    items: list[PageItem]
    next_cursor: str | None


class PageDetail(PageContent):
    """A page as resolve/ gives it."""

    head: Head
    breadcrumbs: list[Link]
    more_breadcrumbs: list[list[Link]]
    alternates: list[Alternate]
    locale: str
    canonical_path: str


class PublicPath(Schema):
    """`lastmod` is when readers last saw the page change; `indexable`, whether search engines may list it."""

    id: int
    path: str
    type: str
    lastmod: datetime | None
    indexable: bool


class PathList(Schema):
    items: list[PublicPath]
    next_cursor: str | None


class LocaleData(Schema):
    """A language of the site. `url_prefix` is what its addresses begin with, `dir` which way it is written."""

    code: str
    name: str
    is_default: bool
    url_prefix: str
    dir: Literal["ltr", "rtl"]


class LocaleList(Schema):
    items: list[LocaleData]


class ExplainedPage(Schema):
    """`edit_path` is where the token's owner may edit it; null where they may not."""

    id: int
    type: str
    title: str
    edit_path: str | None


class Reason(Schema):
    """`code` is served, written-otherwise, moved, redirected, ended, gone, restricted, hidden, query, expired,
    scheduled, never-published, unpublished, other-locale, other-site or unknown; `at` is since or from when."""

    code: str
    message: str
    at: datetime | None
    address: str | None
    page: ExplainedPage | None


class Explanation(Schema):
    """The verdict readers get, and why."""

    path: str
    verdict: Literal["page", "redirect", "gone", "missing", "restricted"]
    status: int
    reasons: list[Reason]
