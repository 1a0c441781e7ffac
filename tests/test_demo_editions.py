"""The demo in other languages stands in the tree as it does in English."""

from catalog.models import FacetPage
from cms.models import Page
from demo.loading.editions import Edition
from demo.loading.facets import build_landing
from demo.loading.tree import Tree
from tests.make import make_category, make_page, make_product


class TwoPages(Edition):
    """An edition of a shelf and the one thing on it."""

    def pages(self):
        shelf = make_category(self.tree.home, title="Light", slug="light")
        lamp = make_product(shelf, title="Lamp", slug="lamp")
        yield self.tree.home, {"title": "Лавка"}, {"story_text": "Рассказ"}
        yield shelf, {"title": "Свет", "slug": "svet"}, {"intro": "Вступление"}
        yield lamp, {"title": "Лампа", "slug": "lampa"}, {"description": "Описание"}


def test_a_shelf_knows_its_things_after_its_texts_are_filled_in(db):
    TwoPages(Tree(), "ru").build()

    shelf = Page.objects.get(slug="svet")
    assert [page.slug for page in shelf.get_children()] == ["lampa"]
    assert shelf.specific.intro == "<p>Вступление</p>"
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_landing_page_that_is_there_is_left_as_it_is(db):
    tree = Tree()
    shelf = make_category(tree.home, slug="light")
    make_page(shelf, FacetPage, slug="paraffin-lamps", title="Ours", combination="fuel=paraffin")
    build_landing(tree, {"category": "light", "slug": "paraffin-lamps"})
    assert FacetPage.objects.get().title == "Ours"
