"""What llms.txt of a site says: sections an editor chose, or what the site's own shape gives."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Site

from cms import locales
from cms.cards import in_active_language
from cms.models.organization import Organization
from cms.models.page import Page
from cms.models.recorded import RecordedSetting
from cms.panels import LlmsPanel
from cms.patterns import page_types
from cms.phrases import say
from cms.querysets import PageQuerySet, listable
from seo.languages import bcp47
from seo.llms import Link, LlmsTxt, Section
from seo.markdown import TWIN
from seo.text import plain

MOST_NEWEST = 50
# Without a choice of editors: so many pages below the home page, and so many of each list.
MOST_CHILDREN = 50
MOST_ENTRIES = 10


class NewestBlock(blocks.StructBlock):
    """The newest pages of a kind, of a part of the site, or both."""

    page_type = blocks.ChoiceBlock(choices=page_types, required=False, label=_("page type"))
    below = blocks.PageChooserBlock(
        required=False, label=_("below"), help_text=_("Empty: of the whole site.")
    )
    number = blocks.IntegerBlock(default=10, min_value=1, max_value=MOST_NEWEST, label=_("how many"))

    class Meta:
        icon = "list-ul"
        label = _("newest pages")


class ChosenBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock(label=_("page"))
    note = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("note"),
        help_text=_("Empty: the page’s description."),
    )

    class Meta:
        icon = "doc-empty"
        label = _("page")


class SectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=80, label=_("title"))
    entries = blocks.StreamBlock([("page", ChosenBlock()), ("newest", NewestBlock())], label=_("entries"))
    may_be_skipped = blocks.BooleanBlock(
        required=False,
        label=_("may be skipped"),
        help_text=_("Its pages stand under “Optional”, which readers leave out when they have little room."),
    )

    class Meta:
        icon = "title"
        label = _("section")


@register_setting(icon="doc-full-inverse", order=4)
class LlmsSetting(RecordedSetting, BaseSiteSetting):
    """llms.txt of one site; each language of the site has its own from the same choice."""

    is_served = models.BooleanField(
        _("answer at /llms.txt"),
        default=True,
        help_text=_("Search engines do not read it; assistants and other programs may."),
    )
    summary = models.CharField(
        _("the site in a sentence"),
        max_length=300,
        blank=True,
        help_text=_("Empty: the organization’s description, else the home page’s."),
    )
    words = models.TextField(
        _("further words"),
        blank=True,
        max_length=2000,
        help_text=_("Paragraphs of plain text that stand before the sections."),
    )
    sections = StreamField(
        [("section", SectionBlock())],
        blank=True,
        verbose_name=_("sections"),
        max_num=20,
        help_text=_("Empty: shelves, journal, stores and pages, as they stand below the home page."),
    )

    panels = [
        FieldPanel("is_served"),
        FieldPanel("summary"),
        FieldPanel("words"),
        HelpPanel(
            content=_(
                "A page is named only where search engines may list it, and in every language it is translated into. "
                "Titles, notes and words are said in other languages by Settings, Phrases."
            )
        ),
        FieldPanel("sections"),
        LlmsPanel(heading=_("As it stands")),
    ]

    class Meta:
        verbose_name = _("llms.txt")

    @classmethod
    def of(cls, site: Site) -> "LlmsSetting":
        """The choice for a site, which need not be stored yet. One query."""
        setting = cls.objects.filter(site=site).first() or cls(site=site)
        setting.site = site
        return setting

    def get_text(self, language: str) -> LlmsTxt:
        """The file in one language of the site.

        Asks the more the more sections there are, not the more pages. Raises LookupError for a language the site
        does not have.
        """
        roots = locales.roots(self.site_id)
        if language not in roots:
            raise LookupError(f"The site has no pages in {language}.")
        with translation.override(language):
            home = Page.objects.readable().filter(url_path=roots[language]).specific().first()
            if home is None:
                raise LookupError(f"The home page in {language} is not published.")
            organization = Organization.base_queryset().filter(site_id=self.site_id).first()
            organization = (organization or Organization(site_id=self.site_id)).spoken()
            chosen = [(block.value, say(block.value["title"])) for block in self.sections]
            links = self._chosen_links([value for value, _title in chosen])
            sections = [
                (value["may_be_skipped"], title, links[at]) for at, (value, title) in enumerate(chosen)
            ]
            return LlmsTxt(
                name=organization.name or home.title,
                summary=say(self.summary) or organization.description or plain(home.summary),
                words=(*(say(self.words).split("\n\n")), *self._guidance(roots)),
                sections=tuple(Section(title, each) for skipped, title, each in sections if not skipped)
                if self.sections
                else tuple(_by_shape(home)),
                optional=tuple(link for skipped, _title, each in sections if skipped for link in each),
            )

    def _guidance(self, roots: dict[str, str]) -> Iterator[str]:
        yield _t("Every page is Markdown too: add %(name)s to its address.") % {"name": TWIN}
        if len(roots) > 1:
            root_url = self.site.root_url
            yield " ".join(f"{bcp47(code)}: {root_url}{locales.prefix(code)}llms.txt" for code in roots)

    # What an editor chose ------------------------------------------------------------------------------

    def _chosen_links(self, sections: Sequence[Any]) -> list[tuple[Link, ...]]:
        """The links of every section, in two queries for all pages chosen and one for each entry of newest ones."""
        entries = [(at, entry) for at, section in enumerate(sections) for entry in section["entries"]]
        ids = [page.pk if (page := entry.value.get("page")) else 0 for _at, entry in entries]
        spoken = iter(in_active_language(ids))
        wanted: list[tuple[int, int, str]] = []
        for at, entry in entries:
            pk = next(spoken)
            if entry.block_type == "page":
                wanted.append((at, pk, say(entry.value["note"] or "")))
            else:
                wanted += [(at, newest, "") for newest in self._newest(entry.value)]
        pages = self._pages().filter(pk__in={pk for _at, pk, _note in wanted}).specific().in_bulk()
        links: list[list[Link]] = [[] for _section in sections]
        for at, pk, note in wanted:
            if pk in pages:
                links[at].append(_link(pages[pk], note))
        return [tuple(each) for each in links]

    def _newest(self, entry: Any) -> list[int]:
        pages = self._pages()
        if entry["page_type"]:
            app, model = entry["page_type"].split(".")
            pages = pages.filter(content_type__app_label=app, content_type__model=model)
        if entry["below"]:
            [below] = in_active_language([entry["below"].pk])
            path = Page.objects.filter(pk=below).values_list("path", flat=True).first() or "-"
            pages = pages.filter(path__startswith=path).exclude(pk=below)
        newest = pages.order_by("-first_published_at", "-pk").values_list("pk", flat=True)
        return list(newest[: entry["number"]])

    def _pages(self) -> PageQuerySet:
        """What may be named here, in the active language: what lists show and search engines may list."""
        language = translation.get_language() or ""
        pages = Page.objects.of_site(self.site).in_language(language)
        return pages.listed().filter(listable())


# What the site's shape gives -----------------------------------------------------------------------------


def _by_shape(home: Page) -> Iterator[Section]:
    """Shelves with the shelves on them, each list with its first entries, and everything else below the home page."""
    below = _named(Page.objects.child_of(home)).order_by("path")[:MOST_CHILDREN]
    children = list(below.specific())
    shelves = [page for page in children if page.is_shelf]
    if shelves:
        on_shelves = _named(Page.objects.filter(path__startswith=home.path, depth=home.depth + 2))
        types = {page.content_type_id for page in shelves}
        on_shelves = on_shelves.filter(content_type__in=types).order_by("path")[:MOST_CHILDREN].specific()
        yield Section(
            _t("Shelves"), tuple(_link(page) for page in sorted([*shelves, *on_shelves], key=_path))
        )
    front = _named(Page.objects.filter(pk=home.pk)).specific()
    others = [page for page in (*front, *children) if not page.is_shelf]
    lists = [page for page in others if hasattr(page, "get_entries")]
    for page in lists:
        yield Section(page.title, (_link(page), *map(_link, _entries(page))))
    yield Section(_t("Pages"), tuple(_link(page) for page in others if page not in lists))


def _entries(page: Any) -> Iterable[Page]:
    entries = page.get_entries()
    return entries.filter(pk__in=_named(Page.objects.child_of(page)).values("pk"))[:MOST_ENTRIES]


def _named(pages: PageQuerySet) -> PageQuerySet:
    return pages.listed().filter(listable())


def _path(page: Page) -> str:
    return page.path


def _link(page: Page, note: str = "") -> Link:
    return Link(page.title, page.full_url or "", note or page.search_description or plain(page.summary))
