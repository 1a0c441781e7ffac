"""What a chunk of rows would change: the importer's comparison, with the API's own rules."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from catalog.bulk.drafts import RowDraft
from catalog.bulk.rows import Error, error
from catalog.importing.drafts import ProductDraft
from catalog.importing.planning import COLUMNS, Pictures, Planner, ProductPlan, VariantPlan
from catalog.models import ProductPage, Variant
from cms.access import PagePermissions
from cms.models import Page, User

BY_NUMBER = "#"  # begins the external id of a draft whose page is known by its own id


class Rights:
    """What a person may do with products at a place in the tree."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.content_type = ContentType.objects.get_for_model(ProductPage)

    def may(self, action: str, path: str) -> bool:
        """Whether the person may add, change or publish a product that stands at a tree path."""
        if self.user.is_superuser:
            return True
        page = ProductPage(path=path, depth=len(path) // Page.steplen, content_type=self.content_type)
        return action in PagePermissions(self.user, page).permissions

    @property
    def may_sell(self) -> bool:
        return self.user.has_perm("catalog.change_variant")


class BulkPlanner(Planner):
    """`exact` compares with what is stored; else a row that says what it said the last time is left alone, so that an
    editor's words stay. `patch` changes what a row names and makes nothing new."""

    def __init__(self, source: str, publish: bool, *, patch: bool, exact: bool) -> None:
        super().__init__(source, publish)
        self.exact, self.is_patch = exact, patch
        self.pages: dict[str, dict[str, Any]] = {}

    def _stored_pages(self, drafts: Sequence[ProductDraft]) -> dict[str, dict[str, Any]]:
        numbers = {
            one.external_id: int(one.external_id[1:]) for one in drafts if one.external_id[0] == BY_NUMBER
        }
        found = super()._stored_pages(drafts)
        if numbers:
            by_id = {
                page["pk"]: page
                for page in ProductPage.objects.filter(pk__in=numbers.values()).values(*COLUMNS)
            }
            found |= {name: by_id[pk] for name, pk in numbers.items() if pk in by_id}
        self.pages = found
        return found

    def _plan(
        self,
        draft: ProductDraft,
        page: dict[str, Any] | None,
        stored: Sequence[Variant],
        pictures: Pictures | None,
    ) -> ProductPlan:
        plan = super()._plan(draft, page, stored, pictures)
        if self.is_patch:
            plan.absent = []
        return plan

    def _action(self, draft: ProductDraft, page: dict[str, Any] | None) -> str:
        if page is None:
            return "create"
        if isinstance(draft, RowDraft) and not draft.said:
            return "publish" if self.publish and self._waits(page) else "unchanged"
        return "update" if self.exact or self.is_patch else super()._action(draft, page)

    def _compare_pictures(self, plan: ProductPlan, page: dict[str, Any] | None) -> None:
        """Pictures are among the words of a row; a patch is no row the source will repeat."""
        plan.import_hash = page["import_hash"] if page and self.is_patch else plan.draft.fingerprint

    # Judging -------------------------------------------------------------------------------------------

    def problems(
        self, plan: ProductPlan, home: Page | None, rights: Rights, taken: Collection[str]
    ) -> list[Error]:
        """What is wrong with a row now that it has met what is stored. `taken` are the places other pages have."""
        page = self.pages.get(plan.draft.external_id)
        found = [
            error("variants", f"{refusal.field}: {refusal.rule} ({refusal.value})", "conflict")
            for refusal in plan.refused
        ]
        if page is None:
            found += self._problems_of_new(plan, home, rights)
        elif not rights.may("change", page["path"]):
            found.append(error("id", "The token's owner may not change this product.", "forbidden"))
        if not found and wanted_place(plan, page, home) in taken:
            found.append(error("slug", "Another page has this address.", "conflict"))
        sells = plan.absent or any(one.writes for one in plan.variants)
        if sells and not rights.may_sell:
            found.append(error("variants", "The token's owner may not change variants.", "forbidden"))
        for place, one in enumerate(plan.variants):
            found += [error(["variants", place, name], msg) for name, msg in variant_problems(one)]
        return found

    def _problems_of_new(self, plan: ProductPlan, home: Page | None, rights: Rights) -> list[Error]:
        if self.is_patch:
            return [error("id", "There is no such product, and a patch makes none.", "not_found")]
        if not plan.draft.title:
            return [error("title", "A new product needs a title.", "missing")]
        if home is None:
            return [error("category", "A new product needs a category to stand in.", "missing")]
        if not rights.may("add", f"{home.path}0001"):
            return [error("category", "The token's owner may not add products here.", "forbidden")]
        return []

    def forbidden(self, plan: ProductPlan, home: Page | None, rights: Rights) -> Error | None:
        """Why a page may not change: it is locked, or readers would see it and the person may not publish."""
        page = self.pages.get(plan.draft.external_id)
        if not plan.writes_page:
            return None
        if page and page["locked"]:
            return error("id", "An editor has locked this product.", "conflict")
        path = page["path"] if page else f"{home.path}0001" if home else ""
        shows = (page["live"] or (self.publish and self._waits(page))) if page else self.publish
        if shows and not rights.may("publish", path):
            return error("publish", "The token's owner may not publish products.", "forbidden")
        return None


def wanted_place(plan: ProductPlan, page: dict[str, Any] | None, home: Page | None) -> str:
    """The `url_path` a plan asks for: of a page that moves, or of a new one in `home` whose slug is given. Empty for
    one that stays, and for one that takes what is free."""
    draft = plan.draft
    if page is None:
        return f"{home.url_path}{draft.slug}/" if home and draft.keeps_slug else ""
    slug = draft.new_slug
    return (
        f"{page['url_path'].removesuffix(f'{page["slug"]}/')}{slug}/" if slug and slug != page["slug"] else ""
    )


def taken_places(places: Iterable[str]) -> set[str]:
    """Of the places plans ask for, those that other pages have, or that two of them want."""
    wanted = Counter(filter(None, places))
    if not wanted:
        return set()
    there = Page.objects.filter(url_path__in=wanted).values_list("url_path", flat=True)
    return {place for place, count in wanted.items() if count > 1} | set(there)


def variant_problems(plan: VariantPlan) -> list[tuple[str, str]]:
    """What the variant's own rules say of it as it would be: (field, message)."""
    if not plan.writes:
        return []
    if plan.variant is None:
        missing = [name for name in ("price", "currency") if name not in plan.draft.values]
        if missing:
            return [(name, "A new variant needs it.") for name in missing]
        after = Variant(sku=plan.draft.sku, **plan.draft.values)
    else:
        after = copy(plan.variant)
        for name, value in plan.changes.items():
            if name not in ("picture", "product_id"):
                setattr(after, name, value)
    try:
        after.clean()
    except ValidationError as failure:
        return [(name, " ".join(messages)) for name, messages in failure.message_dict.items()]
    return []
