"""A page without a picture is shared with one drawn from its own words, kept once and found for nothing."""

from dataclasses import fields, replace
from io import BytesIO
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.test import Client, RequestFactory

import pytest
from PIL import Image

from cms.share import pictures
from cms.share.facts import ShareFacts
from tests.make import (
    make_article,
    make_article_index,
    make_category,
    make_content,
    make_picture,
    make_product,
)

pytestmark = pytest.mark.django_db

FACTS = ShareFacts("Masthead lantern", "Lamps", "£48.00", "Night Shop", "", "en-GB", "ltr")


@pytest.fixture(autouse=True)
def _empty_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }


def name_in(head):
    """The file of the picture a head names, drawn or not."""
    path = urlsplit(head.image.url).path
    if path.startswith("/media/"):
        return path.removeprefix("/media/")
    return pictures.name_of(
        pictures.facts_of(path.removeprefix("/pictures/share/card-").removesuffix(".jpg"))
    )


def fetched(head):
    """The same, after somebody has fetched it."""
    response = Client(HTTP_HOST="shop.example").get(urlsplit(head.image.url).path, secure=True)
    assert response.status_code == 200
    return name_in(head)


@pytest.mark.parametrize("field", [field.name for field in fields(ShareFacts)])
def test_a_changed_fact_gives_another_picture(field):
    assert pictures.name_of(replace(FACTS, **{field: "other"})) != pictures.name_of(FACTS)


def test_the_same_facts_give_the_same_picture():
    assert pictures.name_of(FACTS) == pictures.name_of(replace(FACTS))


@pytest.mark.parametrize(
    ("title", "can"),
    [
        ("Lamp", True),
        ("12", True),
        ("Lamp \U0001f525", True),
        ("\U0001f525", False),
        ("Lamp \U0001334f", False),
    ],
)
def test_a_title_is_drawn_when_all_its_letters_can_be(title, can):
    assert pictures.can_be_drawn(replace(FACTS, title=title)) is can


def test_a_page_without_a_picture_is_shared_with_its_title_and_price(home, organization):
    lamps = make_category(home, title="Lamps")
    head = make_product(lamps, title="Masthead lantern", variants=1).get_head()
    assert head.image.url.startswith("https://shop.example/pictures/share/")
    assert head.image.alt == "Masthead lantern. £48.00. Night Shop"
    assert dict(head.origins)["image"] == "drawn"
    with default_storage.open(fetched(head)) as file, Image.open(file) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 630))
        assert (head.image.width, head.image.height, head.image.mime_type) == (1200, 630, "image/jpeg")


def test_a_changed_price_draws_anew_and_a_changed_stock_does_not(home, organization):
    product = make_product(make_category(home), variants=1)
    before = type(product).objects.get(pk=product.pk).get_head().image.url
    variant = product.variants.get()
    variant.stock -= 1
    variant.save()
    assert type(product).objects.get(pk=product.pk).get_head().image.url == before
    variant.price += 1
    variant.save()
    assert type(product).objects.get(pk=product.pk).get_head().image.url != before


def test_an_article_says_its_date(home, organization):
    article = make_article(make_article_index(home, title="Journal"), title="Fog")
    assert article.get_head().image.alt == "Fog. 4 May 2026. Night Shop"


def test_a_picture_is_drawn_once(home, organization, monkeypatch):
    page = make_content(home)
    head = page.get_head()
    name = fetched(head)
    monkeypatch.setattr(pictures, "draw", lambda *args: pytest.fail("drawn again"))
    assert fetched(head) == name
    assert page.get_head().image.url == f"https://shop.example/media/{name}"


def test_a_picture_that_is_not_there_is_not_looked_for_by_every_reader(home, organization, monkeypatch):
    page = make_content(home)
    page.get_head()
    monkeypatch.setattr(FileSystemStorage, "exists", lambda *args: pytest.fail("storage asked"))
    assert page.get_head().image


def test_on_a_warm_site_neither_storage_nor_database_is_asked(
    home, organization, django_assert_num_queries, monkeypatch
):
    pictures.keep(FACTS)
    monkeypatch.setattr(FileSystemStorage, "exists", lambda *args: pytest.fail("storage asked"))
    with django_assert_num_queries(0):
        pictures.keep(FACTS)
        assert pictures.share_image(FACTS, "https://shop.example/").url


def test_two_processes_that_draw_at_once_leave_one_file(monkeypatch):
    name = pictures.name_of(FACTS)
    default_storage.save(name, BytesIO(b"quicker"))
    look, answers = FileSystemStorage.exists, iter([False])
    monkeypatch.setattr(
        FileSystemStorage, "exists", lambda self, asked: next(answers, None) or look(self, asked)
    )
    pictures.keep(FACTS)
    assert default_storage.listdir("share")[1] == [name.removeprefix("share/")]


def test_a_preview_names_its_picture_and_keeps_none(home, organization):
    request = RequestFactory().get("/", headers={"host": "shop.example"})
    request.is_preview = True
    head = make_content(home, live=False).get_head(request)
    assert "/pictures/share/" in head.image.url
    assert not default_storage.exists(name_in(head))


def test_a_page_that_runs_from_right_to_left_is_mirrored():
    def darkest(facts, box):
        with Image.open(BytesIO(pictures.draw_for(facts))) as picture:
            return picture.convert("L").crop(box).getextrema()[0]

    left, right = (60, 300, 400, 490), (800, 300, 1140, 490)
    short = replace(FACTS, title="Fog", kicker="", direction="ltr")
    assert darkest(short, left) < 60 < darkest(short, right)
    turned = replace(FACTS, title="ضباب", kicker="", language="ar", direction="rtl")
    assert darkest(turned, right) < 60 < darkest(turned, left)


def test_the_logo_is_in_the_picture(home, organization):
    page = make_content(home)
    plain_url = page.get_head().image.url
    organization.logo = make_picture(200, 200)
    organization.save()
    head = type(page).objects.get(pk=page.pk).get_head()
    assert head.image.url != plain_url
    with default_storage.open(fetched(head)) as file, Image.open(file) as picture:
        red, green, blue = picture.convert("RGB").getpixel((72 + 42, 565))
    assert abs(green - 120) < 12
    assert abs(blue - 90) < 12
    assert red >= 0


def test_a_site_may_keep_to_its_own_picture(home, organization):
    organization.share_picture = make_picture(1200, 630)
    organization.draws_share_pictures = False
    organization.save()
    head = make_content(home).get_head()
    assert "/media/share/" not in head.image.url
    assert dict(head.origins)["image"] == "organization"


def test_a_share_picture_that_cannot_fill_a_card_is_refused(home):
    page = make_content(home)
    page.social_picture = make_picture(1199, 630)
    with pytest.raises(ValidationError, match="at least 1200 by 630") as caught:
        page.full_clean()
    assert set(caught.value.message_dict) == {"social_picture"}


def test_old_pictures_nobody_shows_are_removed(home, organization):
    page = make_product(make_category(home), variants=1)
    shown = fetched(page.get_head())
    variant = page.variants.get()
    variant.price += 1
    variant.save()
    now_shown = fetched(type(page).objects.get(pk=page.pk).get_head())
    call_command("clear_share_pictures", verbosity=0)
    assert default_storage.exists(shown), "what was shared this month may still be fetched"
    call_command("clear_share_pictures", "--days=-1", verbosity=0)
    assert not default_storage.exists(shown)
    assert default_storage.exists(now_shown)
    page = type(page).objects.get(pk=page.pk)
    variant.price -= 1
    variant.save()
    assert default_storage.exists(fetched(page.get_head())), "a picture that comes back is drawn again"
