"""settings/: what a site tells of itself, and that it tells nothing else."""

import json
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.fields import StreamField

import pytest

from cms.models import CrawlRules, Organization, Phrase, Policies
from cms.models.public import PublicSetting
from delivery import tags
from tests.changing import changes
from tests.make import make_picture
from tests.people import make_token, make_user

pytestmark = pytest.mark.django_db

SETTINGS = "/api/v1/settings/"
NAMES = ("organization", "policies", "crawling")


def ask(client, address=SETTINGS, **query: str) -> Any:
    response = client.get(address, query)
    assert response.status_code == 200, response.content
    return response.json()


# Reading -----------------------------------------------------------------------------------------------------


def test_one_answer_has_what_a_frame_is_made_of(client, home, organization):
    organization.logo = make_picture(200, 200)
    organization.share_picture = make_picture(1300, 700)
    organization.google_proof = "a" * 43
    organization.save()
    Policies.objects.update_or_create(
        site=organization.site, defaults={"return_link": "https://shop.example/returns/"}
    )
    body = ask(client)
    assert body["organization"]["name"] == "Night Shop"
    assert body["organization"]["logo"]["id"] == organization.logo_id
    assert body["organization"]["logo"]["url"].startswith("https://shop.example/pictures/")
    assert body["social_links"] == ["https://social.example/nightshop"]
    assert (body["default_picture"]["width"], body["default_picture"]["height"]) == (1200, 630)
    assert body["policies"]["words"]["link"] == "https://shop.example/returns/"
    assert body["verification"] == [{"name": "google-site-verification", "content": "a" * 43}]
    assert [language["code"] for language in body["languages"]] == ["en-GB"]
    assert "card" in [preset["name"] for preset in body["picture_presets"]]
    assert body["site"]["url"] == "https://shop.example"
    for name in NAMES:
        assert ask(client, f"{SETTINGS}{name}/") == body[name]


def test_words_are_said_in_the_language_asked_for(client, home, organization):
    from wagtail.models import Locale

    russian = Locale.objects.get_or_create(language_code="ru")[0]
    home.copy_for_translation(russian, alias=False).save_revision().publish()
    Phrase.objects.create(locale=russian, source="Night Shop", text="Ночная лавка")
    assert ask(client, locale="ru")["organization"]["name"] == "Ночная лавка"
    assert ask(client, f"{SETTINGS}organization/", locale="ru")["name"] == "Ночная лавка"
    assert client.get(SETTINGS, {"locale": "xx"}).status_code == 422


def test_reading_stores_nothing_and_costs_the_same(client, home):
    Organization.objects.all().delete()
    with CaptureQueriesContext(connection) as captured:
        ask(client)
    assert len(captured) <= 6
    assert not [query for query in captured if "INSERT" in query["sql"]]
    told = client.get(SETTINGS).headers["Cache-Tag"].replace(",", " ").split()
    assert tags.SETTINGS in told


def settings_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, BaseSiteSetting | BaseGenericSetting)]


def give_away(model: Any, site: Any) -> list[str]:
    """Fill every field that is not public with a word nobody else says; the words."""
    setting = model.for_site(site) if issubclass(model, BaseSiteSetting) else model.load()
    public = getattr(model, "public_fields", ())
    words, values = [], {}
    for field in model._meta.concrete_fields:
        if field.name in public or field.primary_key or field.is_relation:
            continue
        word = f"zq{model._meta.model_name[:6]}{field.name}"
        if isinstance(field, StreamField):
            continue  # said as JSON-LD and words, or asked for by name below
        if isinstance(field, models.CharField | models.TextField):
            values[field.attname] = word[: field.max_length]
            words.append(word[: field.max_length])
        elif isinstance(field, models.JSONField):
            values[field.attname] = [word]
            words.append(word)
    if values:
        model.objects.filter(pk=setting.pk).update(**values)
    return words


def test_no_setting_says_more_than_it_lists(client, home, organization):
    models_ = settings_models()
    assert {Organization, Policies, CrawlRules} < set(models_)
    secrets = [word for model in models_ for word in give_away(model, organization.site)]
    assert len(secrets) > 5
    told = "".join(
        client.get(address).content.decode()
        for address in (SETTINGS, *(f"{SETTINGS}{name}/" for name in NAMES))
    )
    assert [word for word in secrets if word in told] == []


