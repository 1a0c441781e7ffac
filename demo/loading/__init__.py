"""Builds the demo shop, page by page. What exists already is left as it is, so it can be run again at any time."""

from collections.abc import Callable

from demo.loading.catalogue import build_catalogue
from demo.loading.editions import build_editions
from demo.loading.facets import build_facets
from demo.loading.front import build_home
from demo.loading.organization import build_organization
from demo.loading.places import build_places
from demo.loading.reviews import build_reviews
from demo.loading.terms import build_policies, build_traits
from demo.loading.tree import Tree
from demo.loading.words import build_words, fill_texts


class DemoShop:
    """Keeper's Supply, from its texts and drawings to published pages."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.tree = Tree()

    def build(self) -> None:
        """Everything, in an order in which links find their targets. Idempotent."""
        self.tell("Organization")
        build_organization(self.tree)
        self.tell("Catalogue")
        build_catalogue(self.tree)
        build_policies(self.tree)
        build_traits(self.tree)
        build_reviews(self.tree)
        build_facets(self.tree)
        self.tell("Journal and pages")
        build_words(self.tree)
        fill_texts(self.tree)
        self.tell("Stores, events and films")
        build_places(self.tree)
        self.tell("Home page")
        build_home(self.tree)
        self.tell("Other languages")
        build_editions(self.tree)
