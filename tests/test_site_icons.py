"""One square picture becomes a site's icons and manifest; a pasted tag becomes its proof of ownership."""

import json
from io import BytesIO

from django.core.exceptions import ValidationError

from wagtail.models import Locale

import pytest
from PIL import Image

from cms.models import Phrase
from tests.make import make_content, make_picture

pytestmark = pytest.mark.django_db

GOOGLE = "xm2QdJ7eRr0vTz4uYp9LkWcBn1sHfGa5oIqEwZtXy8M"
HEX = "0123456789abcdef0123456789abcdef"


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return Image.open(BytesIO(response.content)), response


@pytest.mark.parametrize("with_own", [True, False], ids=["own picture", "shipped"])
def test_every_icon_is_made_of_one_picture(with_own, client, home, organization):
    if with_own:
        organization.icon = make_picture(600, 600)
        organization.full_clean()
        organization.save()
    for address, size, form in (
        ("/icon-32.png", 32, "PNG"),
        ("/icon-192.png", 192, "PNG"),
        ("/icon-512.png", 512, "PNG"),
        ("/apple-touch-icon.png", 180, "PNG"),
        ("/icon-maskable.png", 512, "PNG"),
    ):
        picture, response = read(client, address)
        assert (picture.format, picture.size) == (form, (size, size)), address
        assert response.headers["Cache-Control"] == "public, max-age=86400"
    picture, _response = read(client, "/favicon.ico")
    assert picture.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_a_phones_icons_are_opaque_and_keep_clear_of_the_edge(client, home, organization):
    organization.icon = make_picture(512, 512)
    organization.background_color = "#102030"
    organization.save()
    touch, _response = read(client, "/apple-touch-icon.png")
    assert touch.mode == "RGB"
    maskable, _response = read(client, "/icon-maskable.png")
    assert maskable.getpixel((30, 256)) == (0x10, 0x20, 0x30)
    assert maskable.getpixel((256, 256))[1:] == (120, 90)


def test_an_icon_answers_304_to_who_has_it(client, home, organization):
    etag = client.get("/icon-192.png").headers["ETag"]
    assert client.get("/icon-192.png", headers={"if-none-match": etag}).status_code == 304


def test_a_size_that_is_not_made_is_404(client, home):
    assert client.get("/icon-47.png").status_code == 404


@pytest.mark.parametrize(("width", "height", "words"), [(600, 500, "square"), (300, 300, "512")])
def test_a_bad_icon_is_refused_with_the_rule(width, height, words, organization):
    organization.icon = make_picture(width, height)
    with pytest.raises(ValidationError, match=words) as caught:
        organization.full_clean()
    assert set(caught.value.message_dict) == {"icon"}


def test_the_head_links_the_icons_in_page_and_api(client, home, organization):
    organization.icon = make_picture(512, 512)
    organization.save()
    page = make_content(home)
    links = page.get_head().link_tags()
    assert [
        (link["rel"], link["href"]) for link in links if link["rel"] not in {"canonical", "alternate"}
    ] == [
        ("icon", "https://shop.example/favicon.ico"),
        ("icon", "https://shop.example/icon-192.png"),
        ("apple-touch-icon", "https://shop.example/apple-touch-icon.png"),
        ("manifest", "https://shop.example/site.webmanifest?lang=en-GB"),
    ]
    for link in links:
        if link["rel"] not in {"canonical", "alternate"}:
            assert client.get(link["href"].removeprefix("https://shop.example")).status_code == 200
    told = json.loads(client.get(f"/api/v1/head/?path={page.url}").content)
    assert told["head"]["links"] == links


def test_the_manifest_says_the_site_in_the_language_asked_for(client, home, organization):
    organization.alternate_name, organization.theme_color = "Night", "#123456"
    organization.save()
    response = client.get("/site.webmanifest?lang=en-GB")
    assert response.headers["Content-Type"] == "application/manifest+json"
    data = json.loads(response.content)
    assert (data["name"], data["short_name"], data["theme_color"]) == ("Night Shop", "Night", "#123456")
    assert (data["lang"], data["dir"], data["start_url"]) == ("en-GB", "ltr", "/")
    assert {(icon["sizes"], icon["purpose"]) for icon in data["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in data["icons"]:
        assert client.get(icon["src"]).status_code == 200
    locale, _made = Locale.objects.get_or_create(language_code="ar")
    Phrase.objects.create(locale=locale, source="Night Shop", text="متجر الليل")
    arabic = json.loads(client.get("/site.webmanifest?lang=ar").content)
    assert arabic["name"] == "متجر الليل"
    assert (arabic["lang"], arabic["dir"], arabic["start_url"]) == ("ar", "rtl", "/ar/")
    assert client.get("/site.webmanifest?lang=tlh").status_code == 404


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (f'<meta name="google-site-verification" content="{GOOGLE}" />', GOOGLE),
        (f"<meta content='{GOOGLE}' name='google-site-verification'>", GOOGLE),
        (f"<META NAME=google-site-verification CONTENT={GOOGLE}>", GOOGLE),
        (f"<meta name=“google-site-verification” content=“{GOOGLE}”>", GOOGLE),
        (f"  {GOOGLE}\n", GOOGLE),
        (f'"{GOOGLE}"', GOOGLE),
    ],
)
def test_a_pasted_tag_is_taken_apart(pasted, kept, organization):
    organization.google_proof = pasted
    organization.full_clean()
    assert organization.google_proof == kept


@pytest.mark.parametrize(
    ("field", "pasted", "words"),
    [
        ("google_proof", f'<meta name="msvalidate.01" content="{HEX}">', "a tag of Bing, not of Google"),
        ("google_proof", '<meta name="google-site-verification">', "no content"),
        ("google_proof", "short", "43 letters"),
        ("bing_proof", "xyz", "32 digits"),
        ("yandex_proof", HEX, "16 digits"),
        ("pinterest_proof", '"><script>', "not of Pinterest"),
        ("facebook_proof", HEX, "30 small letters"),
    ],
)
def test_what_is_no_proof_is_refused_with_the_rule(field, pasted, words, organization):
    setattr(organization, field, pasted)
    with pytest.raises(ValidationError, match=words) as caught:
        organization.full_clean()
    assert set(caught.value.message_dict) == {field}


def test_proofs_stand_on_the_home_page_in_html_and_api_and_nowhere_else(client, home, organization):
    organization.google_proof, organization.bing_proof = GOOGLE, HEX.upper()
    organization.yandex_proof, organization.pinterest_proof = HEX[:16], HEX
    organization.facebook_proof = "a1" * 15
    organization.full_clean()
    organization.save()
    proofs = {
        "google-site-verification": GOOGLE,
        "msvalidate.01": HEX.upper(),
        "yandex-verification": HEX[:16],
        "p:domain_verify": HEX,
        "facebook-domain-verification": "a1" * 15,
    }
    page = make_content(home)
    told = {
        path: json.loads(client.get(f"/api/v1/head/?path={path}").content)["head"]["metas"]
        for path in ("/", page.url)
    }
    for name, content in proofs.items():
        tag = f'<meta name="{name}" content="{content}">'
        assert {"name": name, "content": content} in told["/"]
        assert not any(meta.get("name") == name for meta in told[page.url])
        assert tag in client.get("/").text
        assert name not in client.get(page.url).text