def test_a_setting_answers_exactly_what_its_model_lists(client, home):
    for model in (Organization, Policies, CrawlRules):
        told = set(ask(client, f"{SETTINGS}{model.public_name}/")) - {"words"}
        assert told == set(model.public_fields)


def test_a_field_is_private_until_it_is_listed():
    class Fresh(PublicSetting):
        public_name = "fresh"

    assert Fresh.public_columns() == []


@pytest.mark.parametrize("name", ["indexnow", "llms", "llmssetting", "IndexNow", "site"])
def test_other_settings_are_not_there(client, home, name):
    assert client.get(f"{SETTINGS}{name}/").status_code == 404


# Writing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def patch(client):
    bearer = make_token(make_user(is_superuser=True), "admin")

    def send(name: str, body: Any, **headers: str) -> Any:
        return client.patch(
            f"{SETTINGS}{name}/",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": bearer, **headers},
        )

    return send


def test_facts_are_changed_and_told_of(client, home, organization, patch):
    logo = make_picture(200, 200)
    with changes() as found:
        response = patch(
            "organization",
            {
                "email": "new@shop.example",
                "logo": logo.pk,
                "same_as": ["https://a.example/", "https://b.example/"],
            },
        )
    assert response.status_code == 200, response.content
    assert [row.kind for row in found if row.kind == "settings"] == ["settings"]
    body = ask(client, f"{SETTINGS}organization/")
    assert (body["email"], body["logo"]["id"]) == ("new@shop.example", logo.pk)
    assert body["same_as"] == ["https://a.example/", "https://b.example/"]
    assert body["name"] == "Night Shop"
    assert patch("organization", {"logo": None}).json()["logo"] is None
    assert patch("crawling", {"allow_training": False}).json()["allow_training"] is False


def test_a_setting_nobody_stored_yet_is_stored(client, home, patch):
    Policies.objects.all().delete()
    response = patch("policies", {"return_link": "https://shop.example/returns/"})
    assert response.status_code == 200, response.content
    assert Policies.objects.get().return_link == "https://shop.example/returns/"


@pytest.mark.parametrize(
    ("name", "body", "field"),
    [
        ("organization", {"email": "no address"}, "email"),
        ("organization", {"country": "Great Britain"}, "country"),
        ("organization", {"logo": 999_999}, "logo"),
        ("organization", {"same_as": ["javascript:alert(1)"]}, "same_as"),
        ("organization", {"google_proof": "short"}, "google_proof"),
        ("organization", {"title_pattern": "{title}"}, "title_pattern"),
        ("policies", {"season_start": "2026-12-01"}, "season_start"),
        ("crawling", {"extra_rules": "User-agent: *\nDisallow: /"}, "extra_rules"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_nothing_is_written(
    client, home, organization, patch, name, body, field
):
    before = ask(client)
    with changes() as found:
        response = patch(name, body | ({"footer_line": "half written"} if name == "organization" else {}))
    assert response.status_code == 422, response.content
    assert field in [error["loc"][-1] for error in response.json()["errors"]]
    assert ask(client) == before
    assert found == []


def test_a_write_on_an_old_reading_is_refused(client, home, organization, patch):
    etag = client.get(f"{SETTINGS}organization/").headers["ETag"]
    assert patch("organization", {"locality": "Lerwick Town"}, **{"If-Match": etag}).status_code == 200
    assert patch("organization", {"locality": "Elsewhere"}, **{"If-Match": etag}).status_code == 412
    assert ask(client)["organization"]["locality"] == "Lerwick Town"


def test_nobody_writes_without_scope_and_right(client, home, organization):
    def status(**headers: str) -> int:
        return client.patch(
            f"{SETTINGS}organization/", '{"name": "X"}', content_type="application/json", headers=headers
        ).status_code

    assert status() == 401
    assert status(Authorization=make_token(make_user(is_superuser=True), "content:write")) == 403
    assert status(Authorization=make_token(make_user("Editors"), "admin")) == 403
    assert status(Authorization=make_token(make_user("SEO managers"), "admin")) == 200
