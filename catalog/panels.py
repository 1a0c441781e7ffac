"""The panel that shows a product's variants beside its words, with links to edit them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from wagtail.admin.panels import Panel


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
            from catalog.models.variant import money

            may_change = self.request.user.has_perm("catalog.change_variant")
            return [
                VariantRow(
                    variant=variant,
                    price=money(variant.price, variant.currency),
                    availability=variant.stocked_availability.words,
                    edit_url=self.link("variant:edit", variant.pk) if may_change else "",
                )
                for variant in self.instance.variants.all()
            ]

        def link(self, name: str, *args: Any) -> str:
            """The address of a variant view that comes back to this product."""
            return f"{reverse(name, args=args)}?{urlencode({'product': self.instance.pk})}"
