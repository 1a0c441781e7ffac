"""What the shelves offer as filters, what of it search engines may list, and the pages made of it."""

from typing import Any

from catalog.models import FacetPage, FacetPolicy
from demo.content import table
from demo.loading.tree import Tree
from demo.prose import rich_text


def build_facets(tree: Tree) -> None:
    """Policies and landing pages, once the products they count are there."""
    for policy in table("facets")["policy"]:
        build_policy(tree, policy)
    for landing in table("facets")["landing"]:
        build_landing(tree, landing)


def build_policy(tree: Tree, facts: dict[str, Any]) -> None:
    category = tree.category(facts["category"])
    if FacetPolicy.objects.filter(category=category).exists():
        return
    steps = facts.get("steps", {})
    policy = FacetPolicy(
        category=category,
        facets=[
            (
                "facet",
                {"code": code, "is_indexable": code in facts["open"], "bounds": steps.get(code, "")},
            )
            for code in facts["filters"]
        ],
        pairs=[("pair", {"first": first, "second": second}) for first, second in facts["pairs"]],
        minimum=facts["minimum"],
    )
    policy.full_clean()
    policy.save()


def build_landing(tree: Tree, facts: dict[str, Any]) -> None:
    category = tree.category(facts["category"])
    if FacetPage.objects.child_of(category).filter(slug=facts["slug"]).exists():
        return
    page = FacetPage(
        title=facts["name"],
        slug=facts["slug"],
        summary=facts["summary"],
        intro=rich_text(facts["intro"], tree.find_page),
    )
    page.combination = page.accepted(facts["combination"], category)
    tree.add(category, page)
