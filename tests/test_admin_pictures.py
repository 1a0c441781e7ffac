"""Pictures come in with words, whole, and of a size a page can bear, through every door."""

import re
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from wagtail.models import UploadedFile

import pytest
from PIL import Image

from cms.models import Picture
from tests.make import make_content, make_picture
from tests.people import client_of

pytestmark = pytest.mark.django_db


def image_bytes(format_: str = "PNG", size: tuple[int, int] = (40, 50), mode: str = "RGB") -> bytes:
    data = BytesIO()
    Image.effect_noise(size, 80).convert(mode).save(data, format_)
    return data.getvalue()


def bomb() -> bytes:
    """A few kilobytes that unfold to 100 million pixels."""
    data = BytesIO()
    Image.new("1", (10_000, 10_000)).save(data, "PNG", optimize=True)
    return data.getvalue()


def upload(content: bytes, name: str = "lamp.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


BAD_FILES = {
    "a decompression bomb": (bomb, "lamp.png", "too many pixels"),
    "a truncated picture": (lambda: image_bytes(size=(400, 400))[:-4000], "lamp.png", "damaged"),
    "a truncated JPEG": (lambda: image_bytes("JPEG", (400, 400))[:-4000], "lamp.jpg", "damaged"),
    "a picture of another type than its name": (lambda: image_bytes("PNG"), "lamp.jpg", "Not a valid .jpeg"),
    "a text": (lambda: b"just words", "lamp.png", "Upload a valid image"),
    "a page": (lambda: b"<html><script>alert(1)</script></html>", "lamp.png", "Not a valid .png image"),
    "a truncated WebP": (lambda: image_bytes("WEBP", (400, 400))[:-4000], "lamp.webp", ""),
    "a truncated AVIF": (lambda: image_bytes("AVIF", (400, 400))[:-4000], "lamp.avif", ""),
    "a truncated GIF": (lambda: image_bytes("GIF", (400, 400))[:-4000], "lamp.gif", ""),
    "a drawing that can carry scripts": (
        lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "lamp.svg",
        "",
    ),
    "a program": (lambda: b"MZ" + b"\x00" * 500, "lamp.exe", ""),
    "an empty file": (lambda: b"", "lamp.png", "empty"),
}


@pytest.fixture
def editor(home):
    return client_of("Editors")


def add(client: Any, **fields: Any) -> Any:
    data = {"title": "Lamp", "file": upload(image_bytes()), "alt_text": "", "tags": "", **fields}
    return client.post(reverse("wagtailimages:add"), data)


def test_a_picture_without_words_is_refused_and_nothing_is_stored(editor):
    response = add(editor)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["alt_text"]
    assert "Describe the picture" in response.content.decode()
    assert Picture.objects.count() == 0


@pytest.mark.parametrize("words", [{"alt_text": "A brass lamp"}, {"decorative": "on"}])
def test_a_picture_with_words_or_declared_decorative_is_stored(editor, words):
    assert add(editor, **words).status_code == 302
    assert Picture.objects.get().width == 40


@pytest.mark.parametrize("format_", ["PNG", "JPEG", "WEBP", "AVIF", "GIF"])
def test_every_allowed_type_is_taken(editor, format_):
    file = upload(image_bytes(format_), f"lamp.{format_.lower()}")
    assert add(editor, file=file, alt_text="A lamp").status_code == 302
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_with_its_reason(editor, kind):
    make, name, words = BAD_FILES[kind]
    response = add(editor, file=upload(make(), name), alt_text="A lamp")
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["file"]
    assert words in str(response.context["form"].errors["file"])
    assert Picture.objects.count() == 0


def test_words_cannot_be_taken_away_later(editor):
    add(client := editor, alt_text="A lamp")
    picture = Picture.objects.get()
    url = reverse("wagtailimages:edit", args=[picture.pk])
    response = client.post(url, {"title": "Lamp", "alt_text": "", "tags": ""})
    assert list(response.context["form"].errors) == ["alt_text"]
    picture.refresh_from_db()
    assert picture.alt_text == "A lamp"


# Many at once: the file first, its words after --------------------------------------------------------------


def multi(client: Any, file: SimpleUploadedFile) -> dict[str, Any]:
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "Lamp", "files[]": file},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert response.status_code == 200
    return response.json()


def test_many_at_once_wait_for_their_words(editor):
    answer = multi(editor, upload(image_bytes()))
    assert answer["success"]
    assert Picture.objects.count() == 0
    waiting = UploadedFile.objects.get()
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    prefix = f"uploaded-image-{waiting.pk}"
    options = {"headers": {"x-requested-with": "XMLHttpRequest"}}
    refused = editor.post(url, {f"{prefix}-title": "Lamp", f"{prefix}-tags": ""}, **options).json()
    assert not refused["success"]
    assert "Describe the picture" in refused["form"]
    assert Picture.objects.count() == 0
    data = {f"{prefix}-title": "Lamp", f"{prefix}-alt_text": "A brass lamp", f"{prefix}-tags": ""}
    assert editor.post(url, data, **options).json()["success"]
    assert Picture.objects.get().alt_text == "A brass lamp"
    assert UploadedFile.objects.count() == 0


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_among_many_is_refused(editor, kind):
    make, name, words = BAD_FILES[kind]
    answer = multi(editor, upload(make(), name))
    assert not answer["success"]
    assert words in answer["error_message"]
    assert (Picture.objects.count(), UploadedFile.objects.count()) == (0, 0)


# The chooser's upload tab -----------------------------------------------------------------------------------


def choose(client: Any, file: SimpleUploadedFile, **fields: Any) -> Any:
    prefix = "image-chooser-upload-"
    data = {"title": "Lamp", "alt_text": "", "tags": "", "file": file, **fields}
    return client.post(
        reverse("wagtailimages_chooser:create"), {prefix + name: value for name, value in data.items()}
    )


def test_the_chooser_takes_a_picture_with_words(editor):
    assert choose(editor, upload(image_bytes()), alt_text="A lamp").json()["step"] == "chosen"
    assert Picture.objects.count() == 1


def test_the_chooser_refuses_a_picture_without_words(editor):
    answer = choose(editor, upload(image_bytes())).json()
    assert answer["step"] == "reshow_creation_form"
    assert "Describe the picture" in answer["htmlFragment"]
    assert Picture.objects.count() == 0


@pytest.mark.parametrize("kind", BAD_FILES)
def test_the_chooser_refuses_a_bad_file(editor, kind):
    make, name, words = BAD_FILES[kind]
    answer = choose(editor, upload(make(), name), alt_text="A lamp").json()
    assert answer["step"] == "reshow_creation_form"
    assert words in answer["htmlFragment"]
    assert Picture.objects.count() == 0


def test_a_page_is_read_though_the_file_of_its_picture_is_lost(home, client, caplog):
    picture = make_picture(1400, 900)
    page = make_content(home, cover=picture)
    picture.file.storage.delete(picture.file.name)
    response = client.get(page.get_url())
    assert response.status_code == 200
    [address] = re.findall(r'<meta property="og:image" content="([^"]+)"', response.text)
    assert client.get(address).status_code == 404  # which the audit finds (seo-30)
