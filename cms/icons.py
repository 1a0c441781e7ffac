"""A site's icons in every size, made of one square picture, and the manifest that names them."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.urls import reverse

from PIL import Image

from cms import locales
from cms.models import Organization
from seo.languages import bcp47, direction

ICO_SIZES = ((16, 16), (32, 32), (48, 48))
PNG_SIZES = (32, 192, 512)
TOUCH_SIZE = 180
# W3C, "Web Application Manifest", icon masks: what lies in the middle four fifths is never cut off.
SAFE_ZONE = 0.8
SHIPPED = "icon.png"


def favicon(organization: Organization) -> bytes:
    """One ICO file with 16, 32 and 48 pixels."""

    def make(picture: Image.Image) -> bytes:
        return _saved(picture.resize((192, 192), Image.Resampling.LANCZOS), "ICO", sizes=ICO_SIZES)

    return _made(organization, "ico", make)


def png(organization: Organization, size: int) -> bytes:
    def make(picture: Image.Image) -> bytes:
        return _saved(picture.resize((size, size), Image.Resampling.LANCZOS), "PNG", optimize=True)

    return _made(organization, f"png-{size}", make)


def touch_icon(organization: Organization) -> bytes:
    """180 pixels without transparency: phones paint what is transparent black."""
    return _made(organization, "touch", lambda picture: _on_ground(picture, organization, TOUCH_SIZE, 1))


def maskable(organization: Organization) -> bytes:
    """512 pixels with a border a phone may cut to its own shape."""
    return _made(organization, "maskable", lambda picture: _on_ground(picture, organization, 512, SAFE_ZONE))


def manifest(organization: Organization, code: str) -> dict[str, Any]:
    """W3C, "Web Application Manifest": what a phone shows of a site on its first screen."""
    return {
        "name": organization.name,
        "short_name": organization.alternate_name or organization.name,
        "description": organization.description,
        "lang": bcp47(code),
        "dir": direction(code),
        "start_url": locales.prefix(code),
        "display": "browser",
        "theme_color": organization.theme_color,
        "background_color": organization.background_color,
        "icons": [
            *(
                {
                    "src": reverse("icon", args=[size]),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": "any",
                }
                for size in PNG_SIZES
                if size > 48
            ),
            {"src": reverse("maskable_icon"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }


def etag(data: bytes) -> str:
    return f'"{sha256(data).hexdigest()[:16]}"'


def _made(organization: Organization, kind: str, make: Callable[[Image.Image], bytes]) -> bytes:
    """Made once per picture and colour, then read from the renditions' cache."""
    name = organization.icon.file.name if organization.icon else SHIPPED
    key = f"icon:{kind}:{organization.background_color}:{name}".replace(" ", "_")
    if (kept := caches["renditions"].get(key)) is None:
        with _source(organization) as picture:
            kept = make(picture.convert("RGBA"))
        caches["renditions"].set(key, kept)
    return kept


def _source(organization: Organization) -> Image.Image:
    if organization.icon:
        return Image.open(BytesIO(organization.icon.file.storage.open(organization.icon.file.name).read()))
    return Image.open(finders.find(SHIPPED))


def _on_ground(picture: Image.Image, organization: Organization, size: int, part: float) -> bytes:
    inner = picture.resize((round(size * part),) * 2, Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", (size, size), organization.background_color)
    ground.alpha_composite(inner, ((size - inner.width) // 2, (size - inner.height) // 2))
    return _saved(ground.convert("RGB"), "PNG", optimize=True)


def _saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    data = BytesIO()
    picture.save(data, form, **options)
    return data.getvalue()
