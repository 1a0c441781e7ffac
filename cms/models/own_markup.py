"""JSON-LD of an editor's own on any page: checked when it is saved, printed as part of the page's one graph."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from seo import jsonld, nodes
from seo.graph import Node

if TYPE_CHECKING:
    from cms.models.page import Place

MOST_PROBLEMS = 10


class JsonLdField(models.TextField):
    """Text that is JSON-LD in schema.org's vocabulary, kept indented. What it says of the page's own nodes is
    asked by the form, which knows the page."""

    is_prose = False

    def clean(self, value: Any, model_instance: Any) -> str:
        text = super().clean(value, model_instance)
        if not text.strip():
            return ""
        try:
            problems = jsonld.vocabulary_problems(jsonld.read(text))
        except jsonld.Refused as refused:
            problems = list(refused.problems)
        refuse(problems)
        return jsonld.tidy(text)


def refuse(problems: Iterable[jsonld.Problem]) -> None:
    """Raise ValidationError with the first of the problems, one message each."""
    if found := [str(problem) for problem in problems][:MOST_PROBLEMS]:
        raise ValidationError(found)


class OwnMarkup(models.Model):
    """The part of a page that adds nodes to its graph. docs/decisions/0009."""

    json_ld = JsonLdField(
        _("own JSON-LD"),
        blank=True,
        default="",
        help_text=_(
            "Further facts for machines, in schema.org's words: an object, an array, or @context with @graph. Name a"
            " node of this page by its @id, e.g. #webpage, to add to it. It becomes part of the page's one graph."
        ),
    )

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # The form asks what only the page knows. Wagtail's admin gives the base page its own form when it starts,
        # so ours is given to every type.
        super().__init_subclass__(**kwargs)
        if "base_form_class" not in cls.__dict__ and hasattr(cls, "api_base_form_class"):
            cls.base_form_class = cls.api_base_form_class

    def get_own_nodes(self, place: "Place") -> list[Node]:
        """The editor's nodes with absolute @ids; nothing for most pages."""
        if not self.json_ld:
            return []
        return [jsonld.absolute(node, place.url) for _path, node in jsonld.read(self.json_ld)]

    def own_markup_problems(self, text: str) -> list[jsonld.Problem]:
        """What is wrong with `text` as this page's own JSON-LD, beside the nodes the page has as it is stored."""
        written = jsonld.read(text)
        stored = type(self).objects.filter(pk=self.pk).first() if self.pk else None
        if stored is None or stored.get_url_parts() is None:
            return jsonld.vocabulary_problems(written)
        stored.json_ld = ""
        place = stored.get_place()
        ours = stored.get_head().json_ld["@graph"]
        own = [(path, jsonld.absolute(node, place.url)) for path, node in written]
        return [
            *jsonld.vocabulary_problems(own, jsonld.types_by_id(ours)),
            *jsonld.merging_problems(
                own, ours, place.url, (nodes.organization_id(place.root), nodes.website_id(place.root))
            ),
        ]

    @property
    def pending_terms(self) -> list[str]:
        """Terms of its JSON-LD that schema.org still calls proposals."""
        return jsonld.pending_terms(jsonld.read(self.json_ld)) if self.json_ld else []


PANELS = [
    MultiFieldPanel(
        [FieldPanel("json_ld", permission="cms.change_indexing")], _("Own JSON-LD"), classname="collapsed"
    )
]
