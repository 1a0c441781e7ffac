"""Where drawn pictures are kept: one file per set of facts, named by them, made the first time it is fetched.

Until then a head names a signed address that says the facts and draws them; what is not signed here cannot be ordered.
"""

from collections.abc import Iterator
from dataclasses import astuple
from datetime import datetime
from functools import lru_cache
from unicodedata import normalize

from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signing import Signer
from django.urls import reverse

from PIL import Image

from cms.share.drawing import HEIGHT, WIDTH, draw
from cms.share.facts import TEMPLATE, ShareFacts
from cms.share.fonts import writable
from seo.head import ShareImage

FOLDER = "share"
ADDRESS = "drawn_picture"
# For how long nobody looks again whether a picture is there that was not: each look may be a request to the storage.
LOOK_AGAIN = 60


def can_be_drawn(facts: ShareFacts) -> bool:
    """Whether every letter of the title has a face; pictographs may be left out, letters may not."""
    return _has_faces(facts.title)


@lru_cache(4096)
def _has_faces(title: str) -> bool:
    title = normalize("NFC", title)  # as `writable` does
    kept = writable(title)
    return bool(kept) and {char for char in title if char.isalpha()} <= set(kept)


def name_of(facts: ShareFacts) -> str:
    return f"{FOLDER}/{facts.digest}.jpg"


def url_of(facts: ShareFacts) -> str:
    """Where the picture is: its file, or before anybody has fetched it the address that draws it. Draws nothing."""
    return default_storage.url(name_of(facts)) if is_kept(facts) else reverse(ADDRESS, args=[signed(facts)])


def signed(facts: ShareFacts) -> str:
    """The facts, for an address that draws them; the same as long as they are."""
    return _signer().sign_object(list(astuple(facts)), compress=True)


def facts_of(signed_facts: str) -> ShareFacts:
    """What was signed. Raises BadSignature."""
    return ShareFacts(*_signer().unsign_object(signed_facts))


def _signer() -> Signer:
    return Signer(salt=f"cms.share.{TEMPLATE}")


def is_kept(facts: ShareFacts) -> bool:
    """Whether the picture is there. On a warm site one look into the cache, and nothing else."""
    known, name = caches["renditions"], name_of(facts)
    found = known.get(name)
    if found is None:
        found = default_storage.exists(name)
        known.set(name, found, *([] if found else [LOOK_AGAIN]))
    return found


def keep(facts: ShareFacts) -> str:
    """Make sure the picture is there; the name of its file."""
    known, name = caches["renditions"], name_of(facts)
    if known.get(name):
        return name
    if not default_storage.exists(name):
        saved = default_storage.save(name, ContentFile(draw_for(facts)))
        if saved != name:  # another process was quicker by a breath; its picture is the same
            default_storage.delete(saved)
    known.set(name, True)
    return name


def draw_for(facts: ShareFacts) -> bytes:
    """The picture itself, with the logo read from storage."""
    if not facts.logo:
        return draw(facts)
    with default_storage.open(facts.logo) as file, Image.open(file) as logo:
        return draw(facts, logo)


def share_image(facts: ShareFacts, root: str) -> ShareImage:
    """The drawn picture as a page's share image; `root` ends with a slash."""
    url = url_of(facts)
    return ShareImage(
        url=url if url.startswith(("http://", "https://")) else root.rstrip("/") + url,
        width=WIDTH,
        height=HEIGHT,
        alt=facts.words,
        mime_type="image/jpeg",
    )


def kept_before(moment: datetime) -> Iterator[str]:
    """Names of the pictures drawn before `moment`."""
    _folders, files = default_storage.listdir(FOLDER) if default_storage.exists(FOLDER) else ([], [])
    for file in files:
        name = f"{FOLDER}/{file}"
        if default_storage.get_modified_time(name) < moment:
            yield name


def remove(name: str) -> None:
    caches["renditions"].delete(name)
    default_storage.delete(name)
