"""Pictures, and the sizes the site and the API offer them in."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from wagtail.images.models import AbstractImage, AbstractRendition, Filter, ImageQuerySet, SourceImageIOError

from cms import changes
from cms.colours import dominant_color
from cms.models.recorded import differs
from cms.models.shared_thing import SharedThing, pages_naming
from cms.phrases import say
from cms.querysets import PageQuerySet
from cms.signed_pictures import Original
from cms.tidy import TidyText
from seo import nodes
from seo.graph import Node
from seo.text import plain

logger = logging.getLogger(__name__)


@lru_cache(maxsize=256)
def _filter(spec: str) -> Filter:
    # Read once: to read one costs more than to find its file.
    return Filter(spec=spec)


@dataclass(frozen=True)
class Preset:
    """A named way to show a picture: its crop, its widths, and how wide it is laid out (`sizes`)."""

    name: str
    operations: tuple[str, ...]
    sizes: str
    formats: tuple[str, ...] = ("avif", "webp", "jpeg")

    def spec(self, operation: str, format_: str) -> str:
        return f"{operation}|format-{format_}"

    @property
    def specs(self) -> tuple[str, ...]:
        return tuple(
            self.spec(operation, format_) for format_ in self.formats for operation in self.operations
        )

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """The specs, read."""
        return tuple(map(_filter, self.specs))


PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "card",
            ("fill-320x400", "fill-640x800"),
            "(min-width: 60rem) 17rem, (min-width: 40rem) 30vw, 45vw",
        ),
        Preset("product", ("fill-640x800", "fill-1200x1500"), "(min-width: 60rem) 36rem, 100vw"),
        Preset("thumb", ("fill-160x200",), "5rem"),
        Preset("wide", ("fill-720x450", "fill-1440x900"), "(min-width: 72rem) 72rem, 100vw"),
        Preset("article", ("width-640", "width-1200"), "(min-width: 50rem) 44rem, 100vw"),
        Preset("portrait", ("fill-240x240", "fill-480x480"), "10rem"),
    )
}
# IPTC's digital source types as schema.org names them; empty is a photograph or drawing of a person's hand.
DIGITAL_SOURCES = [
    ("DigitalCaptureDigitalSource", _("a camera")),
    ("DigitalArtDigitalSource", _("a person, drawing digitally")),
    ("AlgorithmicMediaDigitalSource", _("a program, by rules written by people")),
    ("TrainedAlgorithmicMediaDigitalSource", _("a trained model (AI)")),
    (
        "CompositeWithTrainedAlgorithmicMediaDigitalSource",
        _("a person, with parts from a trained model (AI)"),
    ),
]
SHARE_SPEC = "fill-1200x630|format-jpeg"
# What a graph shows of a product or article: one file per shape Google asks for (16:9, 4:3, 1:1).
GRAPH_SPECS = ("fill-1200x675|format-jpeg", "fill-1200x900|format-jpeg", "fill-1200x1200|format-jpeg")
LOGO_SPEC = "max-512x512|format-png"
# What heads and the facts of a site name, for programs that fetch pictures without a page around them.
HEAD_SPECS = (SHARE_SPEC, *GRAPH_SPECS, LOGO_SPEC)


@dataclass(frozen=True, slots=True)
class SizedPicture:
    """One size of a picture as a head names it; `url` is that of the file, or draws it when it is first fetched."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ResponsivePicture:
    """Everything a `<picture>` prints: (mime type, srcset) per format, and the fallback img."""

    sources: tuple[tuple[str, str], ...]
    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    alt: str
    credit: str = ""
    preset: str = ""
    picture: "Picture | None" = None


# What only the admin shows of a picture; size and hash follow the file.
UNSEEN = frozenset({"title", "collection", "created_at", "uploaded_by_user", "file_size", "file_hash"})


