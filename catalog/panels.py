"""The panel that shows a product's variants beside its words, with links to edit them."""

from typing import Any

from django.urls import reverse

from wagtail.admin.panels import Panel


class VariantsPanel(Panel):
    """A table of the product's variants; they are changed on pages of their own, without a revision."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "catalog/admin/variants_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            saved = self.instance.pk is not None
            user = self.request.user
            return {
                **super().get_context_data(parent_context),
                "variants": list(self.instance.variants.all()) if saved else [],
                "add_url": f"{reverse('variant:add')}?product={self.instance.pk}" if saved else "",
                "may_change": user.has_perm("catalog.change_variant"),
                "may_add": user.has_perm("catalog.add_variant"),
            }
