"""Pictures as data: every preset by name, by signed addresses; focal point, colour, credit and licence."""

import os
import re
from io import BytesIO, StringIO

from django.core.files.images import ImageFile
from django.core.management import call_command
from django.urls import reverse

from wagtail.images.utils import generate_signature

import pytest
from PIL import Image

from cms.models import Picture
from cms.models.picture import HEAD_SPECS, PRESETS, Rendition
from cms.signed_pictures import Original
from delivery.models import Change
from tests.make import (
    make_article,
    make_article_index,
    make_category,
    make_content,
    make_picture,
    make_product,
)

pytestmark = pytest.mark.django_db
ROOT = "https://shop.example"


def picture_file(color, size=(900, 1200), spot="white"):
    data, image = BytesIO(), Image.new("RGB", size, color)
    image.paste(spot, (0, 0, 40, 40))
    image.save(data, "PNG")
    return ImageFile(BytesIO(data.getvalue()), name="colour.png")


@pytest.fixture
def shown(client, home, organization):
    """shown(picture): the picture as its page's answer has it."""

    def call(picture):
        page = make_content(home, cover=picture)
        response = client.get("/api/v1/resolve/", {"path": page.url})
        assert response.status_code == 200, response.content
        return response.json()["page"]["fields"]["picture"]

    return call


def test_a_picture_has_every_preset_by_name_and_in_all_formats(shown):
    data = shown(make_picture(1800, 2400))
    assert set(data["presets"]) == set(PRESETS)
    assert data["preset"] == "article"
    card = data["presets"]["card"]
    assert (card["width"], card["height"], card["sizes"]) == (640, 800, PRESETS["card"].sizes)
    assert [source["type"] for source in card["sources"]] == ["image/avif", "image/webp"]
    assert card["srcset"].count(f"{ROOT}/pictures/") == 2
    assert card["srcset"].split(", ")[0].endswith(" 320w")


@pytest.mark.parametrize(
    "focal",
    [{}, {"focal_point_x": 100, "focal_point_y": 200, "focal_point_width": 50, "focal_point_height": 50}],
)
@pytest.mark.parametrize("size", [(60, 75), (1800, 2400), (3000, 400)])
def test_sizes_are_those_that_are_drawn(size, focal):
    picture = make_picture(*size, **focal)
    for preset in PRESETS.values():
        for operation in preset.operations:
            rendition = picture.get_rendition(f"{operation}|format-png")
            assert Original.of(picture).size(operation) == (rendition.width, rendition.height), operation
    for spec in HEAD_SPECS:
        rendition = picture.get_rendition(spec)
        assert Original.of(picture).size(spec.partition("|")[0]) == (rendition.width, rendition.height), spec


def test_a_signed_size_is_drawn_when_it_is_first_asked_for(client, shown):
    picture = make_picture(900, 1200)
    url = shown(picture)["presets"]["thumb"]["url"]
    before = Rendition.objects.filter(image=picture).count()
    response = client.get(url.removeprefix(ROOT))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/media/images/")
    assert "max-age" in response.headers["Cache-Control"]
    assert Rendition.objects.filter(image=picture).count() == before + 1
    client.get(url.removeprefix(ROOT))
    assert Rendition.objects.filter(image=picture).count() == before + 1


def test_no_other_size_can_be_ordered(client, home):
    picture = make_picture()
    spec, other = "fill-160x200|format-jpeg", "width-77|format-jpeg"
    good = generate_signature(picture.pk, spec)
    asked = [
        (good, picture.pk, "fill-640x800|format-jpeg"),
        (good, picture.pk + 1, spec),
        ("x" * 28, picture.pk, spec),
    ]
    asked.append((generate_signature(picture.pk, other), picture.pk, other))
    for signature, pk, wanted in asked:
        address = reverse("signed_picture", args=[signature, pk, wanted, "v"])
        assert client.get(address).status_code == 404, address
    assert not Rendition.objects.filter(image=picture).exists()


