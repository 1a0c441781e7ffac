"""The home page."""

from catalog.models import CategoryPage, ProductPage
from demo import pictures
from demo.content import table
from demo.loading.tree import Tree
from demo.prose import rich_text


def build_home(tree: Tree) -> None:
    facts = table("site")["home"]
    home = tree.home
    if home.headline == facts["headline"]:
        return
    home.title = table("site")["organization"]["name"]
    home.seo_title = facts["title"]
    home.search_description = facts["summary"]
    home.headline, home.lead = facts["headline"], facts["lead"]
    home.hero = pictures.picture(facts["hero_picture"])
    home.story_page = tree.product(facts["story"]["product"])
    home.story_title = facts["story"]["title"]
    home.story_text = rich_text(facts["story"]["text"], tree.find_page)
    home.journal_title = facts["journal_title"]
    home.shelves = [
        (
            "shelf",
            {
                "title": category.title,
                "page": category,
                "pages": list(ProductPage.objects.descendant_of(category).order_by("path")[:4]),
            },
        )
        for category in CategoryPage.objects.child_of(home).order_by("path")
    ]
    home.save_revision().publish()
