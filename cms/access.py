"""Who may do what in the admin: the four groups as data, and the rule that ties groups to page types.

The reasons stand in docs/decisions/0005-groups.md. `grant` writes the data to the database; it is called
by a migration, and again by the migration of whoever adds a page type or a permission below.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import AbstractBaseUser, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Model

from wagtail.models import PagePermissionTester

PAGES, PICTURES, DOCUMENTS = "cms.page", "wagtailimages.image", "wagtaildocs.document"
WORDS = (
    "home.homepage",
    "home.contentpage",
    "home.articleindexpage",
    "home.articlepage",
    "home.authorpage",
    "home.formpage",
    "home.videopage",
)
PLACES = ("stores.storeindexpage", "stores.storepage", "stores.eventindexpage", "stores.eventpage")
CATALOGUE = ("catalog.categorypage", "catalog.facetpage", "catalog.productpage")


# Menus that stand on every page.
MENUS = tuple(f"cms.{action}_menu" for action in ("add", "change", "delete"))
# Copying pages into another language, and saying shared texts in it.
TRANSLATION = (
    "simple_translation.submit_translation",
    *(f"cms.{action}_phrase" for action in ("add", "change", "delete")),
)


@dataclass(frozen=True, slots=True)
class Role:
    """A group: what it may do with pages (`tree`) of which types, with media, and with everything else.

    `tree` holds for the whole tree but only for `page_types`; `media` holds for the root collection, where
    "add" also means changing and deleting what one has uploaded oneself.
    """

    name: str
    tree: tuple[str, ...]
    page_types: tuple[str, ...]
    media: tuple[str, ...] = ("add", "choose")
    permissions: tuple[str, ...] = ()


ROLES = (
    Role(
        "Editors",
        tree=("add", "change"),
        page_types=(*WORDS, *PLACES, *CATALOGUE),
        permissions=("wagtailforms.view_formsubmission", *TRANSLATION),
    ),
    Role(
        "Moderators",
        tree=("add", "change", "publish", "lock", "unlock", "bulk_delete"),
        page_types=(*WORDS, *PLACES, *CATALOGUE),
        media=("add", "change", "choose"),
        permissions=(
            "cms.change_indexing",
            "audit.view_run",
            "wagtailforms.view_formsubmission",
            "wagtailforms.delete_formsubmission",
            *MENUS,
            *TRANSLATION,
            *(f"catalog.{action}_review" for action in ("view", "change", "delete")),
        ),
    ),
    Role(
        "SEO managers",
        tree=("change",),
        page_types=(*WORDS, *PLACES, *CATALOGUE),
        permissions=(
            "cms.change_indexing",
            "cms.change_organization",
            "cms.change_crawlrules",
            "cms.change_llmssetting",
            "cms.change_policies",
            "delivery.change_indexnow",
            "delivery.view_change",
            "delivery.view_webhook",
            "delivery.view_delivery",
            "audit.view_run",
            "audit.add_run",
            *(f"audit.{action}_ignored" for action in ("view", "add", "delete")),
            "visits.view_crawlvisit",
            *MENUS,
            *TRANSLATION,
            *(f"catalog.{action}_facetpolicy" for action in ("add", "change", "delete")),
            "catalog.view_feedreport",
            *(f"cms.{action}_redirectrule" for action in ("add", "change", "delete")),
            "cms.change_missedaddress",
            *(f"cms.{action}_documentpolicy" for action in ("add", "change", "delete")),
            *(f"wagtailsearchpromotions.{action}_searchpromotion" for action in ("add", "change", "delete")),
        ),
    ),
    Role(
        "Merchandisers",
        tree=("add", "change"),
        page_types=CATALOGUE,
        permissions=(
            *(
                f"catalog.{action}_{model}"
                for model in ("variant", "brand", "attribute", "review", "facetpolicy")
                for action in ("add", "change", "delete")
            ),
            "catalog.view_feedreport",
            "headless.view_bulkjob",
            "headless.cancel_bulkjob",
        ),
    ),
)

# What wagtailcore's own migrations give its two groups; `revoke` puts it back.
_WAGTAIL_ROLES = (
    Role("Editors", tree=("add", "change"), page_types=(), media=("add", "change", "choose")),
    Role(
        "Moderators",
        tree=("add", "change", "publish", "lock", "unlock"),
        page_types=(),
        media=("add", "change", "choose"),
    ),
)


# The rule of page types ------------------------------------------------------------------------------------


class PagePermissions(PagePermissionTester):
    """What a user may do with a page: Wagtail's tree permissions, of the groups working on the page's type.

    A group works on a type when it holds the type's own "change" permission, e.g. catalog.change_productpage.
    """

    def __init__(self, user: Any, page: Any) -> None:
        super().__init__(user, page)
        if user.is_active and not user.is_superuser:
            groups = groups_working_on(user, page.specific_class or type(page))
            self.permissions = {
                row.permission.codename.rsplit("_", maxsplit=1)[0]
                for row in self.permission_policy.get_cached_permissions_for_user(user)
                if row.group_id in groups and page.path.startswith(row.page.path)
            }


def groups_working_on(user: Any, page_type: type[Model]) -> set[int]:
    """The user's groups that hold the change permission of a page type. One query per user object."""
    if not hasattr(user, "_groups_by_page_type"):
        user._groups_by_page_type = {}
        rows = Permission.objects.filter(codename__startswith="change_", group__user=user)
        for app, codename, group in rows.values_list("content_type__app_label", "codename", "group"):
            user._groups_by_page_type.setdefault(f"{app}.{codename}", set()).add(group)
    options = page_type._meta
    return user._groups_by_page_type.get(f"{options.app_label}.change_{options.model_name}", set())


