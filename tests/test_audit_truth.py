"""What the inside tells an audit: which addresses are listed, what things cost, which filters are open."""

from decimal import Decimal

import pytest

from audit.truth import known_of
from tests.make import (
    make_category,
    make_content,
    make_policy,
    make_product,
    make_store,
    make_store_index,
    make_variant,
)

pytestmark = pytest.mark.django_db
ROOT = "https://shop.example"


def test_apps_tell_what_only_they_know(home, organization, site):
    lamps = make_category(home, title="Lamps", slug="lamps")
    for number, color in enumerate(("Red", "Red", "Red", "Blue")):
        make_variant(
            make_product(lamps, variants=0), sku=f"L-{number}", color=color, price=Decimal(20 + number)
        )
    make_policy(lamps, offered="color", opened="color", minimum=2)
    store = make_store(make_store_index(home, slug="stores"), slug="quay")
    make_content(home, slug="draft", live=False)

    known = known_of(site)
    truth = known.truth

    assert truth.open_facets == {f"{ROOT}/lamps/?color=red": 3}
    assert {f"{ROOT}/", f"{ROOT}/lamps/", f"{ROOT}/lamps/?color=red"} <= truth.indexable
    assert truth.facet_parameters[0] == "color"
    assert (truth.offers["L-2"].price, truth.offers["L-2"].currency) == (Decimal(22), "GBP")
    assert truth.locations[store.full_url]["postalCode"] == "ZE1 0AA"
    assert f"{ROOT}/feeds/google-en-gb.xml" in known.product_feeds
    assert f"{ROOT}/draft/" in truth.private
    assert known.page_at(f"{ROOT}/lamps/?page=2").pk == lamps.pk
