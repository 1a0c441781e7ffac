"""The demo's drawings as pictures of the library, with the renditions its pages show."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO

from django.core.files.images import ImageFile
from django.db import connection

from cms.models import Picture
from cms.models.picture import SHARE_SPEC, rendition_specs
from demo.content import product_pictures, table
from demo.illustration import alt_text, draw

CREATOR = "Pharos"
LICENSE_URL = "https://spdx.org/licenses/BSD-3-Clause.html"
CREDIT = "Drawn for Keeper’s Supply"


@cache
def picture(name: str) -> Picture:
    """The drawing called `name`, drawn and stored if the library does not have it yet."""
    title = name.replace("--", ", ").replace("-", " ").capitalize()
    found = Picture.objects.filter(title=title, creator=CREATOR).first()
    if found:
        return found
    data = BytesIO()
    draw(name).save(data, "PNG", compress_level=6)
    size = data.tell()
    data.seek(0)
    stored = Picture(
        title=title,
        file=ImageFile(data, name=f"{name}.png"),
        file_size=size,
        alt_text=alt_text(name),
        creator=CREATOR,
        credit=CREDIT,
        license_url=LICENSE_URL,
    )
    stored.full_clean()
    stored.save()
    # Read again: the object that was saved keeps the whole file in memory.
    return Picture.objects.get(pk=stored.pk)


@cache
def _covers() -> set[str]:
    """The drawings that cards show: first pictures of products, and categories."""
    covers = {product_pictures(product)[0] for product in table("products")["product"]}
    return covers | {category["picture"] for category in table("categories")["category"]}


def list_specs(name: str) -> list[str]:
    """The sizes that lists show of a drawing: what the first pages anybody opens would otherwise wait for."""
    if name.startswith("article-"):
        return rendition_specs("wide")
    if name == table("site")["home"]["hero_picture"]:
        return rendition_specs("wide", extra=(SHARE_SPEC,))
    return rendition_specs("card") if name in _covers() else []


def render(pictures: Iterable[tuple[str, Picture]], progress: Callable[[], None]) -> None:
    """Make the sizes of lists before the first visitor waits for them; encoding runs on several cores."""

    def work(item: tuple[str, Picture]) -> None:
        name, stored = item
        try:
            stored.get_renditions(*list_specs(name))
        finally:
            connection.close()
        progress()

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(work, pictures))
