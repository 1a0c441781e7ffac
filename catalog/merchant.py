"""The product feeds of a site, one per language and currency: one item per variant, in the words and figures of its
page; and, for every variant that is not in it, the reason."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from wagtail.documents import get_document_model
from wagtail.models import Site

from catalog.lifecycle import State
from catalog.models import ProductPage, Variant
from catalog.models.variant import OPTION_FIELDS
from catalog.presentation import OPTION_LABELS
from cms import locales
from cms.blocks import questions_in
from cms.cards import prefetch
from cms.models import Organization, Picture
from cms.models.picture import absolute
from cms.trails import load_trails
from seo.merchant import FeedImage, FeedItem, Problem, ShippingLine, rss, tsv
from seo.merchant.shipping import lines_of, lines_of_services
from seo.text import plain, plain_from_html
from seo.traits import AgeGroup, Gender

CHUNK = 100
# Attributes that bear one of these codes say what Google asks for under the same name.
MEASURES = ("shipping_weight", "shipping_length", "shipping_width", "shipping_height")
SPECIAL = {*OPTION_FIELDS, *MEASURES, "multipack", "is_bundle"}
_LIST_ITEM = re.compile(r"<li\b[^>]*>(.*?)</li>", re.IGNORECASE | re.DOTALL)
_DOCUMENT = re.compile(r'<a\b(?=[^>]*\blinktype="document")[^>]*\bid="(\d+)"')
_ENDED = {
    State.DISCONTINUED: Problem.ENDED,
    State.MOVED: Problem.MOVED,
    State.GONE: Problem.GONE,
    State.HIDDEN: Problem.HIDDEN,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A variant and its page in a language. `item` is None where there is no page that may be in a feed."""

    variant: Variant
    page: ProductPage | None
    item: FeedItem | None
    problems: tuple[Problem, ...]

    @property
    def reasons(self) -> list[Problem]:
        """What keeps it out; empty for what is in the feed."""
        return [problem for problem in self.problems if problem.keeps_out]


# The files ---------------------------------------------------------------------------------------------------


def feed_path(language: str, currency: str, ending: str = "xml") -> str:
    return f"/feeds/google-{language}-{currency}.{ending}"


def main_currency(site: Site) -> str:
    """The shop's own currency, in which its terms are written: of the feed whose address names none."""
    return Organization.for_site(site).policies.currency


def currencies(site: Site) -> list[str]:
    """Those in which things of a site are sold, the shop's own first."""
    products = ProductPage.objects.of_site(site)
    found = (
        Variant.objects.filter(product__in=products).order_by().values_list("currency", flat=True).distinct()
    )
    main = main_currency(site)
    return sorted(found, key=lambda currency: (currency != main, currency))


def google_feed(site: Site, language: str, currency: str, ending: str) -> Iterator[str]:
    """The lines of the file ("xml" or "tsv"), read from the database as they are written."""
    items = (
        judgement.item
        for judgement in judged(site, language, currency)
        if judgement.item is not None and not judgement.reasons
    )
    if ending == "tsv":
        return tsv(items)
    with translation.override(language):
        organization = Organization.for_site(site).spoken()
        title, description = organization.name, plain(organization.description)
    roots = locales.roots(site.pk)
    link = site.root_url + locales.public_path(roots, language, roots[language])
    return rss(title, link, description, items)


# Every variant, judged ---------------------------------------------------------------------------------------


