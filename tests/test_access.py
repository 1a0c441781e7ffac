"""Who gets where in the admin: every group against every action, in both directions."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from wagtail.models import GroupApprovalTask, Workflow

import pytest

from catalog.models import ProductPage, Variant
from cms import access
from cms.checks import check_page_types
from cms.models import Page, RedirectRule
from home.models import ContentPage
from tests.make import (
    make_attribute,
    make_brand,
    make_category,
    make_content,
    make_form,
    make_picture,
    make_product,
)
from tests.people import GROUPS, client_of, edit_page, form_of, is_refused, make_bearer, make_user, sign_in

pytestmark = pytest.mark.django_db

EDITORS, MODERATORS, SEO, MERCHANDISERS = GROUPS
ROLES = (*GROUPS, "administrator", "outsider", "nobody")


@pytest.fixture
def world(home, organization) -> SimpleNamespace:
    """One of everything the admin can open."""
    category = make_category(home)
    product = make_product(category)
    return SimpleNamespace(
        home=home,
        content=make_content(home),
        category=category,
        product=product,
        variant=product.variants.get(),
        brand=make_brand(),
        attribute=make_attribute(),
        form=make_form(home),
        picture=make_picture(),
        rule=RedirectRule.add("/gone/", status=410),
        organization=organization,
    )


# Every address of the admin that matters, and who may open it besides an administrator.
OPENS: dict[str, tuple[Callable[[Any], str], set[str]]] = {
    "dashboard": (lambda _w: reverse("wagtailadmin_home"), {*GROUPS}),
    "explorer": (lambda w: reverse("wagtailadmin_explore", args=[w.home.pk]), {*GROUPS}),
    "edit the home page": (lambda w: edit_url(w.home), {EDITORS, MODERATORS, SEO}),
    "edit a text page": (lambda w: edit_url(w.content), {EDITORS, MODERATORS, SEO}),
    "edit a form": (lambda w: edit_url(w.form), {EDITORS, MODERATORS, SEO}),
    "edit a category": (lambda w: edit_url(w.category), {*GROUPS}),
    "edit a product": (lambda w: edit_url(w.product), {*GROUPS}),
    "add a text page": (
        lambda w: reverse("wagtailadmin_pages:add", args=["home", "contentpage", w.home.pk]),
        {EDITORS, MODERATORS},
    ),
    "add a category at the top": (
        lambda w: reverse("wagtailadmin_pages:add", args=["catalog", "categorypage", w.home.pk]),
        {EDITORS, MODERATORS},
    ),
    "add a product": (
        lambda w: reverse("wagtailadmin_pages:add", args=["catalog", "productpage", w.category.pk]),
        {EDITORS, MODERATORS, MERCHANDISERS},
    ),
    "add a second home page": (
        lambda w: reverse("wagtailadmin_pages:add", args=["home", "homepage", w.home.get_parent().pk]),
        set(),
    ),
    "history of a text page": (
        lambda w: reverse("wagtailadmin_pages:history", args=[w.content.pk]),
        {EDITORS, MODERATORS, SEO},
    ),
    "copy a text page": (
        lambda w: reverse("wagtailadmin_pages:copy", args=[w.content.pk]),
        {EDITORS, MODERATORS, SEO},
    ),
    "delete a live text page": (
        lambda w: reverse("wagtailadmin_pages:delete", args=[w.content.pk]),
        {MODERATORS},
    ),
    "delete a live product": (
        lambda w: reverse("wagtailadmin_pages:delete", args=[w.product.pk]),
        {MODERATORS},
    ),
    "unpublish a page": (
        lambda w: reverse("wagtailadmin_pages:unpublish", args=[w.content.pk]),
        {MODERATORS},
    ),
    "move a page": (lambda w: reverse("wagtailadmin_pages:move", args=[w.content.pk]), {MODERATORS}),
    "privacy of a page": (
        lambda w: reverse("wagtailadmin_pages:set_privacy", args=[w.content.pk]),
        {MODERATORS},
    ),
    "list variants": (lambda _w: reverse("variant:index"), {MERCHANDISERS}),
    "export variants": (lambda _w: reverse("variant:index") + "?export=csv", {MERCHANDISERS}),
    "add a variant": (lambda w: f"{reverse('variant:add')}?product={w.product.pk}", {MERCHANDISERS}),
    "edit a variant": (lambda w: reverse("variant:edit", args=[w.variant.pk]), {MERCHANDISERS}),
    "delete a variant": (lambda w: reverse("variant:delete", args=[w.variant.pk]), {MERCHANDISERS}),
    "history of a variant": (lambda w: reverse("variant:history", args=[w.variant.pk]), {MERCHANDISERS}),
    "list brands": (lambda _w: reverse("brand:index"), {MERCHANDISERS}),
    "edit a brand": (lambda w: reverse("brand:edit", args=[w.brand.pk]), {MERCHANDISERS}),
    "list attributes": (lambda _w: reverse("attribute:index"), {MERCHANDISERS}),
    "edit an attribute": (lambda w: reverse("attribute:edit", args=[w.attribute.pk]), {MERCHANDISERS}),
    "list redirects": (lambda _w: reverse("redirect:index"), {SEO}),
    "export redirects": (lambda _w: reverse("redirect:index") + "?export=csv", {SEO}),
    "add a redirect": (lambda _w: reverse("redirect:add"), {SEO}),
    "edit a redirect": (lambda w: reverse("redirect:edit", args=[w.rule.pk]), {SEO}),
    "promoted results": (lambda _w: reverse("wagtailsearchpromotions:index"), {SEO}),
    "organization": (
        lambda w: reverse("wagtailsettings:edit", args=["cms", "organization", w.organization.site_id]),
        {SEO},
    ),
    "form answers": (
        lambda w: reverse("wagtailforms:list_submissions", args=[w.form.pk]),
        {EDITORS, MODERATORS},
    ),
    "export form answers": (
        lambda w: reverse("wagtailforms:list_submissions", args=[w.form.pk]) + "?export=csv",
        {EDITORS, MODERATORS},
    ),
    "delete form answers": (
        lambda w: reverse("wagtailforms:delete_submissions", args=[w.form.pk]),
        {MODERATORS},
    ),
    "add a picture": (lambda _w: reverse("wagtailimages:add"), {*GROUPS}),
    "edit another's picture": (lambda w: reverse("wagtailimages:edit", args=[w.picture.pk]), {MODERATORS}),
    "add a document": (lambda _w: reverse("wagtaildocs:add"), {*GROUPS}),
    "users": (lambda _w: reverse("wagtailusers_users:index"), set()),
    "groups": (lambda _w: reverse("wagtailusers_groups:index"), set()),
    "sites": (lambda _w: reverse("wagtailsites:index"), set()),
    "collections": (lambda _w: reverse("wagtailadmin_collections:index"), set()),
    "workflows": (lambda _w: reverse("wagtailadmin_workflows:index"), set()),
    "workflow tasks": (lambda _w: reverse("wagtailadmin_workflows:task_index"), set()),
    "search terms": (lambda _w: reverse("wagtailsearchpromotions:search_terms"), set()),
}


def draft_of(page: Any) -> Any:
    """The page as its editor shows it."""
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def edit_url(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_is_its_work_and_nothing_else(role, world):
    client = client_of(role)
    wrong = {}
    for name, (url_of, allowed) in OPENS.items():
        response = client.get(url_of(world))
        expected = role == "administrator" or role in allowed
        if expected and response.status_code != 200:
            wrong[name] = f"refused ({response.status_code}) but is its work"
        if not expected and not is_refused(response):
            wrong[name] = f"open ({response.status_code}) but is not its work"
    assert wrong == {}


# Deeds: what is changed in the database, not only which doors open ------------------------------------------


@pytest.mark.parametrize("role", GROUPS)
def test_only_moderators_publish(role, world):
    client = client_of(role)
    edit_page(client, world.product, title="Renamed", **{"action-publish": "1"})
    world.product.refresh_from_db()
    assert (world.product.title == "Renamed") is (role == MODERATORS)


@pytest.mark.parametrize("role", GROUPS)
def test_only_moderators_lock(role, world):
    client_of(role).post(reverse("wagtailadmin_pages:lock", args=[world.content.pk]))
    world.content.refresh_from_db()
    assert world.content.locked is (role == MODERATORS)


@pytest.mark.parametrize("role", GROUPS)
def test_indexing_is_changed_by_those_who_answer_for_search(role, world):
    client = client_of(role)
    response = edit_page(
        client,
        world.product,
        noindex="on",
        nofollow="on",
        nosnippet="on",
        max_image_preview="none",
        slug="moved",
        search_description="New words.",
    )
    assert response.status_code == 302
    draft = draft_of(world.product)
    assert (draft.slug, draft.search_description) == ("moved", "New words.")
    may = role in (MODERATORS, SEO)
    assert (draft.noindex, draft.nofollow, draft.nosnippet) == (may, may, may)
    assert draft.max_image_preview == ("none" if may else "large")


@pytest.mark.parametrize("role", GROUPS)
def test_the_main_address_is_changed_by_those_who_answer_for_search(role, world):
    edit_page(client_of(role), world.product, canonical_url="https://other.example/same/")
    draft = draft_of(world.product)
    assert bool(draft.canonical_url) is (role in (MODERATORS, SEO))


def test_what_an_editor_saves_keeps_what_the_seo_manager_decided(world):
    world.product.noindex = True
    world.product.save_revision().publish()
    edit_page(client_of(EDITORS), world.product, title="Better words")
    draft = draft_of(world.product)
    assert (draft.title, draft.noindex) == ("Better words", True)


@pytest.mark.parametrize("role", GROUPS)
def test_only_merchandisers_change_prices(role, world):
    client = client_of(role)
    url = reverse("variant:edit", args=[world.variant.pk])
    data = form_of(client_of("administrator"), url, form_id="w-editor-form")
    client.post(url, {**data, "price": "1.00"})
    world.variant.refresh_from_db()
    assert (str(world.variant.price) == "1.00") is (role == MERCHANDISERS)


@pytest.mark.parametrize("role", GROUPS)
def test_only_merchandisers_delete_variants(role, world):
    client_of(role).post(reverse("variant:delete", args=[world.variant.pk]))
    assert Variant.objects.filter(pk=world.variant.pk).exists() is (role != MERCHANDISERS)


@pytest.mark.parametrize("role", GROUPS)
def test_bulk_actions_ask_the_same_question(role, world):
    url = reverse("wagtail_bulk_action", args=["cms", "page", "unpublish"])
    client_of(role).post(f"{url}?id={world.content.pk}")
    world.content.refresh_from_db()
    assert world.content.live is (role != MODERATORS)


def test_an_editor_changes_the_picture_that_is_his_own(world):
    editor = make_user(EDITORS)
    world.picture.uploaded_by_user = editor
    world.picture.save()
    url = reverse("wagtailimages:edit", args=[world.picture.pk])
    assert sign_in(editor).get(url).status_code == 200
    assert is_refused(client_of(EDITORS).get(url))


def test_a_merchandiser_copies_no_product_to_where_he_does_not_work(world):
    other = make_category(world.home)
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": other.pk, "copy_subpages": ""}
    client = client_of(MERCHANDISERS)
    client.post(reverse("wagtailadmin_pages:copy", args=[world.product.pk]), data)
    assert ProductPage.objects.child_of(other).filter(slug="copy").exists()
    assert is_refused(client.get(reverse("wagtailadmin_pages:copy", args=[world.content.pk])))


def test_working_in_two_groups_does_not_widen_either(world):
    """Tree rights of one group and page types of another do not add up to a right nobody gave."""
    readers = Group.objects.create(name="Readers of texts")
    readers.permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_contentpage"]))
    user = make_user(MERCHANDISERS, "Readers of texts")
    assert is_refused(sign_in(user).get(edit_url(world.content)))
    assert sign_in(user).get(edit_url(world.product)).status_code == 200


def test_somebody_inactive_has_no_rights(world):
    user = make_user(MODERATORS, is_active=False)
    assert not world.content.permissions_for_user(user).can_edit()
    assert is_refused(sign_in(user).get(edit_url(world.content)))


def test_submissions_stay_when_an_editor_asks_to_delete_them(world):
    world.form.get_submission_class().objects.create(page=world.form, form_data={"a": "b"})
    kept = world.form.get_submissions().get()
    url = reverse("wagtailforms:delete_submissions", args=[world.form.pk])
    client_of(EDITORS).post(f"{url}?selected-submissions={kept.pk}")
    assert world.form.get_submissions().count() == 1
    client_of(MODERATORS).post(f"{url}?selected-submissions={kept.pk}")
    assert world.form.get_submissions().count() == 0


# The management API asks the same questions -----------------------------------------------------------------


@pytest.mark.parametrize("role", GROUPS)
def test_a_token_opens_no_more_than_its_owners_group(role, world, client):
    options = {"content_type": "application/json", "headers": make_bearer(make_user(role), "content:write")}

    def patch(page: Any, **data: Any) -> int:
        return client.patch(f"/api/v3-preview/pages/{page.pk}/", data, **options).status_code

    assert patch(world.product, title="By token") == 200
    assert patch(world.content, title="By token") == (403 if role == MERCHANDISERS else 200)
    assert patch(world.form, title="By token") == (403 if role == MERCHANDISERS else 200)
    client.post(f"/api/v3-preview/pages/{world.product.pk}/actions/publish/", {}, **options)
    world.product.refresh_from_db()
    assert (world.product.title == "By token") is (role == MODERATORS)


@pytest.mark.parametrize("role", GROUPS)
def test_a_token_changes_indexing_only_for_those_who_may(role, world, client):
    options = {"content_type": "application/json", "headers": make_bearer(make_user(role), "content:write")}
    address = f"/api/v3-preview/pages/{world.product.pk}/"
    refused = client.patch(address, {"noindex": True, "title": "x"}, **options)
    assert refused.status_code == 422, "indexing is no field of this API"
    assert not draft_of(world.product).noindex


# Django's own admin -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*GROUPS, "outsider", "nobody"])
def test_the_accounts_admin_is_closed_to_everybody_but_superusers(role, world):
    client = client_of(role)
    for url in ("/django-admin/", "/django-admin/cms/user/", "/django-admin/auth/group/"):
        response = client.get(url)
        assert response.status_code == 302, url
        assert "/django-admin/login/" in response["Location"]


def test_the_accounts_admin_is_closed_to_staff_who_are_no_superusers(world):
    client = sign_in(make_user(is_staff=True))
    assert client.get("/django-admin/").status_code == 302


def test_the_accounts_admin_lists_accounts_for_a_superuser(world):
    client = client_of("administrator")
    for url in ("/django-admin/", "/django-admin/cms/user/", "/django-admin/auth/group/"):
        assert client.get(url).status_code == 200, url


# Data and database ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", access.ROLES, ids=lambda role: role.name)
def test_a_group_has_exactly_the_rights_written_down(role, db):
    group = Group.objects.get(name=role.name)
    given = {
        f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")
    }
    assert given == {
        "wagtailadmin.access_admin",
        *role.permissions,
        *(name.replace(".", ".change_") for name in role.page_types),
    }
    assert set(group.page_permissions.values_list("permission__codename", "page__depth")) == {
        (f"{action}_page", 1) for action in role.tree
    }
    assert set(group.collection_permissions.values_list("permission__codename", flat=True)) == {
        f"{action}_{model}" for action in role.media for model in ("image", "document")
    }


def test_every_page_type_is_somebodys_work(db):
    from wagtail.models import get_page_models

    types = {model._meta.label_lower for model in get_page_models()} - {"cms.page"}
    assert types <= set(next(role for role in access.ROLES if role.name == "Editors").page_types)


def test_the_check_knows_page_types_that_are_nobodys_work(monkeypatch):
    assert [message.id for message in check_page_types()] == []
    monkeypatch.setattr("cms.checks.ROLES", access.ROLES[3:])  # Merchandisers alone
    assert {(message.id, message.obj._meta.label) for message in check_page_types()} >= {
        ("cms.W002", "home.ContentPage")
    }


def test_the_check_knows_page_types_without_a_summary(monkeypatch):
    monkeypatch.setattr(ContentPage, "summary", Page.summary)
    assert [(message.id, message.obj) for message in check_page_types()] == [("cms.W001", ContentPage)]


def rights() -> dict[str, Any]:
    return {
        group.name: (
            set(group.permissions.values_list("pk", flat=True)),
            set(group.page_permissions.values_list("page", "permission")),
            set(group.collection_permissions.values_list("collection", "permission")),
        )
        for group in Group.objects.all()
    }


def test_granting_twice_is_granting_once(db):
    before = rights()
    access.grant(apps, "default")
    assert rights() == before


def test_granting_can_be_undone_and_done_again(db):
    before = rights()
    access.revoke(apps, "default")
    assert set(rights()) == {"Editors", "Moderators"}
    access.grant(apps, "default")
    assert {name: len(parts[0]) for name, parts in rights().items()} == {
        name: len(parts[0]) for name, parts in before.items()
    }


def test_a_group_edited_in_the_admin_keeps_its_rights(world):
    group = Group.objects.get(name=EDITORS)
    url = reverse("wagtailusers_groups:edit", args=[group.pk])
    client = client_of("administrator")
    html = client.get(url).content.decode()
    for codename in ("change_indexing", "change_contentpage", "change_productpage", "view_formsubmission"):
        permission = Permission.objects.get(codename=codename)
        assert f'value="{permission.pk}"' in html, codename


def test_approval_by_moderators_covers_the_whole_tree(world):
    workflow = Workflow.objects.get(name="Moderators approval")
    assert world.product.get_workflow() == workflow
    [task] = workflow.tasks.all()
    assert isinstance(task.specific, GroupApprovalTask)
    assert [group.name for group in task.specific.groups.all()] == [MODERATORS]
