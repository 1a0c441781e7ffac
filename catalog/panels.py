"""What the product editor shows beside the words: the variants, and what the end of a product's life means."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wagtail.admin.panels import MultiFieldPanel, Panel

from seo.figures import money


@dataclass(frozen=True, slots=True)
class VariantRow:
    """One line of the panel; `edit_url` is empty for those who may not change prices."""

    variant: Any
    price: str
    availability: str
    edit_url: str


class VariantsPanel(Panel):
    """A table of the product's variants; they are changed on pages of their own, without a revision."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalog/admin/variants_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            saved = self.instance.pk is not None
            may_add = self.request.user.has_perm("catalog.add_variant")
            return {
                **super().get_context_data(parent_context),
                "saved": saved,
                "rows": self.get_rows() if saved else [],
                "add_url": self.link("variant:add") if saved and may_add else "",
            }

        def get_rows(self) -> list[VariantRow]:
            may_change = self.request.user.has_perm("catalog.change_variant")
            return [
                VariantRow(
                    variant=variant,
                    price=money(variant.price, variant.currency),
                    availability=_(variant.stocked_availability.words),
                    edit_url=self.link("variant:edit", variant.pk) if may_change else "",
                )
                for variant in self.instance.offered
            ]

        def link(self, name: str, *args: Any) -> str:
            """The address of a variant view that comes back to this product."""
            return f"{reverse(name, args=args)}?{urlencode({'product': self.instance.thing.pk})}"


class OfOriginal(MultiFieldPanel):
    """Fields that hold for a product in all its languages: shown on the original only."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return self.instance.source_id is None and super().is_shown()


class LifecyclePanel(Panel):
    """What becomes of the product, in words: now and, if a date is given, from then on."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalog/admin/lifecycle_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from catalog.lifecycle import POLICIES

            product, now = self.instance, timezone.now()
            ends_at = (
                product.ends_at if product.ending and product.ends_at and product.ends_at > now else None
            )
            return {
                **super().get_context_data(parent_context),
                "now": POLICIES[product.state_at(now)].words if product.pk else "",
                "ends_at": ends_at,
                "then": POLICIES[product.state_at(ends_at)].words if ends_at else "",
                "successor": product.get_heir() if product.pk else None,
            }
