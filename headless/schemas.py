"""The shapes of the delivery API: what a front end may count on."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field


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
    locale: str
    path: str
    url: str


class PageMeta(Schema):
    slug: str
    first_published_at: datetime | None
    last_published_at: datetime | None


class PageContent(Schema):
    """A page and its content. `fields` depends on `type`; rich text in it is HTML, a body is a list of
    {type, id, value}."""

    id: int
    type: str
    title: str
    meta: PageMeta
    fields: dict[str, Any]


class PageVerdict(Schema):
    verdict: Literal["page"]
    status: Literal[200]
    path: str
    canonical_path: str
    locale: str
    page: PageContent
    head: Head
    breadcrumbs: list[Link]
    alternates: list[Alternate]


class RedirectVerdict(Schema):
    """`location` is where the reader ends; `normalise` says the address was only written otherwise."""

    verdict: Literal["redirect"]
    status: Literal[301, 302]
    path: str
    location: str
    location_path: str | None
    permanent: bool
    hops: int
    normalise: bool


class GoneVerdict(Schema):
    verdict: Literal["gone"]
    status: Literal[410]
    path: str
    reason: str
    suggestion: Link | None


class MissingVerdict(Schema):
    verdict: Literal["missing"]
    status: Literal[404]
    path: str
    nearest: Link | None


class RestrictedVerdict(Schema):
    """Some may read this page after `method`; nothing else is said about it."""

    verdict: Literal["restricted"]
    status: Literal[401, 403]
    path: str
    method: Literal["password", "login"]


OtherVerdict = RedirectVerdict | GoneVerdict | MissingVerdict | RestrictedVerdict
Resolution = Annotated[PageVerdict | OtherVerdict, Field(discriminator="verdict")]


class HeadVerdict(Schema):
    verdict: Literal["page"]
    status: Literal[200]
    path: str
    canonical_path: str
    locale: str
    head: Head


HeadResolution = Annotated[HeadVerdict | OtherVerdict, Field(discriminator="verdict")]


class PictureSource(Schema):
    type: str
    srcset: str


class PictureData(Schema):
    """A picture in one preset: everything a <picture> element needs."""

    url: str
    width: int
    height: int
    alt: str
    srcset: str
    sizes: str
    sources: list[PictureSource]


class CardData(Schema):
    id: int
    type: str
    title: str
    path: str
    url: str
    summary: str
    note: str
    badge: str
    picture: PictureData | None
    first_published_at: datetime | None
    last_published_at: datetime | None


class PageList(Schema):
    """`count` is of all that match, beyond this window."""

    count: int
    items: list[CardData]
