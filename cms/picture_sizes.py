"""A picture in every preset by name: signed addresses, so that nobody orders sizes that are not offered."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wagtail.images.models import SourceImageIOError
from wagtail.images.utils import verify_signature

from cms.models.picture import PRESETS, Picture, Preset
from cms.signed_pictures import signed_path, size_of

_SPECS = frozenset(spec for preset in PRESETS.values() for spec in preset.specs)
_LASTING = "public, max-age=604800"


def presets_data(picture: Picture, root: str) -> dict[str, Any]:
    """Every preset of a picture: url, width, height, srcset, sizes and sources, as the picture itself has them.
    `root` is the address of the site's public host. Asks and draws nothing."""
    return {name: _preset_data(picture, preset, root.rstrip("/")) for name, preset in PRESETS.items()}


def _preset_data(picture: Picture, preset: Preset, root: str) -> dict[str, Any]:
    widths = {operation: size_of(picture, operation)[0] for operation in preset.operations}
    srcsets = {
        format_: ", ".join(
            f"{root}{signed_path(picture, preset.spec(operation, format_))} {widths[operation]}w"
            for operation in preset.operations
        )
        for format_ in preset.formats
    }
    fallback, largest = preset.formats[-1], preset.operations[-1]
    width, height = size_of(picture, largest)
    return {
        "url": root + signed_path(picture, preset.spec(largest, fallback)),
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
    """Lead to a size, drawn now if it never was. What we have not signed, and sizes not offered any more, are 404."""
    if spec not in _SPECS or not verify_signature(signature.encode(), picture_id, spec):
        raise Http404
    picture = Picture.objects.filter(pk=picture_id).first()
    if picture is None:
        raise Http404
    try:
        rendition = picture.get_rendition(spec)
    except SourceImageIOError as error:
        raise Http404 from error
    return HttpResponse(
        status=302,
        headers={"Location": rendition.url, "Cache-Control": _LASTING, "X-Robots-Tag": "noindex"},
    )
