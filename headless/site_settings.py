"""settings/: the facts of a site that every page shows, and writing them."""

from collections.abc import Callable
from typing import Annotated, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from wagtail.models import Site

from ninja import Router, Schema
from pydantic import ConfigDict, Field, create_model

from cms import locales
from cms.models import CrawlRules, Organization, Picture, Policies
from cms.models.picture import LOGO_SPEC, PRESETS, SHARE_SPEC
from cms.models.public import PublicSetting
from delivery import tags
from delivery.made_of import note
from headless.access import Scoped
from headless.api import Locale, SiteName
from headless.preconditions import require_match, tagged
from headless.problems import Refused
from headless.requests import language_asked_for, site_asked_for
from headless.schemas import Words
from seo.languages import bcp47, direction

router = Router(tags=["settings"])


class PlainPicture(Schema):
    """One size of a picture that stands for the site: `id` is what a write takes."""

    id: int
    url: str
    width: int
    height: int
    alt: str


def _shape(model: type[PublicSetting], name: str, **extra: Any) -> type[Schema]:
    """What a setting answers: its public fields, pictures as objects."""
    fields = {
        field.name: (PlainPicture | None if field.is_relation else model.type_of(field), ...)
        for field in model.public_columns()
    }
    return create_model(name, __base__=Schema, __doc__=model.__doc__, **fields, **extra)


def _body(model: type[PublicSetting], name: str) -> type[Schema]:
    """What a write of a setting takes: any of its public fields and no other."""
    fields = {field.name: (_bounded(model, field), None) for field in model.public_columns()}
    base = type("_Closed", (Schema,), {"model_config": ConfigDict(extra="forbid")})
    return create_model(
        name, __base__=base, __doc__="Any of these; pictures by their id. What is left out stays.", **fields
    )


def _bounded(model: type[PublicSetting], field: Any) -> Any:
    type_ = model.type_of(field)
    if type_ is str:
        return Annotated[Words, Field(max_length=field.max_length)]
    if type_ == list[str]:
        return Annotated[list[Annotated[Words, Field(max_length=2000)]], Field(max_length=100)]
    return type_


class DeliveryLine(Schema):
    """One line of the table of deliveries, in words."""

    where: str
    price: str
    time: str
    note: str


class TermsInWords(Schema):
    """Delivery and returns as the site prints them; `link` is where all of it is written."""

    delivery: list[DeliveryLine]
    returns: list[str]
    link: str


OrganizationFacts = _shape(Organization, "OrganizationFacts")
PoliciesFacts = _shape(Policies, "PoliciesFacts", words=(TermsInWords, ...))
CrawlingFacts = _shape(CrawlRules, "CrawlingFacts")
WrittenOrganization = _body(Organization, "WrittenOrganization")
WrittenPolicies = _body(Policies, "WrittenPolicies")
WrittenCrawling = _body(CrawlRules, "WrittenCrawling")


class SiteFacts(Schema):
    hostname: str
    url: str
    home: str
    is_indexable: bool


class SiteLanguage(Schema):
    """A language of the site; its addresses begin with `path`."""

    code: str
    name: str
    is_default: bool
    direction: str
    path: str
    url: str


class PicturePreset(Schema):
    """A named way to show a picture: how wide it is laid out, and which sizes and formats there are of it."""

    name: str
    sizes: str
    operations: list[str]
    formats: list[str]


class Verification(Schema):
    """A meta tag that proves to a service whose the site is: for the home page."""

    name: str
    content: str


class SiteSettings(Schema):
    """Everything around the pages of a site, in one language."""

    locale: str
    site: SiteFacts
    organization: OrganizationFacts  # type: ignore[valid-type]
    policies: PoliciesFacts  # type: ignore[valid-type]
    crawling: CrawlingFacts  # type: ignore[valid-type]
    social_links: list[str]
    default_picture: PlainPicture | None
    verification: list[Verification]
    icons: list[dict[str, str]]
    languages: list[SiteLanguage]
    picture_presets: list[PicturePreset]


@router.get("/", response=SiteSettings, summary="Everything around the pages", operation_id="settings")
def all_settings(request: HttpRequest, site: SiteName = None, locale: Locale = None) -> dict[str, Any]:
    """Organization, terms, languages and sizes of pictures: what a front end's frame is made of, in one answer."""
    found = site_asked_for(request, site)
    language = language_asked_for(found, locale)
    with translation.override(language):
        return _everything(found, language)


