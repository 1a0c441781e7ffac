"""What a chunk of drafts would change: compares with the database and writes nothing."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.db.models import Q

from catalog.importing.drafts import ProductDraft, VariantDraft
from catalog.importing.pictures import LocalPicture, StoredPicture
from catalog.importing.problems import Refusal
from catalog.models import ProductPage, Variant
from seo.commerce import Availability

Pictures = Mapping[str, LocalPicture | StoredPicture | None]
COLUMNS = (
    *("pk", "external_id", "import_hash", "live", "first_published_at", "absent_since"),
    *("path", "url_path", "slug", "locked", "latest_revision"),
)


@dataclass
class VariantPlan:
    """A variant to make (`variant` is None) or to change in the columns of `changes`."""

    draft: VariantDraft
    variant: Variant | None
    changes: dict[str, Any] = field(default_factory=dict)
    picture: LocalPicture | StoredPicture | None = None

    @property
    def writes(self) -> bool:
        return self.variant is None or bool(self.changes)

    @property
    def is_seen(self) -> bool:
        """Whether readers will see that the stored variant changes."""
        seen = self.changes.keys() - set(Variant.not_shown)
        if seen or self.variant is None:
            return bool(seen)
        after = copy(self.variant)
        after.stock = self.changes.get("stock", self.variant.stock)
        return after.stock_said != self.variant.stock_said


@dataclass
class ProductPlan:
    """What happens to one product: `page` is create, update, publish, unchanged or refused."""

    draft: ProductDraft
    page: str
    page_id: int | None
    import_hash: str
    pictures: list[LocalPicture | StoredPicture] | None = None
    variants: list[VariantPlan] = field(default_factory=list)
    absent: list[Variant] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    # Where the page stood in the tree before this plan gave it another address; known after writing.
    old_url_path: str = ""

    @property
    def writes_page(self) -> bool:
        return self.page not in {"unchanged", "refused"}

    @property
    def writes(self) -> bool:
        """Whether anything at all is to be written."""
        return self.writes_page or bool(self.absent) or any(one.writes for one in self.variants)

    @property
    def rows(self) -> list[int]:
        """The rows that were not refused."""
        refused = {refusal.row for refusal in self.refused}
        return sorted({self.draft.row, *(one.draft.row for one in self.variants)} - refused)

    def status_of(self, row: int) -> str:
        """What became of a row: of its page, of its variant, or the stronger of both."""
        found = {self.page} if row == self.draft.row else set()
        for plan in self.variants:
            if plan.draft.row == row:
                found.add("create" if plan.variant is None else "update" if plan.changes else "unchanged")
        if "create" in found:
            return "created"
        return "updated" if found & {"update", "publish"} else "unchanged"


class Planner:
    """Plans for one run: same source, same flags."""

    def __init__(self, source: str, publish: bool) -> None:
        self.prefix = f"{source}:"
        self.publish = publish

    def plan(self, drafts: Sequence[ProductDraft], pictures: Pictures | None) -> list[ProductPlan]:
        """Plans in the drafts' order. Rows whose SKU belongs to something else are refused in their plan."""
        pages = self._stored_pages(drafts)
        variants = self._stored_variants(drafts, [page["pk"] for page in pages.values()])
        named = {variant.external_id for draft in drafts for variant in draft.variants}
        plans = []
        for draft in drafts:
            plan = self._plan(draft, pages.get(draft.external_id), variants, pictures)
            plan.absent = [variant for variant in plan.absent if variant.external_id not in named]
            plans.append(plan)
        return plans

    def _stored_pages(self, drafts: Sequence[ProductDraft]) -> dict[str, dict[str, Any]]:
        """The columns of the pages these drafts are about, by external id."""
        found = ProductPage.objects.filter(
            external_id__in=[draft.external_id for draft in drafts], alias_of__isnull=True
        )
        return {page["external_id"]: page for page in found.order_by("-pk").values(*COLUMNS)}

    def _stored_variants(self, drafts: Sequence[ProductDraft], page_ids: list[int]) -> list[Variant]:
        all_variants = [variant for draft in drafts for variant in draft.variants]
        return list(
            Variant.objects.filter(
                Q(external_id__in=[variant.external_id for variant in all_variants])
                | Q(sku__in=[variant.sku for variant in all_variants])
                | Q(product_id__in=page_ids)
            ).select_related("picture")
        )

    def _plan(
        self,
        draft: ProductDraft,
        page: dict[str, Any] | None,
        stored: Sequence[Variant],
        pictures: Pictures | None,
    ) -> ProductPlan:
        page_id = page["pk"] if page else None
        plan = ProductPlan(draft, self._action(draft, page), page_id, draft.fingerprint)
        by_id = {variant.external_id: variant for variant in stored if variant.external_id}
        by_sku = {variant.sku: variant for variant in stored}
        for one in draft.variants:
            same_sku = by_sku.get(one.sku)
            # A variant made by hand on this page is taken over; one that belongs elsewhere is not touched.
            found = by_id.get(one.external_id) or (
                same_sku if same_sku and same_sku.product_id == page_id and not same_sku.external_id else None
            )
            if same_sku is not None and same_sku is not found:
                rule, owner = "belongs to another variant", f"{one.sku}, page {same_sku.product_id}"
                plan.refused.append(Refusal(one.row, one.line, "sku", rule, owner))
                continue
            plan.variants.append(self._variant(one, found, page_id, pictures))
        if draft.variants and not plan.variants:
            if draft.row not in {one.row for one in draft.variants}:
                rule = "none of its variants can be imported"
                plan.refused.append(Refusal(draft.row, draft.line, "row", rule))
            plan.page = "refused"
            return plan
        if pictures is not None and draft.pictures is not None:
            plan.pictures = [found for name in draft.pictures if (found := pictures.get(name))]
        self._compare_pictures(plan, page)
        kept = {one.external_id for one in draft.variants} | draft.refused
        plan.absent = [
            variant
            for variant in stored
            if variant.product_id == page_id
            and page_id is not None
            and variant.external_id.startswith(self.prefix)
            and variant.external_id not in kept
            and variant.absent_since is None
            and draft.variants
        ]
        return plan

    def _action(self, draft: ProductDraft, page: dict[str, Any] | None) -> str:
        if page is None:
            return "create"
        if page["import_hash"].partition(".")[0] != draft.fingerprint:
            return "update"
        return "publish" if self.publish and self._waits(page) else "unchanged"

    @staticmethod
    def _waits(page: dict[str, Any]) -> bool:
        """Whether publishing brings it out: it never was online, or went offline when its source ceased to name it.
        A page an editor took offline stays so."""
        is_new = page["first_published_at"] is None
        return not page["live"] and (is_new or page["absent_since"] is not None)

    def _compare_pictures(self, plan: ProductPlan, page: dict[str, Any] | None) -> None:
        """The second half of the hash is of the pictures. A run without pictures leaves it as it is."""
        before = page["import_hash"].partition(".")[2] if page else ""
        after = before
        if plan.pictures:
            digests = " ".join(picture.digest for picture in plan.pictures)
            after = blake2b(digests.encode(), digest_size=16).hexdigest()
        if after == before:
            plan.pictures = None
        elif plan.page == "unchanged":
            plan.page = "update"
        plan.import_hash = f"{plan.draft.fingerprint}.{after}"

    def _variant(
        self, draft: VariantDraft, found: Variant | None, page_id: int | None, pictures: Pictures | None
    ) -> VariantPlan:
        picture = pictures.get(draft.picture) if pictures and draft.picture else None
        if found is None:
            return VariantPlan(draft, None, picture=picture)
        wanted = {"sku": draft.sku, "external_id": draft.external_id, **draft.values}
        changes = {name: value for name, value in wanted.items() if getattr(found, name) != value}
        if found.product_id != page_id:
            changes["product_id"] = page_id
        if found.absent_since is not None:
            changes["absent_since"] = None
            if "availability" not in draft.values:
                changes["availability"] = Availability.IN_STOCK
        by_hand = found.compare_at if "compare_at" not in draft.values else None
        if by_hand is not None and by_hand <= changes.get("price", found.price):
            # The new price has made it no reduction any more.
            changes["compare_at"] = None
        if picture and (found.picture is None or not picture.is_(found.picture)):
            changes["picture"] = picture.digest
        else:
            picture = None
        return VariantPlan(draft, found, changes, picture)
