"""Pages, asked for in English."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    ForeignKey,
    OuterRef,
    Q,
    Value,
    When,
)
from django.utils import timezone

from wagtail.models import PageViewRestriction, Site
from wagtail.query import PageQuerySet as WagtailPageQuerySet

from cms import changes, locales
from cms.doors import Closed
from cms.redirects import moves

if TYPE_CHECKING:
    from cms.models import Page

# Shown in search results: hidden neither by itself nor by a section above (`Robots.as_words` begins with noindex).
SHOWN = Q(noindex=False) & ~Q(section_robots__startswith="noindex")
NAMES_NO_OTHER = Q(canonical_url="", canonical_page=None)
# SQLite joins 64 tables at most; conditions add some.
MOST_TABLES: Final = 56
# A copy made for translation is nothing to list before its text is another.
TRANSLATED = Q(awaits_translation=False)


def modified_at() -> Case:
    """`Page.modified_at` in SQL: when readers last saw a page change."""
    come = When(content_changes_at__lte=timezone.now(), then=F("content_changes_at"))
    return Case(come, default=F("content_changed_at"), output_field=DateTimeField())


class PageQuerySet(WagtailPageQuerySet):
    """The one definition of which pages exist for readers and which for search engines."""

    def of_site(self, site: Site) -> "PageQuerySet":
        """The pages of a site in all its languages, home pages included; never the tree's own root."""
        wanted = Q(pk=None)
        for root in locales.roots(site.pk).values():
            wanted |= Q(url_path__startswith=root)
        return self.filter(wanted)

    def in_language(self, code: str) -> "PageQuerySet":
        return self.filter(locale__language_code=code)

    def public(self) -> "PageQuerySet":
        """Without view restrictions on themselves or above, nor on or above what they are aliases of: see cms.doors."""
        return self.filter(~Closed())

    def public_within(self, path: str) -> "PageQuerySet":
        """Not closed by pages at or below the tree path; what stands above it is not asked."""
        return self.filter(~Closed(within=path))

    def public_but_for(self, *restrictions: PageViewRestriction) -> "PageQuerySet":
        """Without view restrictions other than these."""
        return self.filter(~Closed(but_for=[restriction.pk for restriction in restrictions]))

    def closed_by(self, page_id: int) -> "PageQuerySet":
        """What a view restriction on this page closes, whether it has one or not: aliases elsewhere too."""
        return self.filter(Closed(by=page_id))

    def with_trail_facts(self) -> "PageQuerySet":
        """With what a page is asked in passing, as step of a trail or as translation of another: `is_restricted`,
        `is_readable`, `is_in_trails`, `is_listed` (search engines may list it, if it is readable)."""
        restricted = Closed()
        readable = Q(live=True) & _not_yet("closed_from") & ~restricted
        in_trails = Q(live=True) & SHOWN & NAMES_NO_OTHER
        return self.annotate(
            is_restricted=restricted,
            is_readable=Case(When(readable, then=Value(True)), default=Value(False)),
            is_in_trails=Case(When(in_trails, then=Value(True)), default=Value(False)),
            is_listed=Case(When(listable(), then=Value(True)), default=Value(False)),
        )

    def joined(self) -> "PageQuerySet":
        """With the single things every page of this type shows, its pictures among them, in the same query."""
        names = [field.name for field in picture_fields(self.model)] + list(self.model.joined_with)
        return self.select_related(*names) if names else self

    def typed(self, models: Iterable[type["Page"]]) -> Iterator["Page"]:
        """These pages as their own types, which are among `models`, with what `joined` gives them but their pictures.
        One query for as many types as a database joins at once, and not one for each."""
        for some in _joinable(models):
            links = {model: _way_down(model) for model in some}
            names = [
                name
                for model, link in links.items()
                for name in (link, *(f"{link}__{one}" for one in model.joined_with))
            ]
            ids = {ContentType.objects.get_for_model(model, for_concrete_model=False).pk for model in some}
            for page in self.filter(content_type__in=ids).select_related(*names):
                yield attrgetter(links[page.specific_class].replace("__", "."))(page)

    def open(self) -> "PageQuerySet":
        """Published and not closed; view restrictions apart."""
        return self.live().filter(_not_yet("closed_from"))

    def readable(self) -> "PageQuerySet":
        """Published, free of view restrictions and not closed: what anybody may read."""
        return self.open().public()

    def listed(self) -> "PageQuerySet":
        """What lists, search, menus and cards show: readable, and not retired from them."""
        return self.readable().filter(_not_yet("unlisted_from"))

    def shown(self) -> "PageQuerySet":
        """Not hidden from search engines."""
        return self.filter(SHOWN)

    def in_trails(self) -> "PageQuerySet":
        """Live, shown, and not the repetition of another page (Google: "Breadcrumb structured data")."""
        return self.live().filter(SHOWN & NAMES_NO_OTHER)

    def may_stand_for(self, page: "Page") -> "PageQuerySet":
        """Pages search engines may list in place of this one."""
        return self.readable().filter(SHOWN & NAMES_NO_OTHER & TRANSLATED, locale=page.locale_id)

    def indexable(self) -> "PageQuerySet":
        """What search engines may list: readable, and `listable`."""
        return self.readable().filter(listable())

    def changed(self, moment: datetime | None = None) -> int:
        """Note that what these pages show has changed, now or at `moment`; how many. A date never goes back.

        For whoever changes what live pages show without saving them; of the others nobody has seen anything.
        """
        moment = moment or timezone.now()
        pages = apps.get_model("cms", "Page").objects.filter(pk__in=self.order_by().values("pk"), live=True)
        older = Q(content_changed_at__isnull=True) | Q(content_changed_at__lt=moment)
        return pages.filter(older).update(content_changed_at=moment)

    def with_twin(self) -> "PageQuerySet":
        """What is written as Markdown too: readable, and not hidden from search engines by a noindex of any kind."""
        return self.readable().filter(SHOWN & TRANSLATED)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the pages and all below; every way to delete pages leads here. Addresses readers may know answer
        "gone for good" afterwards, unless they were given another answer before: see cms.redirects.moves."""
        with transaction.atomic():
            moves.leave(self)
            changes.record_deletion(self)
            return super().delete(*args, **kwargs)

    delete.alters_data = True
    delete.queryset_only = True

    def settle(self) -> None:
        """Write down what follows from dates that have come; types with dates of their own answer."""

    def at_address(self, site: Site, path: str) -> "Page | None":
        """The page of a site at a path, in whatever form it is written, live or not."""
        from cms.addresses import normal_path

        tree_path = locales.url_path(site, normal_path(path))
        return self.of_site(site).filter(url_path=tree_path).first() if tree_path else None


def picture_fields(page: Any) -> list[ForeignKey]:
    """The fields in which a page or a type of page names one picture."""
    picture = apps.get_model("cms", "Picture")
    return [field for field in page._meta.concrete_fields if field.related_model is picture]


def _way_down(model: type["Page"]) -> str:
    """The name by which the base page leads to its row of this type, through the types between them."""
    names: list[str] = []
    while (link := model._meta.get_ancestor_link(apps.get_model("cms", "Page"))) is not None:
        names.append(link.remote_field.get_accessor_name())
        model = link.related_model
    return "__".join(reversed(names))


def _joinable(models: Iterable[type["Page"]]) -> Iterator[list[type["Page"]]]:
    """Types in groups whose tables may be joined at once."""
    some: list[type[Page]] = []
    tables = 1
    for model in models:
        joined = (model, *(model._meta.get_field(name).related_model for name in model.joined_with))
        wanted = sum(len(one._meta.get_parent_list()) + 1 for one in joined)
        if some and tables + wanted > MOST_TABLES:
            yield some
            some, tables = [], 1
        some.append(model)
        tables += wanted
    if some:
        yield some


def listable() -> Q:
    """Of readable pages those that search engines may list: not hidden, translated, its own canonical address.

    A page whose main page cannot be listed any more is its own canonical again; see `Page.get_main_address`.
    """
    pages = apps.get_model("cms", "Page").objects
    main = pages.filter(pk=OuterRef("canonical_page"), locale=OuterRef("locale"))
    main = main.readable().filter(SHOWN & NAMES_NO_OTHER & TRANSLATED)
    return SHOWN & TRANSLATED & Q(canonical_url="") & (Q(canonical_page=None) | ~Exists(main))


def _not_yet(name: str) -> Q:
    """The date has not come: asked of the clock each time, so that no job has to run for it."""
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gt": timezone.now()})