class PictureQuerySet(ImageQuerySet):
    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete these pictures; the pages that showed them are told of."""
        with transaction.atomic(), changes.telling_of_users(self):
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class Picture(TidyText, SharedThing, AbstractImage):
    """An image with words for those who do not see it, and the credit it must be shown with."""

    not_shown = (*UNSEEN, "description")

    alt_text = models.CharField(
        _("text alternative"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for people and machines that cannot see it. Not “picture of…”."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_(
            "Tick only if the page loses nothing without the picture. It is then skipped by screen readers."
        ),
    )
    creator = models.CharField(_("creator"), max_length=120, blank=True)
    credit = models.CharField(_("credit line"), max_length=200, blank=True)
    license_url = models.URLField(
        _("licence address"),
        blank=True,
        help_text=_("Needed for the “Licensable” badge in image search."),
    )
    acquire_license_page = models.URLField(
        _("where to get a licence"),
        blank=True,
        help_text=_("The page that says how others may use the picture."),
    )
    copyright_notice = models.CharField(
        _("copyright notice"), max_length=200, blank=True, help_text=_("E.g. “© 2026 Ada Skarra”.")
    )
    digital_source = models.CharField(
        _("made by"),
        max_length=60,
        blank=True,
        default="",
        choices=DIGITAL_SOURCES,
        help_text=_("Say so when a picture is computed: search engines label such pictures (IPTC)."),
    )

    # Found when the file is uploaded; what a front end paints until the picture has loaded.
    dominant_color = models.CharField(
        _("dominant colour"), max_length=7, blank=True, default="", editable=False
    )

    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "decorative",
        "creator",
        "credit",
        "license_url",
        "acquire_license_page",
        "copyright_notice",
        "digital_source",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    objects = PictureQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            before = Picture.objects.filter(pk=self.pk).first() if self.pk else None
            if before is None or before.file.name != self.file.name:
                self.dominant_color = dominant_color(self.file)
            super().save(*args, **kwargs)
            if before is not None and differs(before, self, UNSEEN):
                changes.record_users(Picture.objects.filter(pk=self.pk))

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic(), changes.telling_of_users(Picture.objects.filter(pk=self.pk)):
            return super().delete(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if not self.alt_text.strip() and not self.decorative:
            raise ValidationError(
                {
                    "alt_text": _(
                        "Describe the picture, or tick “decorative” if the page loses nothing without it."
                    )
                }
            )
        if self.acquire_license_page and not self.license_url:
            raise ValidationError(
                {
                    "license_url": _(
                        "Search engines show where to get a licence only beside the licence's address."
                    )
                }
            )

    def get_pages(self) -> Iterator[PageQuerySet]:
        yield pages_naming(Picture.objects.filter(pk=self.pk))
        yield from super().get_pages()

    @property
    def default_alt_text(self) -> str:
        """Wagtail prints this wherever it renders a picture."""
        return self.alt

    @property
    def alt(self) -> str:
        """The text alternative in the active language; empty for a decorative picture."""
        return "" if self.decorative else say(plain(self.alt_text))

    def get_renditions(self, *filters: Any) -> dict[str, Any]:
        """The sizes asked for. A picture whose file is lost stands for each of them itself: its address answers 404,
        which the audit finds (seo-30), and the page around it is read all the same."""
        try:
            return super().get_renditions(*filters)
        except SourceImageIOError:
            logger.error("The file %s of picture %s is missing.", self.file.name, self.pk)
            original = Rendition(image=self, file=self.file, width=self.width, height=self.height)
            return {getattr(wanted, "spec", wanted): original for wanted in filters}

    def get_rendition(self, wanted: Any) -> Any:
        """One size; of a lost file as `get_renditions` says."""
        try:
            return super().get_rendition(wanted)
        except SourceImageIOError:
            return next(iter(self.get_renditions(wanted).values()))

    def get_drawn(self, filters: Iterable[Filter]) -> dict[str, "Rendition"]:
        """The sizes that somebody has asked for before, by their spec; found ones are kept in the cache."""
        found = self.find_existing_renditions(*filters)
        new = {
            Rendition.construct_cache_key(self, wanted.get_cache_key(self), wanted.spec): each
            for wanted, each in found.items()
            if not getattr(each, "_from_cache", False)
        }
        if new:
            Rendition.cache_backend.set_many(new)
        return {wanted.spec: each for wanted, each in found.items()}

    def responsive(self, preset_name: str) -> ResponsivePicture:
        """The picture in a preset's sizes and formats. Draws nothing: a size nobody has asked for yet has the address
        it is drawn at. One query when its renditions were not prefetched."""
        preset, original = PRESETS[preset_name], Original.of(self)
        drawn = self.get_drawn(preset.filters)

        def url(operation: str, format_: str) -> str:
            spec = preset.spec(operation, format_)
            return drawn[spec].url if spec in drawn else original.path(spec)

        sizes = {operation: original.size(operation) for operation in preset.operations}
        srcsets = {
            format_: ", ".join(
                f"{url(operation, format_)} {sizes[operation][0]}w" for operation in preset.operations
            )
            for format_ in preset.formats
        }
        largest, fallback_format = preset.operations[-1], preset.formats[-1]
        return ResponsivePicture(
            sources=tuple((f"image/{format_}", srcsets[format_]) for format_ in preset.formats[:-1]),
            src=url(largest, fallback_format),
            srcset=srcsets[fallback_format],
            sizes=preset.sizes,
            width=sizes[largest][0],
            height=sizes[largest][1],
            alt=self.alt,
            credit=say(self.credit),
            preset=preset_name,
            picture=self,
        )

    @property
    def focal_point(self) -> dict[str, float] | None:
        """What crops keep in view: the middle of it, as parts of width and height; None where nobody said."""
        if self.focal_point_x is None or self.focal_point_y is None or not (self.width and self.height):
            return None
        return {
            "x": round(self.focal_point_x / self.width, 4),
            "y": round(self.focal_point_y / self.height, 4),
        }

    def sized(self, *specs: str, root: str) -> list[SizedPicture]:
        """The picture in sizes of HEAD_SPECS, in their order. Draws nothing. `root` ends with a slash."""
        drawn, original = self.get_drawn(map(_filter, specs)), Original.of(self)
        found = []
        for spec in specs:
            url = drawn[spec].url if spec in drawn else original.path(spec)
            width, height = original.size(spec.partition("|")[0])
            found.append(SizedPicture(absolute(url, root), width, height))
        return found

    def graph_nodes(self, root: str) -> list[Node]:
        """ImageObjects in the shapes Google asks for, each with credit and licence. `root` ends with a slash."""
        return [self.image_node(size) for size in self.sized(*GRAPH_SPECS, root=root)]

    def image_node(self, size: SizedPicture) -> Node:
        """One size of the picture as an ImageObject, with the credit and licence that every use carries."""
        return nodes.image_object(
            size.url,
            width=size.width,
            height=size.height,
            caption=self.alt,
            creator=self.creator,
            credit=say(self.credit),
            license_url=self.license_url,
            acquire_license_page=self.acquire_license_page,
            copyright_notice=self.copyright_notice,
            digital_source=self.digital_source,
        )


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_spec"
            )
        ]


def absolute(url: str, root: str) -> str:
    """A media or site address made absolute on the site's public host; `root` ends with a slash."""
    return url if url.startswith(("http://", "https://")) else root.rstrip("/") + url


def rendition_specs(*preset_names: str, extra: tuple[str, ...] = ()) -> list[str]:
    """The filter specs to prefetch for these presets."""
    return [spec for name in preset_names for spec in PRESETS[name].specs] + list(extra)


def with_renditions(*preset_names: str, extra: tuple[str, ...] = ()) -> Any:
    """A picture queryset that brings the renditions of these presets along in one query."""
    filters = [Filter(spec=spec) for spec in rendition_specs(*preset_names, extra=extra)]
    return Picture.objects.prefetch_renditions(*filters)
