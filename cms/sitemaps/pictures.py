"""The pictures pages show, for image and video entries: from the index of references, without page objects."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage

from wagtail.models import ReferenceIndex

from cms.models import Page, Picture, Rendition
from cms.models.picture import PRESETS, absolute

# A page names these for others to show.
_NOT_ON_THE_PAGE = ("social_picture",)


def pictures_of(pages: Collection[int]) -> dict[int, list[int]]:
    """The ids of the pictures in the fields, blocks and children of each page; one query."""
    references = (
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(pk) for pk in pages],
            to_content_type=ContentType.objects.get_for_model(Picture),
        )
        .exclude(model_path__in=_NOT_ON_THE_PAGE)
        .order_by("pk")
        .values_list("object_id", "to_object_id")
    )
    found: dict[int, list[int]] = defaultdict(list)
    for page, picture in references:
        if int(picture) not in found[int(page)]:
            found[int(page)].append(int(picture))
    return found


def addresses_of(pictures: Iterable[int], specs: Sequence[str], root: str) -> Mapping[int, str]:
    """Where each picture is: the file a page shows, in the first of `specs` that was made of it, else the original.

    Two queries. A file is made when a page is first shown, and a sitemap makes none.
    """
    wanted = set(pictures)
    if not wanted:
        return {}
    found = dict(Picture.objects.filter(pk__in=wanted).values_list("pk", "file"))
    made = Rendition.objects.filter(image__in=wanted, filter_spec__in=specs).order_by("pk")
    best: dict[int, int] = {}
    for picture, spec, file in made.values_list("image", "filter_spec", "file"):
        if specs.index(spec) <= best.get(picture, len(specs)):
            best[picture], found[picture] = specs.index(spec), file
    return {picture: absolute(default_storage.url(file), root) for picture, file in found.items()}


def shown_specs(preset: str) -> list[str]:
    """What an `<img>` of a page of that preset loads, best first: its own size, then those of bodies and banners."""
    names = dict.fromkeys((preset, "wide", "article", "product"))
    return [PRESETS[name].spec(PRESETS[name].operations[-1], PRESETS[name].formats[-1]) for name in names]
