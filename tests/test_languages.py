"""Pages in several languages: addresses, what is said in which, and who is whose translation."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from wagtail.models import Locale

import pytest

from cms import phrases
from cms.models import Page, Phrase, Policies
from delivery import log, since
from delivery.models import Change
from headless.proof import Prover, addresses_of
from home.models.journal import Byline
from seo.parity import head_differences
from tests.make import (
    make_article,
    make_article_index,
    make_attribute,
    make_author,
    make_category,
    make_content,
    make_fact,
    make_picture,
    make_product,
    make_variant,
)
from tests.translate import make_locale, translate

pytestmark = pytest.mark.django_db
ROOT = "https://shop.example"


@pytest.fixture
def ru(home) -> Page:
    """The Russian home page."""
    return translate(home, "ru", title="Лавка", headline="Вещи для ночи", lead="Лампы и прочее.")


def hreflang(client, path):
    head = client.get("/api/v1/resolve/", {"path": path}).json()["head"]
    return {link["hreflang"]: link["href"] for link in head["links"] if "hreflang" in link}


def test_a_translation_stands_below_the_prefix_of_its_language(client, home, ru):
    page = translate(make_content(home, slug="about"), "ru", title="О нас", slug="o-nas", summary="Мы.")
    assert page.full_url == f"{ROOT}/ru/o-nas/"
    response = client.get("/ru/o-nas/")
    assert response.status_code == 200
    assert '<html lang="ru" dir="ltr">' in response.content.decode()
    assert response["Content-Language"] == "ru"


def test_a_translated_article_names_its_author_in_its_own_language(client, home, ru, organization):
    journal = make_article_index(home, slug="log")
    author = make_author(journal, title="Ailsa Rennie", slug="ailsa")
    article = make_article(journal, slug="fog")
    article.bylines.add(Byline(author=author))
    article.save()
    translate(journal, "ru", title="Журнал", slug="zhurnal")
    translate(author, "ru", title="Айлса Ренни", slug="ajlsa")
    translated = translate(article, "ru", title="Туман", slug="tuman", summary="Как было.")
    answer = client.get("/api/v1/resolve/", {"path": translated.url}).json()
    assert [each["path"] for each in answer["page"]["fields"]["authors"]] == ["/ru/zhurnal/ajlsa/"]
    assert head_differences(client.get(translated.url).content.decode(), answer["head"]) == []


def test_a_page_written_from_right_to_left_says_so(client, home):
    translate(home, "ar", title="متجر", headline="أشياء لليل", lead="مصابيح.")
    assert '<html lang="ar" dir="rtl">' in client.get("/ar/").content.decode()


def test_a_language_without_a_home_page_is_not_there(client, home):
    make_locale("ru")
    assert client.get("/ru/").status_code == 404
    assert client.get("/api/v1/resolve/?path=/ru/").json()["verdict"] == "missing"


def test_a_draft_home_page_is_not_answered_with_the_default_language(client, home, ru):
    ru.unpublish()
    assert client.get("/ru/").status_code == 404


def test_the_address_alone_decides_the_language(client, home, ru):
    english = client.get("/", headers={"accept-language": "ru"})
    assert 'lang="en-GB"' in english.content.decode()
    assert "Accept-Language" not in english.get("Vary", "")


def test_every_version_names_all_versions_and_itself(client, home, ru):
    about = make_content(home, slug="about")
    translate(about, "ru", title="О нас", slug="o-nas", summary="Мы.")
    expected = {"en-GB": f"{ROOT}/about/", "ru": f"{ROOT}/ru/o-nas/", "x-default": f"{ROOT}/about/"}
    assert hreflang(client, "/about/") == hreflang(client, "/ru/o-nas/") == expected


def test_a_page_that_stands_alone_names_no_versions(client, home, ru):
    make_content(home, slug="about")
    assert hreflang(client, "/about/") == {}


@pytest.mark.parametrize("change", [{"noindex": True}, {"canonical_url": f"{ROOT}/other/"}, {"live": False}])
def test_only_what_may_be_listed_is_named_as_a_version(client, home, ru, change):
    about = make_content(home, slug="about")
    page = translate(about, "ru", title="О нас", slug="o-nas", summary="Мы.")
    Page.objects.filter(pk=page.pk).update(**change)
    assert hreflang(client, "/about/") == {}


def test_a_copy_waits_for_its_translation_out_of_sight(client, home, ru):
    about = make_content(home, slug="about", summary="We sell lamps.")
    copy = about.copy_for_translation(Locale.objects.get(language_code="ru"))
    copy.title = "О нас"
    copy.save_revision().publish()
    copy.refresh_from_db()
    assert copy.awaits_translation
    assert hreflang(client, "/about/") == {}
    assert copy not in Page.objects.indexable()
    assert copy.specific.get_head().robots.index is False


def test_a_copy_is_a_translation_once_its_text_is_another(client, home, ru):
    about = make_content(home, slug="about", summary="We sell lamps.")
    copy = translate(about, "ru", summary="Мы продаём лампы.")
    assert not copy.awaits_translation
    assert "ru" in hreflang(client, "/about/")
    assert Page.objects.indexable().filter(pk=copy.pk).exists()


def test_an_ordinary_copy_awaits_nothing(home):
    about = make_content(home, slug="about")
    assert not about.copy(update_attrs={"slug": "again"}).awaits_translation


def test_a_translated_product_shares_variants_facts_and_price(client, home, ru):
    shelf = make_category(home, slug="lamps")
    translate(shelf, "ru", slug="lampy", summary="Полка.")
    lamp = make_product(shelf, variants=0, slug="lamp")
    make_variant(lamp, sku="LAMP-1", color="Brass")
    make_fact(lamp, make_attribute(label="Fuel"), "Oil")
    for source, text in (("Brass", "латунь"), ("Fuel", "Топливо"), ("Oil", "масло")):
        Phrase.objects.create(locale=ru.locale, source=source, text=text)
    translate(lamp, "ru", slug="lampa", title="Лампа", summary="Лампа.", description="<p>Лампа.</p>")
    html = client.get("/ru/lampy/lampa/").content.decode()
    assert "LAMP-1" in html
    assert "Топливо" in html
    assert "масло" in html
    product = client.get("/api/v1/resolve/?path=/ru/lampy/lampa/").json()["page"]["fields"]
    assert product["variants"][0]["options"] == {"color": "латунь"}


def test_the_api_gives_one_language_at_a_time(client, home, ru):
    translate(make_content(home, slug="about", title="About"), "ru", title="О нас", summary="Мы.")

    def titles(query: str) -> list[str]:
        return [item["title"] for item in client.get(f"/api/v1/pages/{query}").json()["items"]]

    assert "О нас" not in titles("")
    assert "О нас" in titles("?locale=ru")
    assert client.get("/api/v1/pages/?locale=xx").status_code == 422


def test_resolve_names_the_versions_and_which_are_announced(client, home, ru):
    about = make_content(home, slug="about")
    about.copy_for_translation(Locale.objects.get(language_code="ru")).save_revision().publish()
    answer = client.get("/api/v1/resolve/?path=/about/").json()
    assert [(each["locale"], each["hreflang"]) for each in answer["alternates"]] == [
        ("en-GB", True),
        ("ru", False),
    ]


def test_the_switcher_leads_to_the_page_or_to_the_front_of_the_other_language(client, home, ru):
    about = make_content(home, slug="about")
    assert 'href="/ru/" hreflang="ru"' in client.get("/about/").content.decode()
    translate(about, "ru", slug="o-nas", summary="Мы.")
    assert 'href="/ru/o-nas/" hreflang="ru"' in client.get("/about/").content.decode()


def test_site_and_organization_are_described_at_the_root_only(home, organization, ru):
    def types(page):
        return {node["@type"] for node in page.get_head().json_ld["@graph"]}

    assert "WebSite" in types(home)
    assert "WebSite" not in types(ru)


def test_no_page_may_take_the_address_of_a_language(home):
    with pytest.raises(ValidationError, match="begins the addresses of a language"):
        make_content(home, slug="ru")


def test_an_address_written_otherwise_reaches_its_translation_in_one_hop(client, home, ru):
    translate(make_content(home, slug="about"), "ru", slug="o-nas", summary="Мы.")
    response = client.get("/RU//O-Nas/?x=1")
    assert (response.status_code, response["Location"]) == (301, "/ru/o-nas/?x=1")


def test_a_phrase_is_heard_on_the_next_request(client, home, ru, organization):
    organization.footer_line = "Open until the lamp is lit."
    organization.save()
    assert "Open until" in client.get("/ru/").content.decode()
    Phrase.objects.create(locale=ru.locale, source="Open until the lamp is lit.", text="До первой лампы.")
    assert "До первой лампы." in client.get("/ru/").content.decode()
    assert "Open until" in client.get("/").content.decode()


def test_an_original_is_not_deleted_from_under_its_translations(admin_client, home, ru):
    shelf = make_category(home, slug="lamps")
    translate(shelf, "ru", slug="lampy", summary="Полка.")
    lamp = make_product(shelf, slug="lamp")
    translate(lamp, "ru", slug="lampa", description="<p>Лампа.</p>")
    answer = admin_client.post(reverse("wagtailadmin_pages:delete", args=[lamp.pk]), follow=True)
    assert "Delete its translations first" in answer.content.decode()
    assert Page.objects.filter(pk=lamp.pk).exists()


def test_an_address_in_another_script_is_proven_as_it_is_asked(home):
    translate(home, "ar", title="متجر", headline="أشياء لليل", lead="مصابيح.")
    page = translate(make_content(home, slug="lamps"), "ar", slug="المصابيح", summary="مصابيح.")
    [address] = addresses_of(page)
    assert Prover().prove(page.get_site(), address).differences == []


def test_a_credit_line_is_said_in_the_language_of_the_page(home):
    picture = make_picture(1200, 900, credit="Photo by the keeper")
    Phrase.objects.create(locale=make_locale("ru"), source="Photo by the keeper", text="Снимок смотрителя")
    with translation.override("ru"):
        nodes = picture.graph_nodes("https://shop.example/")
    assert {node["creditText"] for node in nodes} == {"Снимок смотрителя"}


def test_a_phrase_that_is_committed_late_is_said(ru):
    """Its date is that of its writing, and may be older than that of another which was known before it came."""
    said = [Phrase.objects.create(locale=ru.locale, source=word, text=word) for word in ("Red", "Blue")]
    with translation.override("ru"):
        phrases.begin(since.now())
        assert phrases.say("Red") == "Red"
        Phrase.objects.filter(pk=said[0].pk).update(text="Красный")
        log.record(Change.Kind.TRANSLATION, **said[0].get_change())
        phrases.begin(since.now())
        assert phrases.say("Red") == "Красный"


def test_the_programme_of_members_is_said_in_the_language_of_each_page_of_an_answer(ru, site):
    Phrase.objects.create(locale=ru.locale, source="Friends", text="Друзья")
    policies = Policies(site=site, program_name="Friends")
    assert policies.program.name == "Friends"
    with translation.override("ru"):
        assert policies.program.name == "Друзья"


def test_delivery_is_said_in_the_language_of_each_page_of_an_answer(ru, site, monkeypatch):
    monkeypatch.setattr("cms.policy_blocks.services", lambda *_stored: (translation.get_language(),))
    policies = Policies(site=site)
    assert policies.services == (translation.get_language(),)
    with translation.override("ru"):
        assert policies.services == ("ru",)
