"""A watch page: one video at one address."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from modelcluster.fields import ParentalKey

from cms.blocks import TEXT_FEATURES
from cms.models import Page, Place
from cms.models.picture import GRAPH_SPECS, absolute, with_renditions
from cms.representation import picture_data
from cms.rich_text import rich_text_data
from cms.tidy import TidyText
from home.content_schemas import VideoFields
from home.forms import VideoForm
from seo import nodes
from seo.graph import Node
from seo.sitemaps import SitemapVideo
from seo.text import plain
from seo.videos import Embed, clock, embed_of

countries = RegexValidator(
    r"^[A-Z]{2}( [A-Z]{2})*$",
    _("Countries are two capital letters each (ISO 3166-1) with a space between: GB IE."),
)


def known_provider(url: str) -> None:
    try:
        embed_of(url)
    except ValueError as error:
        raise ValidationError(str(error)) from error


class VideoPage(Page):
    """One video, with the moments one can jump to and what is said in it."""

    content_schema = VideoFields
    summary = models.CharField(
        _("summary"), max_length=200, help_text=_("What the video shows, in one sentence.")
    )
    cover = models.ForeignKey(
        "cms.Picture",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("still picture"),
        help_text=_("Shown before the video plays and in search results; a video needs one."),
    )
    uploaded_at = models.DateTimeField(_("first shown on"), default=timezone.now)
    duration = models.DurationField(_("length"), help_text=_("Minutes and seconds, e.g. 03:20."))
    file = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("video file"),
        help_text=_("MP4 or WebM from the documents."),
    )
    content_url = models.URLField(
        _("or the file’s address elsewhere"), blank=True, help_text=_("Readers are sent there to watch it.")
    )
    provider_url = models.URLField(_("or at YouTube or Vimeo"), blank=True, validators=[known_provider])
    expires_at = models.DateTimeField(_("can be watched until"), null=True, blank=True)
    regions_allowed = models.CharField(
        _("only in"), max_length=200, blank=True, validators=[countries], help_text=_("Empty: everywhere.")
    )
    transcript = RichTextField(_("what is said"), blank=True, features=TEXT_FEATURES)

    schema_type = "WebPage"
    own_rows = ("clips",)
    og_type = "video.other"
    card_kind = "video"
    is_followed = True
    base_form_class = api_base_form_class = VideoForm

    content_panels = [
        *Page.content_panels,
        "summary",
        "cover",
        FieldRowPanel(["uploaded_at", "duration"]),
        MultiFieldPanel(["file", "content_url", "provider_url"], _("Where the video is")),
        InlinePanel("clips", heading=_("Moments to jump to"), label=_("clip")),
        "transcript",
        FieldRowPanel(["expires_at", "regions_allowed"]),
    ]
    subpage_types: list[str] = []
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("transcript"),
    ]

    class Meta:
        verbose_name = _("video")

    def clean(self) -> None:
        super().clean()
        sources = [bool(self.file_id), bool(self.content_url), bool(self.provider_url)]
        if sum(sources) != 1:
            raise ValidationError(
                {"file": _("Choose a file, or give one address of the video, not several.")}
            )
        if self.cover_id is None:
            raise ValidationError({"cover": _("A video needs a still picture; search engines show it.")})
        if self.duration is not None and self.duration <= timedelta(0):
            raise ValidationError({"duration": _("The length is more than nothing.")})
        if self.expires_at and self.uploaded_at and self.expires_at <= self.uploaded_at:
            raise ValidationError({"expires_at": _("It cannot end before it was first shown.")})

    @property
    def embed(self) -> Embed | None:
        return embed_of(self.provider_url) if self.provider_url else None

    def get_file_url(self, root: str) -> str:
        """The address of the file itself; empty for a video at a provider."""
        return absolute(self.file.url, root) if self.file else self.content_url

    def get_clips(self) -> list[nodes.VideoClip]:
        return [nodes.VideoClip(row.name, row.start, row.end) for row in self.clips.all()]

    @classmethod
    def get_videos(cls, pages: Collection[int], root: str) -> Mapping[int, tuple[SitemapVideo, ...]]:
        found = list(cls.objects.filter(pk__in=pages).select_related("file"))
        wanted = {page.cover_id for page in found if page.cover_id}
        covers = with_renditions(extra=GRAPH_SPECS).in_bulk(wanted) if wanted else {}
        return {
            page.pk: (
                SitemapVideo(
                    thumbnail=covers[page.cover_id].sized(GRAPH_SPECS[0], root=root)[0].url,
                    title=plain(page.title),
                    description=plain(page.summary),
                    content=page.get_file_url(root),
                    player=page.embed.player_url if page.embed else "",
                    seconds=int(page.duration.total_seconds()),
                ),
            )
            for page in found
            if page.cover_id in covers and not page.has_expired
        }

    @property
    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    def get_entry_parts(self) -> Iterable[Any]:
        yield self.transcript

    def get_schema(self, place: Place) -> Iterable[Node]:
        pictures = self.cover.graph_nodes(place.root) if self.cover else []
        return [
            *pictures,
            nodes.video(
                place.url,
                name=plain(self.title),
                description=plain(self.summary),
                thumbnail_urls=[picture["contentUrl"] for picture in pictures],
                uploaded=self.uploaded_at,
                duration=self.duration,
                content_url=self.get_file_url(place.root),
                embed_url=self.embed.player_url if self.embed else "",
                expires=self.expires_at,
                regions_allowed=self.regions_allowed.split(),
                clips=self.get_clips(),
                can_seek=bool(self.file_id or self.provider_url),
                language=place.language,
            ),
        ]

    def card_facts(self) -> dict[str, str]:
        return {"note": clock(self.duration)}

    def get_start(self, request: HttpRequest) -> int:
        """The second `?t=` asks for; what is no second of this video begins at the beginning."""
        value = request.GET.get("t", "")
        second = int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0
        return second if second < self.duration.total_seconds() else 0

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        start = self.get_start(request)
        return {
            **super().get_context(request, *args, **kwargs),
            "cover": self.cover and self.cover.responsive("wide"),
            "length": clock(self.duration),
            "frame_url": self.embed.starting_at(start) if self.embed else "",
            "file_url": f"{self.file.url}#t={start}" if self.file else "",
            "clips": [
                {"name": clip.name, "url": f"?t={clip.seconds}", "at": clock(clip.start)}
                for clip in self.get_clips()
            ],
        }

    def get_content(self, request: HttpRequest | None = None) -> dict[str, Any]:
        root = self.get_site_root(request)
        return super().get_content(request) | {
            "picture": picture_data(self.cover and self.cover.responsive("wide"), root),
            "uploaded_at": self.uploaded_at,
            "seconds": int(self.duration.total_seconds()),
            "file_url": self.get_file_url(root),
            "player_url": self.embed.player_url if self.embed else "",
            "expires_at": self.expires_at,
            "regions_allowed": self.regions_allowed.split(),
            "clips": [
                {
                    "name": clip.name,
                    "start": clip.seconds,
                    "end": int(clip.end.total_seconds()) if clip.end else None,
                }
                for clip in self.get_clips()
            ],
            "transcript": rich_text_data(self.transcript),
        }


class Clip(TidyText, Orderable):
    """A named moment of a video."""

    video = ParentalKey(VideoPage, on_delete=models.CASCADE, related_name="clips")
    name = models.CharField(_("name"), max_length=100)
    start = models.DurationField(_("begins at"), help_text=_("Minutes and seconds, e.g. 01:05."))
    end = models.DurationField(_("ends at"), null=True, blank=True)

    panels = [FieldRowPanel(["name", "start", "end"])]