def test_lost_and_deleted_files_are_not_found(client, home):
    picture = make_picture()
    spec = "fill-160x200|format-jpeg"
    address = reverse("signed_picture", args=[generate_signature(picture.pk, spec), picture.pk, spec, "v"])
    picture.file.storage.delete(picture.file.name)
    assert client.get(address).status_code in {302, 404}
    picture.delete()
    assert client.get(address).status_code == 404


def test_another_focal_point_is_another_address(shown):
    picture = make_picture(900, 1200)
    before = shown(picture)
    assert before["focal_point"] is None
    picture.focal_point_x, picture.focal_point_y = 300, 300
    picture.focal_point_width = picture.focal_point_height = 10
    picture.save()
    after = shown(picture)
    assert after["focal_point"] == {"x": 0.3333, "y": 0.25}
    assert after["presets"]["card"]["url"] != before["presets"]["card"]["url"]


def test_credit_and_licence_come_along(shown):
    facts = {
        "creator": "Ada Skarra",
        "credit": "Photograph: Ada Skarra",
        "license_url": "https://licence.example/by",
        "copyright_notice": "© 2026 Ada Skarra",
    }
    data = shown(make_picture(**facts))
    assert {name: data[name] for name in facts} == facts


def test_the_colour_is_found_on_upload_and_follows_the_file(shown):
    picture = Picture.objects.create(title="Sea", alt_text="Sea", file=picture_file("#204060"))
    assert picture.dominant_color == "#204060"
    assert shown(picture)["dominant_color"] == "#204060"
    picture.title = "The sea"
    picture.save()
    picture.file = picture_file("#a03020")
    picture.save()
    assert Picture.objects.get(pk=picture.pk).dominant_color == "#a03020"


def test_a_picture_without_pixels_has_no_colour(shown):
    picture = make_picture()
    Picture.objects.filter(pk=picture.pk).update(dominant_color="")
    assert shown(Picture.objects.get(pk=picture.pk))["dominant_color"] is None


def test_colours_of_old_pictures_are_filled_in_and_told_of(home):
    picture = make_picture()
    page = make_content(home, cover=picture)
    color = picture.dominant_color
    Picture.objects.update(dominant_color="")
    Change.objects.all().delete()
    said = StringIO()
    call_command("fill_dominant_colors", stdout=said)
    assert "1 pictures" in said.getvalue()
    assert Picture.objects.get(pk=picture.pk).dominant_color == color
    assert Change.objects.filter(page_id=page.pk).exists()


def test_cards_have_one_size(client, home, organization):
    make_product(make_category(home), pictures=1)
    [card] = client.get("/api/v1/catalog/products/").json()["items"]
    assert (card["picture"]["preset"], card["picture"]["presets"]) == ("card", {})
    [full] = client.get("/api/v1/catalog/products/?view=full").json()["items"]
    assert set(full["pictures"][0]["presets"]) == set(PRESETS)


def test_reading_draws_nothing_and_asking_for_a_size_does(client, home):
    make_article(make_article_index(home, slug="journal"), slug="fog", cover=make_picture(1400, 900))
    before = client.get("/journal/fog/").text
    undrawn = re.findall(r"/pictures/[^\s\"',]+", before)
    assert undrawn
    for address in undrawn:
        answer = client.get(address)
        # What the head names is shown at once, what the page shows is led to.
        assert answer.status_code == 200 or answer["Location"].startswith("/media/"), address
    after = client.get("/journal/fog/").text
    assert "/pictures/" not in after
    assert re.findall(r"(?:width|height)=.\d+", after) == re.findall(r"(?:width|height)=.\d+", before)


def test_a_warm_site_shows_drawn_sizes(client, home, monkeypatch):
    monkeypatch.setattr(os, "nice", lambda _by: 0)
    make_article(make_article_index(home, slug="journal"), slug="fog", cover=make_picture(1400, 900))
    call_command("warm_up", verbosity=0)
    shown = client.get("/journal/fog/").text
    assert "/media/images/" in shown
    assert "/pictures/" not in shown
