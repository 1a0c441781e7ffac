"""Pictures, and the sizes the site and the API offer them in."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from cms.tidy import TidyText
from seo import nodes
from seo.graph import Node
from seo.text import plain


@dataclass(frozen=True, slots=True)
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
SHARE_SPEC = "fill-1200x630|format-jpeg"
# What a graph shows of a product or article: one file per shape Google asks for (16:9, 4:3, 1:1).
GRAPH_SPECS = ("fill-1200x675|format-jpeg", "fill-1200x900|format-jpeg", "fill-1200x1200|format-jpeg")


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


class Picture(TidyText, AbstractImage):
    """An image with words for those who do not see it, and the credit it must be shown with."""

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
    license_url = models.URLField(_("licence address"), blank=True)

    admin_form_fields = (
        "title",
        "file",
        "alt_text",
        "decorative",
        "creator",
        "credit",
        "license_url",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

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

    @property
    def default_alt_text(self) -> str:
        """Wagtail prints this wherever it renders a picture."""
        return self.alt

    @cached_property
    def alt(self) -> str:
        """The text alternative; empty for a decorative picture."""
        return "" if self.decorative else plain(self.alt_text)

    def responsive(self, preset_name: str) -> ResponsivePicture:
        """The picture in a preset's sizes and formats. One query when its renditions were not prefetched."""
        preset = PRESETS[preset_name]
        renditions = self.get_renditions(*preset.specs)
        srcsets = {
            format_: ", ".join(
                f"{rendition.url} {rendition.width}w"
                for operation in preset.operations
                for rendition in (renditions[preset.spec(operation, format_)],)
            )
            for format_ in preset.formats
        }
        fallback_format = preset.formats[-1]
        fallback = renditions[preset.spec(preset.operations[-1], fallback_format)]
        return ResponsivePicture(
            sources=tuple((f"image/{format_}", srcsets[format_]) for format_ in preset.formats[:-1]),
            src=fallback.url,
            srcset=srcsets[fallback_format],
            sizes=preset.sizes,
            width=fallback.width,
            height=fallback.height,
            alt=self.alt,
        )

    def graph_nodes(self, root: str) -> list[Node]:
        """ImageObjects in the shapes Google asks for, each with credit and licence. `root` ends with a slash."""
        renditions = self.get_renditions(*GRAPH_SPECS)
        return [self.image_node(renditions[spec], root) for spec in GRAPH_SPECS]

    def image_node(self, rendition: "Rendition", root: str) -> Node:
        """One size of the picture as an ImageObject, with the credit and licence that every use carries."""
        return nodes.image_object(
            absolute(rendition.url, root),
            width=rendition.width,
            height=rendition.height,
            caption=self.alt,
            creator=self.creator,
            credit=self.credit,
            license_url=self.license_url,
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
