"""Carrying plans out: pages, revisions, children and variants of one chunk, in one transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, Subquery
from django.db.models.functions import Cast
from django.utils import timezone

from wagtail.models import Revision

from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from catalog.changes import UNSEEN_OF_VARIANT
from catalog.importing import loading, nodes, pictures
from catalog.importing.categories import CategoryTree
from catalog.importing.planning import ProductPlan, VariantPlan
from catalog.importing.search import refresh
from catalog.models import Attribute, AttributeValue, Brand, ProductPage, ProductPicture, Variant
from catalog.models.review import COUNTED
from cms.changes import record_appearance, record_moves, record_news
from cms.models import Page, Picture
from cms.redirects import moves
from delivery.models import Change
from seo.commerce import Availability

THROUGH = ProductPage.more_categories.through


class Writer:
    """Writes the plans of one run. `categories` and `attributes` are made before or on the way."""

    def __init__(self, categories: CategoryTree, attributes: dict[str, Attribute], publish: bool) -> None:
        self.categories = categories
        self.attributes = attributes
        self.publish = publish

    def write(self, plans: Sequence[ProductPlan]) -> None:
        """All or nothing: the caller holds the transaction. A plan whose page says it all already is made unchanged."""
        plans = [plan for plan in plans if plan.page != "refused"]
        known = {plan.page_id for plan in plans if plan.page_id}
        known |= {one.variant.product_id for plan in plans for one in plan.variants if one.variant}
        seen = set(ProductPage.objects.filter(pk__in=known).readable().values_list("pk", flat=True))
        stored = self._store_pictures(plans)
        page_plans = [plan for plan in plans if plan.writes_page]
        brands = self._brands(page_plans)
        # Changed ones first, then new ones whose slug is given: what they take is then taken for the others.
        changed, drafts = self._changed_pages([p for p in page_plans if p.page != "create"], brands, stored)
        plans = [plan for plan in plans if plan.writes]
        if not plans:
            return
        new = [plan for plan in page_plans if plan.page == "create"]
        new.sort(key=lambda plan: not plan.draft.keeps_slug)
        created = [self._new_page(plan, brands, stored) for plan in new]
        if created:
            nodes.place(
                [
                    (page, self.categories.get(self._home(plan)).pk, plan.draft.external_id)
                    for page, plan in zip(created, new, strict=True)
                ]
            )
            nodes.insert(created)
        self._write_children(created, changed)
        self._write_revisions([*created, *changed])
        nodes.remember_references([*created, *changed], known=[page.pk for page in changed])
        for draft in drafts:
            # An editor was at work on this page: the new text goes into the draft as well.
            draft.save_revision(clean=False)
        page_ids = {page.external_id: page.pk for page in created}
        renamed = self._write_variants(plans, page_ids, stored)
        # New pages are indexed at the end of the run, found by having no entry; see `search`.
        touched = {plan.page_id or page_ids[plan.draft.external_id] for plan in plans}
        # Drafts that are published now and pages made now were seen by nobody.
        unseen = {page.pk for page in (*created, *changed)} - seen
        ProductPage.objects.filter(pk__in=touched | renamed).settle(unseen)
        moved = {plan.page_id: plan.old_url_path for plan in plans if plan.old_url_path}
        self._record(plans, unseen, {page.pk for page in changed} - unseen, renamed, moved)
        refresh({page.pk for page in changed} | (renamed - set(page_ids.values())))

    def _record(
        self,
        plans: Sequence[ProductPlan],
        new: set[int],
        changed: set[int],
        renamed: set[int],
        moved: dict[int, str],
    ) -> None:
        """The same rows of the change log that single saves would write; a page that changed tells of its prices."""
        record_appearance(ProductPage.objects.filter(pk__in=new), visible=True)
        record_news(ProductPage.objects.filter(pk__in=changed - moved.keys()))
        if moved:
            record_moves(ProductPage.objects.filter(pk__in=changed & moved.keys()), moved)
        offered = {
            plan.page_id
            for plan in plans
            if plan.page_id and (plan.absent or any(_is_seen(one) for one in plan.variants))
        }
        originals = (offered | renamed) - new
        family = ProductPage.objects.family(originals).exclude(pk__in=new | changed)
        record_news(family, Change.Kind.OFFER)

    # Pages ---------------------------------------------------------------------------------------------

    def _home(self, plan: ProductPlan) -> tuple[str, ...]:
        """The path of the category a new product stands in."""
        return plan.draft.categories[0] if plan.draft.categories else ()

    def _new_page(
        self, plan: ProductPlan, brands: dict[str, Brand], stored: dict[str, Picture]
    ) -> ProductPage:
        now = timezone.now()
        page = ProductPage(
            slug=plan.draft.slug,
            external_id=plan.draft.external_id,
            content_type=ContentType.objects.get_for_model(ProductPage),
            live=self.publish,
            has_unpublished_changes=not self.publish,
            first_published_at=now if self.publish else None,
            last_published_at=now if self.publish else None,
            content_changed_at=now if self.publish else None,
        )
        # While the page has no id its relations are empty lists; with one, each would be asked for.
        for relation in get_all_child_relations(page):
            getattr(page, relation.get_accessor_name()).set([])
        for field in get_all_child_m2m_relations(page):
            getattr(page, field.name).set([])
        self._apply(page, plan, brands, stored)
        page.latest_revision_created_at = now
        return page

    def _changed_pages(
        self, plans: Sequence[ProductPlan], brands: dict[str, Brand], stored: dict[str, Picture]
    ) -> tuple[list[ProductPage], list[ProductPage]]:
        """Stored pages with the plan applied, and the drafts editors have open on top of live ones."""
        ids = [plan.page_id for plan in plans]
        pages = ProductPage.objects.select_for_update().order_by("pk").in_bulk(ids)
        loading.load(pages)
        changed, drafts, remembered, moved = [], [], [], []
        for plan in plans:
            page, draft = pages[plan.page_id], None
            slug, import_hash, absent_since = page.slug, page.import_hash, page.absent_since
            moves_away = plan.draft.new_slug not in ("", slug)
            if not page.live:
                page = page.get_latest_revision_as_object()
            elif page.has_unpublished_changes:
                draft = page.get_latest_revision_as_object()
            versions = [version for version in (page, draft) if version is not None]
            for version in versions:
                version.absent_since = absent_since  # no matter of revisions
            before = [version.shown for version in versions]
            for version in versions:
                self._apply(version, plan, brands, stored)
            comes = not page.live and self.publish and (page.first_published_at is None or absent_since)
            after = [version.shown for version in versions]
            if after == before and not comes and not moves_away:
                if import_hash != plan.import_hash:
                    remembered.append(page)
                plan.page = "unchanged"
                continue
            was_live, page.live = page.live, bool(page.live or comes)
            page.has_unpublished_changes = not page.live
            page.latest_revision_created_at = now = timezone.now()
            if page.live:
                page.absent_since = None
                page.first_published_at = page.first_published_at or now
                page.last_published_at = now
                if not was_live or after[0] != before[0]:
                    page.content_changed_at = now
            if moves_away:
                plan.old_url_path = page.url_path
                moved.append(page)
                for version in versions:
                    version.slug = plan.draft.new_slug
                    version.url_path = f"{plan.old_url_path.removesuffix(f'{slug}/')}{version.slug}/"
            changed.append(page)
            drafts += versions[1:]
        self._update_rows(changed)
        ProductPage.objects.bulk_update(remembered, ["import_hash"])
        self._follow(moved, plans)
        return changed, drafts

    def _follow(self, moved: Sequence[ProductPage], plans: Sequence[ProductPlan]) -> None:
        """New addresses, and redirects from the old ones."""
        old = {plan.page_id: plan.old_url_path for plan in plans}
        for page in moved:
            Page.objects.filter(pk=page.pk).update(slug=page.slug, url_path=page.url_path)
            moves.follow(page, old[page.pk], page.url_path)

    def _apply(
        self, page: ProductPage, plan: ProductPlan, brands: dict[str, Brand], stored: dict[str, Picture]
    ) -> None:
        """Put what the file says into a page and its children, in memory; the rest stays."""
        draft = plan.draft
        if draft.title:
            page.title = page.draft_title = draft.title
        page.import_hash = plan.import_hash
        for name, value in draft.values.items():
            setattr(page, name, value)
        if draft.brand is not None:
            page.brand = brands.get(draft.brand)
        codes = self.attributes.keys() if draft.codes is None else draft.codes
        if codes:
            kept = [fact for fact in page.attribute_values.all() if fact.attribute.code not in codes]
            facts = [
                AttributeValue.of(self.attributes[code], value) for code, value in draft.attributes.items()
            ]
            page.attribute_values.set(_numbered([*kept, *facts]))
        if plan.pictures is not None:
            shown = [ProductPicture(picture=stored[picture.digest]) for picture in plan.pictures]
            page.pictures.set(_numbered(shown))
            page.cover = shown[0].picture if shown else None
        if draft.categories is not None:
            home = page.path[: -Page.steplen] if page.path else self.categories.get(self._home(plan)).path
            also = list(page.more_categories.all()) if draft.adds_categories else []
            also += [self.categories.get(path) for path in draft.categories]
            page.more_categories.set([one for one in dict.fromkeys(also) if one.path != home])

    def _update_rows(self, pages: Iterable[ProductPage]) -> None:
        base = [
            field for field in Page._meta.concrete_fields if not field.primary_key and field.name in _BASE
        ]
        own = [
            field
            for field in ProductPage._meta.local_concrete_fields
            if not field.primary_key and field.name not in COUNTED
        ]
        for page in pages:
            Page.objects.filter(pk=page.pk).update(**{f.attname: getattr(page, f.attname) for f in base})
            ProductPage.objects.filter(pk=page.pk).update(
                **{f.attname: getattr(page, f.attname) for f in own}
            )

    def _write_children(self, created: Sequence[ProductPage], changed: Sequence[ProductPage]) -> None:
        ids = [page.pk for page in changed]
        for model, name in ((AttributeValue, "attribute_values"), (ProductPicture, "pictures")):
            children = [child for page in (*created, *changed) for child in getattr(page, name).all()]
            for child in children:
                child.pk = None
                child._state.adding = True
            model.objects.filter(product_id__in=ids).delete()
            model.objects.bulk_create(children)
        THROUGH.objects.filter(productpage_id__in=ids).delete()
        THROUGH.objects.bulk_create(
            THROUGH(productpage_id=page.pk, categorypage_id=category.pk)
            for page in (*created, *changed)
            for category in page.more_categories.all()
        )

    def _write_revisions(self, pages: Sequence[ProductPage]) -> None:
        """One revision each, and the pages' pointers to it."""
        if not pages:
            return
        content_type = ContentType.objects.get_for_model(ProductPage)
        base_type = ContentType.objects.get_for_model(Page)
        Revision.objects.bulk_create(
            Revision(
                content_type=content_type,
                base_content_type=base_type,
                object_id=str(page.pk),
                created_at=page.latest_revision_created_at,
                object_str=str(page),
                content=page.serializable_data(),
            )
            for page in pages
        )
        newest = Subquery(
            Revision.objects.filter(
                base_content_type=base_type, object_id=Cast(OuterRef("pk"), CharField(max_length=255))
            )
            .order_by("-created_at", "-pk")
            .values("pk")[:1]
        )
        ids = [page.pk for page in pages]
        Page.objects.filter(pk__in=ids).update(latest_revision=newest)
        Page.objects.filter(pk__in=ids, live=True).update(live_revision=newest)

    # Variants ------------------------------------------------------------------------------------------

    def _write_variants(
        self, plans: Sequence[ProductPlan], page_ids: dict[str, int], stored: dict[str, Picture]
    ) -> set[int]:
        """New variants in one statement, changed ones column by column. Returns pages whose SKUs changed."""
        now = timezone.now()
        made, renamed, otherwise = [], set(), set()
        for plan in plans:
            page_id = plan.page_id or page_ids[plan.draft.external_id]
            for position, one in enumerate(plan.variants):
                if one.variant is None:
                    made.append(self._new_variant(one, page_id, position, stored))
                    renamed.add(page_id)
                    otherwise.add(page_id)
                elif one.changes:
                    if one.is_seen:
                        otherwise |= {page_id, one.variant.product_id}
                    changes = {**one.changes, "updated_at": now}
                    if "product_id" in changes:
                        changes["product_id"] = page_id
                        renamed |= {page_id, one.variant.product_id}
                    if "picture" in changes:
                        changes["picture"] = stored[changes["picture"]]
                    if "sku" in changes:
                        renamed.add(page_id)
                    Variant.objects.filter(pk=one.variant.pk).update(**changes)
            absent = [variant.pk for variant in plan.absent]
            if absent:
                if any(variant.availability != Availability.DISCONTINUED for variant in plan.absent):
                    otherwise.add(page_id)
                Variant.objects.filter(pk__in=absent).update(
                    availability=Availability.DISCONTINUED, absent_since=now, updated_at=now
                )
        Variant.objects.bulk_create(made)
        ProductPage.objects.family(otherwise).changed(now)
        return renamed

    def _new_variant(
        self, plan: VariantPlan, page_id: int, position: int, stored: dict[str, Picture]
    ) -> Variant:
        return Variant(
            product_id=page_id,
            position=position,
            sku=plan.draft.sku,
            external_id=plan.draft.external_id,
            picture=stored[plan.picture.digest] if plan.picture else None,
            **plan.draft.values,
        )

    # Things pages point to -----------------------------------------------------------------------------

    def _store_pictures(self, plans: Sequence[ProductPlan]) -> dict[str, Picture]:
        wanted = [(picture, plan.draft.title) for plan in plans for picture in plan.pictures or ()]
        wanted += [
            (one.picture, plan.draft.title)
            for plan in plans
            for one in plan.variants
            if one.picture is not None
        ]
        return pictures.store(wanted) if wanted else {}

    def _brands(self, plans: Sequence[ProductPlan]) -> dict[str, Brand]:
        names = {plan.draft.brand for plan in plans if plan.draft.brand}
        found = {brand.name: brand for brand in Brand.objects.filter(name__in=names)}
        for name in sorted(names - found.keys()):
            found[name] = Brand.objects.create(name=name)
        return found


_BASE = {
    "title",
    "draft_title",
    "live",
    "has_unpublished_changes",
    "first_published_at",
    "last_published_at",
    "content_changed_at",
    "latest_revision_created_at",
}


def _is_seen(plan: VariantPlan) -> bool:
    """Whether a reader can tell what happens to the variant."""
    return plan.variant is None or any(
        name.removesuffix("_id") not in UNSEEN_OF_VARIANT for name in plan.changes
    )


def _numbered(children: Sequence[Any]) -> list[Any]:
    for number, child in enumerate(children):
        child.sort_order = number
    return list(children)
