"""Pictures at signed addresses, so that nobody orders what is not offered: every preset of a picture by name, the sizes
that heads name, and share pictures drawn from words."""

from functools import lru_cache
from typing import Any

from django.core.files.storage import default_storage
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wagtail.images.models import SourceImageIOError
from wagtail.images.utils import verify_signature

from cms.models.picture import HEAD_SPECS, PRESETS, Picture, Preset
from cms.share import pictures
from cms.signed_pictures import Original

_SPECS = frozenset(HEAD_SPECS).union(*(preset.specs for preset in PRESETS.values()))
_LASTING = "public, max-age=604800"


def presets_data(picture: Picture, root: str) -> dict[str, Any]:
    """Every preset of a picture: url, width, height, srcset, sizes and sources, as the picture itself has them.
    `root` is the address of the site's public host. Asks and draws nothing. To be read only: it is kept for whoever
    asks next."""
    return _presets(Original.of(picture), root.rstrip("/"))


@lru_cache(maxsize=2048)
def _presets(original: Original, root: str) -> dict[str, Any]:
    return {name: _preset_data(original, preset, root) for name, preset in PRESETS.items()}


def _preset_data(original: Original, preset: Preset, root: str) -> dict[str, Any]:
    widths = {operation: original.size(operation)[0] for operation in preset.operations}
    srcsets = {
        format_: ", ".join(
            f"{root}{original.path(preset.spec(operation, format_))} {widths[operation]}w"
            for operation in preset.operations
        )
        for format_ in preset.formats
    }
    fallback, largest = preset.formats[-1], preset.operations[-1]
    width, height = original.size(largest)
    return {
        "url": root + original.path(preset.spec(largest, fallback)),
        "width": width,
        "height": height,
        "srcset": srcsets[fallback],
        "sizes": preset.sizes,
        "sources": [
            {"type": f"image/{format_}", "srcset": srcsets[format_]} for format_ in preset.formats[:-1]
        ],
    }


@require_safe
def serve(request: HttpRequest, signature: str, picture_id: int, spec: str, version: str) -> HttpResponse:
    """Lead to a size, drawn now if it never was; what a head names is shown right here, since not all who read share
    cards follow. What we have not signed, sizes not offered any more, and lost files are 404."""
    if spec not in _SPECS or not verify_signature(signature.encode(), picture_id, spec):
        raise Http404
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        raise Http404
    if version != Original.of(picture).version:  # of an earlier file, or invented
        return _led_to(Original.of(picture).path(spec))
    try:
        rendition = picture.get_rendition(spec)
        if spec in HEAD_SPECS:
            with rendition.file.open() as file:
                return _shown(file.read(), "image/png" if spec.endswith("png") else "image/jpeg")
    except (SourceImageIOError, FileNotFoundError) as error:
        raise Http404 from error
    return _led_to(rendition.url)


@require_safe
def serve_drawn(request: HttpRequest, signed: str) -> HttpResponse:
    """A share picture, drawn from the words its address says if it never was. What we have not signed, and words beside
    a logo that is lost, are 404."""
    try:
        with default_storage.open(pictures.keep(pictures.facts_of(signed))) as file:
            return _shown(file.read(), "image/jpeg")
    except (BadSignature, FileNotFoundError) as error:
        raise Http404 from error


def _led_to(url: str) -> HttpResponse:
    return HttpResponse(
        status=302, headers={"Location": url, "Cache-Control": _LASTING, "X-Robots-Tag": "noindex"}
    )


def _shown(content: bytes, content_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers={"Cache-Control": _LASTING})