def _add_routes(
    model: type[PublicSetting],
    shape: type[Schema],
    body: type[Schema],
    facts: Callable[[Any, str], dict[str, Any]],
) -> None:
    """The two operations of one setting: each has its own shape in the contract."""
    name = model.public_name

    @router.get(f"/{name}/", response=shape, summary=f"The facts of {name}", operation_id=f"settings_{name}")
    def read(
        request: HttpRequest, response: HttpResponse, site: SiteName = None, locale: Locale = None
    ) -> dict[str, Any]:
        found = site_asked_for(request, site)
        note(tags.SETTINGS, tags.site(found.pk))
        setting = _setting(model, found)
        with translation.override(language_asked_for(found, locale)):
            return tagged(response, facts(setting, found.root_url), setting.public_version)

    @router.patch(
        f"/{name}/",
        response=shape,
        auth=Scoped("admin", f"cms.change_{model._meta.model_name}"),
        summary=f"Change facts of {name}",
        operation_id=f"write_settings_{name}",
    )
    def write(
        request: HttpRequest, response: HttpResponse, payload: body, site: SiteName = None
    ) -> dict[str, Any]:
        found = site_asked_for(request, site)
        with transaction.atomic():
            setting = _setting(model, found, for_writing=True)
            require_match(request, setting.public_version)
            _write(setting, payload.model_dump(exclude_unset=True))
        return tagged(response, facts(setting, found.root_url), setting.public_version)

    read.__doc__ = "In the language asked for, where words are translated; the ETag is what If-Match takes."
    write.__doc__ = (
        "In the default language. Judged whole before it is written; 412 where If-Match is another version."
    )


# Facts as data -----------------------------------------------------------------------------------------------


def _everything(site: Site, language: str) -> dict[str, Any]:
    note(tags.SETTINGS, tags.site(site.pk))
    root = site.root_url
    organization = _setting(Organization, site)
    return {
        "locale": bcp47(language),
        "site": {
            "hostname": site.hostname,
            "url": root,
            "home": root + locales.prefix(language),
            "is_indexable": settings.INDEXABLE,
        },
        "organization": _organization(organization, root),
        "policies": _policies(organization.policies, root),
        "crawling": _facts(_setting(CrawlRules, site), root),
        "social_links": organization.profiles,
        "default_picture": _share_picture(organization.share_picture, root),
        "verification": [{"name": name, "content": content} for name, content in organization.proofs],
        "icons": [dict(link) for link in organization.icon_links(root, bcp47(language))],
        "languages": _languages(site),
        "picture_presets": [
            {
                "name": preset.name,
                "sizes": preset.sizes,
                "operations": list(preset.operations),
                "formats": list(preset.formats),
            }
            for preset in PRESETS.values()
        ],
    }


def _setting(model: Any, site: Site, *, for_writing: bool = False) -> Any:
    """The setting of a site, which need not be stored yet: reading stores nothing."""
    rows = model.objects if for_writing else model.base_queryset()
    if for_writing:
        rows = rows.select_for_update()
    setting = rows.filter(site=site).first() or model(site=site)
    setting.site = site
    return setting


def _organization(setting: Organization, root: str) -> dict[str, Any]:
    spoken = setting.spoken()
    return _facts(spoken, root) | {
        "logo": _picture(setting.logo, LOGO_SPEC, root),
        "icon": _picture(setting.icon, LOGO_SPEC, root),
        "share_picture": _share_picture(setting.share_picture, root),
        "same_as": setting.profiles,
    }


def _policies(setting: Policies, root: str) -> dict[str, Any]:
    words = setting.terms.as_dict()
    return _facts(setting, root) | {"words": words}


def _facts(setting: PublicSetting, root: str) -> dict[str, Any]:
    return dict(setting.public_facts)


def _picture(picture: Picture | None, spec: str, root: str) -> dict[str, Any] | None:
    if picture is None:
        return None
    [size] = picture.sized(spec, root=root)
    return {
        "id": picture.pk,
        "url": size.url,
        "width": size.width,
        "height": size.height,
        "alt": picture.alt,
    }


def _share_picture(picture: Picture | None, root: str) -> dict[str, Any] | None:
    return _picture(picture, SHARE_SPEC, root)


def _languages(site: Site) -> list[dict[str, Any]]:
    names = dict(settings.LANGUAGES)
    return [
        {
            "code": bcp47(code),
            "name": names[code],
            "is_default": code == settings.LANGUAGE_CODE,
            "direction": direction(code),
            "path": locales.prefix(code),
            "url": site.root_url + locales.prefix(code),
        }
        for code in locales.roots(site.pk)
    ]


def _write(setting: PublicSetting, facts: dict[str, Any]) -> None:
    try:
        setting.write(facts)
    except ValidationError as error:
        errors = [
            (name, str(message), "value_error")
            for name, messages in error.message_dict.items()
            for message in messages
        ]
        raise Refused(422, "invalid-parameter", errors[0][1], errors, where="body") from error


_add_routes(Organization, OrganizationFacts, WrittenOrganization, _organization)
_add_routes(Policies, PoliciesFacts, WrittenPolicies, _policies)
_add_routes(CrawlRules, CrawlingFacts, WrittenCrawling, _facts)