def require_work_on(user: Any, page_type: type[Model]) -> None:
    """Raise PermissionDenied unless the user may work on pages of this type at all."""
    if not user.is_superuser and not groups_working_on(user, page_type):
        raise PermissionDenied(f"You do not work on pages of the type “{page_type._meta.verbose_name}”.")


def may_see_submissions(user: AbstractBaseUser) -> bool:
    return user.has_perm("wagtailforms.view_formsubmission")


def may_delete_submissions(user: AbstractBaseUser) -> bool:
    return user.has_perm("wagtailforms.delete_formsubmission")


# From data to database -------------------------------------------------------------------------------------


def grant(apps: Any, using: str) -> None:
    """Give every group exactly what ROLES says, as far as the models exist yet. May be run again."""
    _write(ROLES, apps, using)


def revoke(apps: Any, using: str) -> None:
    """Undo `grant`: our groups go, Wagtail's two get back what Wagtail gave them."""
    ours = {role.name for role in ROLES} - {role.name for role in _WAGTAIL_ROLES}
    apps.get_model("auth", "Group").objects.using(using).filter(name__in=ours).delete()
    _write(_WAGTAIL_ROLES, apps, using)


def _write(roles: tuple[Role, ...], apps: Any, using: str) -> None:
    _create_permissions(apps, using)
    groups = apps.get_model("auth", "Group").objects.using(using)
    page_rows = apps.get_model("wagtailcore", "GroupPagePermission").objects.using(using)
    media_rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects.using(using)
    root = apps.get_model("cms", "Page").objects.using(using).get(depth=1)
    collection = apps.get_model("wagtailcore", "Collection").objects.using(using).get(depth=1)
    for role in roles:
        group, _created = groups.get_or_create(name=role.name)
        names = [
            "wagtailadmin.access_admin",
            *role.permissions,
            *(name.replace(".", ".change_") for name in role.page_types),
        ]
        group.permissions.set([found for name in names for found in _find(apps, using, *name.split("."))])
        page_rows.filter(group=group).delete()
        for action in role.tree:
            for permission in _find(apps, using, "cms", f"{action}_page"):
                page_rows.create(group=group, page=root, permission=permission)
        media_rows.filter(group=group).delete()
        for app, model in (PICTURES.split("."), DOCUMENTS.split(".")):
            for action in role.media:
                for permission in _find(apps, using, app, f"{action}_{model}"):
                    media_rows.create(group=group, collection=collection, permission=permission)


def _find(apps: Any, using: str, app: str, codename: str) -> Any:
    """The permission, or nothing where its model is added by a later migration."""
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    return permissions.filter(content_type__app_label=app, codename=codename)


def _create_permissions(apps: Any, using: str) -> None:
    """Make the permission rows now; Django makes them only after the last migration."""
    labels = {
        name.split(".")[0] for role in ROLES for name in (*role.permissions, *role.page_types, PAGES)
    } | {"wagtailimages", "wagtaildocs"}
    for config in apps.get_app_configs():
        if config.label in labels:
            config.models_module = True
            create_permissions(config, apps=apps, using=using, verbosity=0)
            config.models_module = None
