"""Pictures come from one folder, are stored once, and a bad one costs no product."""

import struct
import zlib

import pytest
from PIL import Image

from catalog.importing.pictures import PictureFolder
from catalog.importing.problems import BadValue
from catalog.models import Variant
from cms.models import Picture

from .importing import import_file, make_file, make_map, make_row, notes_of, product, rows_of

MAP = {"pictures": {"from": ["cover", "more"], "list": ","}}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pictures"
    (folder / "m" / "h").mkdir(parents=True)
    for number, name in enumerate(["a.png", "b.jpg", "m/h/c.webp"]):
        Image.new("RGB", (60, 40), (number * 40, 90, 90)).save(folder / name)
    (folder / "broken.jpg").write_bytes((folder / "b.jpg").read_bytes()[:200])
    (folder / "text.png").write_text("not a picture")
    (tmp_path / "secret.png").write_bytes((folder / "a.png").read_bytes())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "bomb.png").write_bytes(bomb())
    return folder


def bomb():
    """A PNG header that promises 60,000 by 60,000 pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header)) +
        struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("../secret.png", "out of the picture folder"),
        ("m/../../secret.png", "out of the picture folder"),
        ("..\\secret.png", "out of the picture folder"),
        ("https://a.example/%2e%2e/secret.png", "out of the picture folder"),
        ("link.png", "out of the picture folder"),
        ("a.png\x00.jpg", "out of the picture folder"),
        ("/", "out of the picture folder"),
        ("nosuch.png", "not in the picture folder"),
        ("x" * 5000, "not a file name"),
        ("m", "not in the picture folder"),
        ("broken.jpg", "broken or not a picture"),
        ("text.png", "broken or not a picture"),
        ("bomb.png", "too many pixels"),
    ],
)
def test_a_name_that_leads_to_no_good_picture_is_told(folder, name, rule):
    with pytest.raises(BadValue, match=rule):
        PictureFolder(folder).find(name)


@pytest.mark.django_db
def test_an_absolute_or_remote_name_is_looked_for_inside_the_folder(folder):
    pictures = PictureFolder(folder)

    assert pictures.find("/m/h/c.webp").path.name == "c.webp"
    assert pictures.find("https://cdn.example/some/where/a.png?w=5").path.name == "a.png"


def test_a_product_shows_its_pictures_in_order_with_its_title_as_words(home, tmp_path, folder):
    path = make_file(tmp_path, [make_row(1, cover="b.jpg", more="/m/h/c.webp,b.jpg,nosuch.png")])

    report = import_file(path, make_map(**MAP), pictures=folder)

    page = product(1)
    shown = [one.picture for one in page.pictures.all()]
    assert [(one.width, one.alt_text) for one in shown] == [(60, "Lamp 1")] * 2
    assert shown[0].file.name.endswith(".jpg")
    assert page.cover == shown[0]
    assert notes_of(report) == {"picture: is not in the picture folder": 1}
    assert rows_of(report) == (1, 0, 0, 0)


def test_the_same_file_is_stored_once_and_an_unchanged_one_writes_nothing(home, tmp_path, folder):
    path = make_file(tmp_path, [make_row(number, cover="a.png") for number in (1, 2)])
    import_file(path, make_map(**MAP), pictures=folder)
    assert Picture.objects.count() == 1

    assert rows_of(import_file(path, make_map(**MAP), pictures=folder)) == (0, 0, 2, 0)
    assert rows_of(import_file(path, make_map(**MAP))) == (0, 0, 2, 0)
    assert product(1).pictures.count() == 1


def test_a_picture_that_changed_on_disk_updates_the_page(home, tmp_path, folder):
    path = make_file(tmp_path, [make_row(1, cover="a.png")])
    import_file(path, make_map(**MAP))
    assert product(1).pictures.count() == 0

    assert rows_of(import_file(path, make_map(**MAP), pictures=folder)) == (0, 1, 0, 0)
    before = product(1).cover
    Image.new("RGB", (90, 40)).save(folder / "a.png")

    assert rows_of(import_file(path, make_map(**MAP), pictures=folder)) == (0, 1, 0, 0)
    assert product(1).cover != before
    assert product(1).cover.width == 90


def test_a_variant_has_a_picture_of_its_own(home, tmp_path, folder):
    variant = {"sku": "sku", "price": "price", "currency": {"constant": "GBP"}, "picture": "cover"}
    path = make_file(tmp_path, [make_row(1, cover="a.png")])

    import_file(path, make_map(variant=variant), pictures=folder)

    assert Variant.objects.get().picture.alt_text == "Lamp 1"
    assert rows_of(import_file(path, make_map(variant=variant), pictures=folder)) == (0, 0, 1, 0)