def judged(site: Site, language: str, currency: str) -> Iterator[Judgement]:
    """Every variant of a site with a price in `currency`, in the feed of `language` or out of it, with the reason.

    As many queries a chunk for one product as for a hundred, and no more than a chunk in memory.
    """
    priced = Variant.objects.filter(product=OuterRef("pk"), currency=currency)
    things = ProductPage.objects.of_site(site).filter(Exists(priced), source=None).order_by("pk")
    last = 0
    while chunk := list(things.filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        last = chunk[-1]
        # Nothing stays active while the reader of the stream has its turn.
        with translation.override(language):
            found = list(_Chunk.read(site, language, chunk).judge(currency))
        yield from found


@dataclass(frozen=True)
class _Chunk:
    """Some things with their pages in one language, and everything their items ask for."""

    things: Sequence[ProductPage]
    pages: Mapping[int, ProductPage]  # by the thing
    public: frozenset[int]
    listed: frozenset[int]
    documents: Mapping[int, str]
    organization: Organization
    now: datetime

    @classmethod
    def read(cls, site: Site, language: str, ids: Sequence[int]) -> "_Chunk":
        in_language = ProductPage.objects.of_site(site).in_language(language)
        family = in_language.filter(Q(pk__in=ids) | Q(source__in=ids))
        pages = list(family.select_related("locale", "brand", "cover").order_by("pk"))
        things = {page.pk: page for page in pages if not page.source_id}
        if missing := set(ids) - things.keys():
            things |= ProductPage.objects.select_related("locale").in_bulk(missing)
        for page in pages:
            if page.source_id:
                page.source = things[page.source_id]
        ProductPage.prefetch_things(list(things.values()), "variants__picture", "attribute_values__attribute")
        prefetch(pages, "pictures__picture")
        load_trails(pages)
        ProductPage.load_taxonomies(pages)
        for page in pages:
            page.__dict__["facts"] = list(page.thing.attribute_values.all())
        return cls(
            things=[things[pk] for pk in ids],
            pages={page.thing.pk: page for page in pages},
            public=frozenset(family.public().values_list("pk", flat=True)),
            listed=frozenset(family.listed().values_list("pk", flat=True)),
            documents=_documents(pages, site.root_url),
            organization=Organization.for_site(site).spoken(),
            now=timezone.now(),
        )

    def judge(self, currency: str) -> Iterator[Judgement]:
        for thing in self.things:
            page = self.pages.get(thing.pk)
            reasons = self.of_page(page)
            for variant in thing.offered:
                if variant.currency != currency:
                    continue
                if page is None or reasons:
                    yield Judgement(variant, page, None, reasons)
                else:
                    item = self.item(page, variant)
                    yield Judgement(variant, page, item, tuple(item.judged(self.now)))

    def of_page(self, page: ProductPage | None) -> tuple[Problem, ...]:
        """Why nothing of a page may be in the feed: in the order in which one would mend it."""
        if page is None:
            return (Problem.NO_PAGE,)
        ended = _ENDED.get(page.state_at(self.now))
        reasons = [
            problem
            for problem, found in (
                (ended, ended is not None),
                (Problem.UNPUBLISHED, not page.live),
                (Problem.PRIVATE, page.pk not in self.public),
                (Problem.AWAITS_TRANSLATION, page.awaits_translation),
            )
            if found and problem is not None
        ]
        if not reasons and page.pk not in self.listed:
            reasons.append(Problem.NOT_LISTED)
        return tuple(reasons)

    def item(self, page: ProductPage, variant: Variant) -> FeedItem:
        """One variant in the words of a page, by the functions its page, its graph and the API read."""
        root = page.get_site_root()
        shown = [variant.picture, *(item.picture for item in page.pictures.all())]
        pictures = list(dict.fromkeys(picture for picture in shown if picture))
        offer = variant.offer(page.url_of(variant, page.get_full_url()), self.now)
        thing, policies = page.thing, self.organization.policies
        is_group = len(page.offered) > 1
        gender, age_group = variant.audience
        said = {value.attribute.code: value for value in page.facts}
        words = {code: value.words for code, value in said.items() if code in MEASURES}
        multipack = said["multipack"].value if "multipack" in said else 0
        return FeedItem(
            offer=offer,
            title=page.name_of(variant),
            description=page.description_words,
            images=tuple(_image(picture, root) for picture in pictures),
            brand=plain(page.brand.name) if page.brand else "",
            gtin=variant.gtin,
            mpn=variant.mpn,
            group_id=page.group_id if is_group else "",
            group_title=page.title,
            variant_options=tuple(_variant_options(page, variant)) if is_group else (),
            product_type=page.category_path,
            google_category=page.taxonomy,
            options=page.shared_options | variant.options,
            gender=gender,
            age_group=age_group,
            size_system=thing.size_system,
            size_group=thing.size_group,
            energy=page.energy_label,
            is_adult=thing.is_adult,
            model_url=thing.model_url,
            multipack=int(multipack) if isinstance(multipack, Decimal) else 0,
            is_bundle="is_bundle" in said and said["is_bundle"].value is True,
            details=tuple(
                (plain(value.attribute.words), plain(value.words))
                for value in page.facts
                if value.attribute.code not in SPECIAL and value.words
            ),
            highlights=tuple(filter(None, map(plain_from_html, _LIST_ITEM.findall(page.description)))),
            questions=tuple(
                (plain(question), plain_from_html(answer)) for question, answer in questions_in(page.body)
            ),
            documents=tuple(self.documents[pk] for pk in _document_ids(page) if pk in self.documents),
            measures=tuple((code, words[code]) for code in MEASURES if code in words),
            shipping=tuple(self._shipping(page, offer.price, offer.currency)),
            program=slugify(policies.program.name, allow_unicode=True) if policies.program else "",
        )

    def _shipping(self, page: ProductPage, price: Decimal, currency: str) -> Iterator[ShippingLine]:
        """The thing's own conditions, else the shop's."""
        today, policies = timezone.localdate(self.now), self.organization.policies
        own = page.own_conditions(currency)
        if own:
            return lines_of(own, price, currency, today, handling=policies.handling)
        return lines_of_services(policies.services, price, currency, today)


def _variant_options(page: ProductPage, variant: Variant) -> Iterator[tuple[str, str]]:
    """The same names for every variant of a group: all options any of them has, and for whom it is."""
    for name in OPTION_FIELDS:
        if any(getattr(one, name) for one in page.offered):
            yield _(OPTION_LABELS[name]), variant.options.get(name, "–")
    if any(one.gender for one in page.offered):
        yield _("For"), str(Gender(variant.gender).words) if variant.gender else "–"
    if any(one.age_group for one in page.offered):
        yield _("Age"), str(AgeGroup(variant.age_group).words) if variant.age_group else "–"


def _document_ids(page: ProductPage) -> list[int]:
    texts = [page.description, page.care]
    return [int(pk) for pk in dict.fromkeys(chain.from_iterable(map(_DOCUMENT.findall, texts)))]


def _documents(pages: Sequence[ProductPage], root: str) -> dict[int, str]:
    """The absolute addresses of the PDF files that descriptions link to."""
    wanted = {pk for page in pages for pk in _document_ids(page)}
    if not wanted:
        return {}
    found = get_document_model().objects.filter(pk__in=wanted, file__iendswith=".pdf")
    return {document.pk: absolute(document.url, root) for document in found}


def _image(picture: Picture, root: str) -> FeedImage:
    """The picture as it was uploaded: whole, at its largest, at one address everywhere."""
    return FeedImage(absolute(picture.file.url, root), picture.width, picture.height)
