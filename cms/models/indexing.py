"""What search engines may do with a page and with its section."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel

from cms import changes
from seo.robots import MAX_IMAGE_PREVIEW, NO_LIMIT, NOINDEX, Robots

if TYPE_CHECKING:
    from cms.models.page import Page

BING_USE = (
    ("", _("no limit")),
    ("nocache", _("address, title and snippet only")),
    ("noarchive", _("nothing")),
)
# Field names of the directives a page gives itself; with `robots_below` it gives them to all pages below as well.
DIRECTIVES = (
    "noindex",
    "indexifembedded",
    "nofollow",
    "nosnippet",
    "max_snippet",
    "max_image_preview",
    "max_video_preview",
    "noimageindex",
    "notranslate",
    "bing_use",
)


class Indexing(models.Model):
    """Robots directives of a page and of the section it stands in.

    `section_robots` holds what the pages above lay on this one, in the words of `Robots.as_words`. It is written
    by `save`, for the page and for everything below it, so that reading it costs nothing.
    """

    is_shared_draft = False  # set on a draft that is shown to who holds its link

    noindex = models.BooleanField(
        _("hide from search engines"),
        default=False,
        help_text=_("The page stays readable for visitors, but leaves search results and the sitemap."),
    )
    noindex_reason = models.CharField(
        _("why it is hidden"),
        max_length=200,
        blank=True,
        help_text=_("For colleagues who wonder later. Not shown to anybody else."),
    )
    indexifembedded = models.BooleanField(
        _("but allow it inside pages that embed it"),
        default=False,
        help_text=_("Only for a hidden page that others show in a frame."),
    )
    nofollow = models.BooleanField(_("do not follow links on this page"), default=False)
    nosnippet = models.BooleanField(
        _("show no text in results"),
        default=False,
        help_text=_("Also keeps the text out of AI answers built on search results."),
    )
    max_snippet = models.PositiveSmallIntegerField(
        _("longest text in results"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(10_000)],
        help_text=_("In characters. Empty: no limit."),
    )
    max_image_preview = models.CharField(
        _("picture size in results"), max_length=8, choices=MAX_IMAGE_PREVIEW, default="large"
    )
    max_video_preview = models.PositiveSmallIntegerField(
        _("longest video preview"),
        null=True,
        blank=True,
        help_text=_("In seconds; 0 allows a still picture. Empty: no limit."),
    )
    noimageindex = models.BooleanField(_("do not list the pictures of this page"), default=False)
    notranslate = models.BooleanField(_("do not offer a translation in results"), default=False)
    bing_use = models.CharField(
        _("use in Bing and Copilot"),
        max_length=9,
        blank=True,
        choices=BING_USE,
        help_text=_("What Copilot's answers may be built on. Google does not read this."),
    )
    robots_below = models.BooleanField(
        _("for all pages below as well"),
        default=False,
        help_text=_(
            "Whatever is set here then holds for the whole section; pages below can only be stricter."
        ),
    )
    section_robots = models.CharField(max_length=200, blank=True, default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The page takes what its section lays on it, wherever it stands now, and hands it on."""
        with transaction.atomic():
            if self.depth and self.depth > 1:
                self.section_robots = self._nearest_above().bequest
            super().save(*args, **kwargs)
            if self.numchild:
                self._hand_on()

    # Robots --------------------------------------------------------------------------------------------

    def get_robots(self) -> Robots:
        """What holds for this page: its own directives within those of its section, until it expires or is closed.

        A draft shown by its link is for who holds the link, whatever the page will say once it is published.
        """
        if self.is_shared_draft:
            return NOINDEX
        own = self._own_directives()
        own["index"] = own["index"] and not self.awaits_translation
        ends = [moment for moment in (self.expire_at, self.closed_from) if moment]
        return Robots(**own, unavailable_after=min(ends, default=None)).within(self.from_above)

    @property
    def from_above(self) -> Robots:
        return Robots.from_words(self.section_robots)

    @property
    def bequest(self) -> str:
        """What this page lays on the pages below it, as `section_robots` holds it."""
        if not self.robots_below:
            return self.section_robots
        return Robots(**self._own_directives()).within(self.from_above).as_words()

    def _own_directives(self) -> dict[str, Any]:
        return {
            "index": not self.noindex,
            "embedded": self.noindex and self.indexifembedded,
            "follow": not self.nofollow,
            "snippet": not self.nosnippet,
            "max_snippet": NO_LIMIT if self.max_snippet is None or self.nosnippet else self.max_snippet,
            "max_image_preview": self.max_image_preview,
            "max_video_preview": NO_LIMIT if self.max_video_preview is None else self.max_video_preview,
            "image_index": not self.noimageindex,
            "translate": not self.notranslate,
            "archive": self.bing_use,
        }

    def with_content_json(self, content: Any) -> Any:
        """A revision tells what the page says, not where it stands."""
        page = super().with_content_json(content)
        page.section_robots = self.section_robots
        return page

    def _nearest_above(self) -> "Page":
        pages = apps.get_model("cms", "Page").objects
        return pages.only("section_robots", "robots_below", *DIRECTIVES).get(path=self.path[: -self.steplen])

    def _hand_on(self) -> None:
        """Write `section_robots` below this page where it is not what it should be; usually one query and no write."""
        pages = apps.get_model("cms", "Page").objects
        bequest = self.bequest
        if not pages.child_of(self).exclude(section_robots=bequest).exists():
            return
        below = pages.filter(path__startswith=self.path, depth__gt=self.depth)
        below.update(section_robots=bequest)
        for path in list(below.filter(robots_below=True).order_by("path").values_list("path", flat=True)):
            section = pages.get(path=path)  # asked now: a section above may just have written to it
            pages.filter(path__startswith=path, depth__gt=section.depth).update(
                section_robots=section.bequest
            )
        changes.record_news(below, menus=True)

    def clean(self) -> None:
        super().clean()
        if self.indexifembedded and not self.noindex:
            raise ValidationError(
                {"indexifembedded": _("Only a hidden page can be allowed inside others; hide it first.")}
            )
        if self.nosnippet and self.max_snippet:
            raise ValidationError(
                {"max_snippet": _("Either no text in results or a longest text, not both.")}
            )


PANELS = [
    MultiFieldPanel(
        [FieldPanel(name, permission="cms.change_indexing") for name in ("noindex", "noindex_reason")]
        + [
            PageChooserPanel("canonical_page", permission="cms.change_indexing"),
            FieldPanel("canonical_url", permission="cms.change_indexing"),
            FieldPanel("robots_below", permission="cms.change_indexing"),
        ],
        _("Indexing"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(name, permission="cms.change_indexing")
            for name in DIRECTIVES
            if name not in {"noindex"}
        ],
        _("Finer directives for search engines"),
        classname="collapsed",
    ),
]
