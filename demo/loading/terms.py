"""On which terms the demo sells, and what its goods are to machines that compare."""

import json
from decimal import Decimal
from typing import Any

from catalog.models import CategoryPage, ProductPage, Variant
from cms.models import Policies
from demo.content import table
from demo.loading.tree import Tree
from seo.policies import ReturnCategory, TierBenefit


def build_policies(tree: Tree) -> None:
    """Returns, delivery and membership as site.toml has them. What somebody has written is left alone."""
    policies = Policies.for_site(tree.site)
    if policies.return_category:
        return
    shipping, returns, members = (table("site")[name] for name in ("shipping", "returns", "membership"))
    policies.currency = shipping["currency"]
    policies.return_category, policies.return_days = ReturnCategory.FINITE, returns["days"]
    policies.return_countries = " ".join(returns["countries"])
    policies.return_fees = returns["fees"]
    policies.return_by_mail = policies.return_in_store = True
    policies.shipping = _stream("service", [_service(shipping)])
    policies.program_name, policies.program_description = members["name"], members["description"]
    policies.tiers = _stream(
        "tier",
        [
            {
                "name": members["tier"],
                "benefits": [TierBenefit.PRICE, TierBenefit.POINTS],
                "points": members["points"],
                "requirement": members["requirement"],
            }
        ],
    )
    policies.full_clean()
    policies.save()


def _service(shipping: dict[str, Any]) -> dict[str, Any]:
    """One way of delivery: to every place at its rate, and from a value on for nothing."""
    least, most = shipping["handling_days"]
    last_paid = Decimal(shipping["free_from"]) - Decimal("0.01")
    conditions = []
    for rate in shipping["rate"]:
        place = {
            "label": rate["name"],
            "countries": " ".join(rate["countries"]),
            "transit_least": rate["transit_days"][0],
            "transit_most": rate["transit_days"][1],
        }
        conditions += [
            place | {"rate": rate["price"], "order_to": str(last_paid)},
            place | {"rate": "0", "order_from": shipping["free_from"]},
        ]
    return {
        "name": shipping["name"],
        "description": shipping["description"],
        "handling_least": least,
        "handling_most": most,
        "cutoff": shipping["cutoff"],
        "weekdays": shipping["weekdays"],
        "conditions": conditions,
    }


def build_traits(tree: Tree) -> None:
    """Categories at Google, for whom the clothing is, unit prices and what members pay."""
    facts = table("traits")
    for path, taxonomy in facts["taxonomy"].items():
        category = tree.category(path)
        if not category.google_category:
            category.google_category = taxonomy
            category.save_revision().publish()
    for path, traits in facts["audience"].items():
        for product in ProductPage.objects.descendant_of(tree.category(path)).filter(age_group=""):
            for name, value in traits.items():
                setattr(product, name, value)
            product.save_revision().publish()
    for slug, measure in facts["measure"].items():
        for variant in tree.product(slug).variants.filter(content=None):
            variant.content, variant.content_unit = Decimal(measure["content"]), measure["unit"]
            variant.base_unit = measure["per"]
            _save(variant)
    tier = table("site")["membership"]["tier"]
    for slug, share in facts["members"].items():
        for variant in tree.product(slug).variants.all():
            if not variant.member_prices:
                price = (variant.price * Decimal(share)).quantize(Decimal("0.01"))
                variant.member_prices = _stream(
                    "price", [{"tier": tier, "price": str(price), "points": int(price)}]
                )
                _save(variant)
    for slug, path in facts["also"].items():
        page = tree.product(slug)
        if not page.more_categories.exists():
            page.more_categories = [CategoryPage.objects.get(pk=tree.category(path).pk)]
            page.save_revision().publish()


def _save(variant: Variant) -> None:
    variant.full_clean()
    variant.save()


def _stream(type_: str, values: list[dict[str, Any]]) -> str:
    return json.dumps([{"type": type_, "value": value} for value in values])
