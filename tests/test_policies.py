"""On which terms a shop sells: rules at the door, one description for all offers, what a thing may say itself."""

import json
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils import translation

import pytest
from babel import Locale

from cms.models import Organization, Policies
from seo import nodes
from seo.figures import country, day, figure, is_country, money
from seo.google import findings, types_of, walk
from seo.policies import countries_problem
from seo.selfserving import refuse_own_ratings
from tests.every_type import stream
from tests.make import make_category, make_product

pytestmark = pytest.mark.django_db
FINITE = "MerchantReturnFiniteReturnWindow"
TERMS = {"return_category": FINITE, "return_days": 30, "return_countries": "GB", "return_fees": "FreeReturn"}
PLACE = {"countries": "GB", "rate": "4.80", "transit_least": 2, "transit_most": 4}


def policies_of(site, **fields):
    policies = Policies.for_site(site)
    for name, value in fields.items():
        setattr(policies, name, value)
    return policies


@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"return_days": None}, "return_days", "number of days"),
        ({"return_category": "MerchantReturnUnlimitedWindow"}, "return_days", "limited time only"),
        ({"return_countries": ""}, "return_countries", "countries"),
        ({"return_countries": "GB UK"}, "return_countries", "“UK” is no country"),
        ({"return_fees": "ReturnShippingFees"}, "return_fee", "how much"),
        ({"return_fee": Decimal(3)}, "return_fee", "fixed amount"),
        ({"return_country": "XX"}, "return_country", "two capital letters"),
        ({"defect_fees": "ReturnShippingFees"}, "defect_fee", "how much"),
        ({"restocking_fee": 3, "restocking_percent": 5}, "restocking_percent", "Either"),
        ({"season_days": 60}, "season_start", "first and last day"),
        ({"return_category": "", "return_days": 30}, "return_category", "whether things may be returned"),
        ({"return_category": "", "return_countries": "GB"}, "return_category", "whether things may be"),
        ({"currency": "pounds"}, "currency", "ISO 4217"),
        ({"program_name": "The Watch"}, "program_name", "at least one level"),
    ],
)
def test_terms_that_break_a_rule_are_refused_at_their_field(site, changes, field, rule):
    policies = policies_of(site, **TERMS | changes)
    with pytest.raises(ValidationError) as caught:
        policies.full_clean()
    assert rule in " ".join(caught.value.message_dict[field])


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"countries": "GB", "postal_codes": "ZE2"}, "US, CA or AU"),
        ({"countries": "US", "regions": "NY", "postal_codes": "100"}, "never both"),
        ({"countries": "GB IE", "regions": "NY"}, "one country"),
        ({"countries": "Britain"}, "is no country"),
        ({"rate": None}, "0 is free"),
        ({"does_not_ship": True}, "no rate"),
        ({"transit_least": 5}, "must not come before"),
        ({"transit_most": None, "transit_least": None}, "how many days"),
        ({"order_from": "90", "order_to": "10"}, "must not come before"),
        ({"rate_kind": "order", "rate": "120"}, "from 0 to 100"),
    ],
)
def test_a_delivery_that_breaks_a_rule_is_refused(site, changes, rule):
    block = Policies._meta.get_field("shipping").stream_block
    value = block.to_python(json.loads(stream("service", {"name": "Post", "conditions": [PLACE | changes]})))
    with pytest.raises(ValidationError) as caught:
        block.clean(value)
    assert rule in str(said(caught.value))


def said(error):
    """Every message of nested block errors."""
    if error is None:
        return []
    inner = (
        [*(getattr(error, "block_errors", None) or {}).values()]
        if isinstance(getattr(error, "block_errors", None), dict)
        else list(getattr(error, "block_errors", None) or [])
    )
    return [*getattr(error, "messages", []), *[words for each in inner for words in said(each)]]


def test_at_most_fifty_countries():
    assert countries_problem("GB IE") == ""
    codes = " ".join(code for code in Locale("en").territories if is_country(code))
    assert "at most 50" in str(countries_problem(codes))


def test_a_shop_may_only_point_to_its_terms(home, site):
    policies = policies_of(site, return_link="https://shop.example/returns/")
    policies.full_clean()
    [policy] = policies.graph_nodes("https://shop.example/")
    assert policy["merchantReturnLink"] == "https://shop.example/returns/"
    assert set(policy) == {"@type", "@id", "merchantReturnLink"}
    assert findings({"@graph": [policy]}) == []


def test_offers_refer_to_the_shops_terms_and_say_nothing_of_their_own(home, site):
    policies = policies_of(site, **TERMS, shipping=stream("service", {"name": "Post", "conditions": [PLACE]}))
    policies.full_clean()
    policies.save()
    page = make_product(make_category(home), variants=2)
    offers = [node for node in walk(page.get_head().json_ld) if "Offer" in types_of(node)]
    assert len(offers) == 2
    for offer in offers:
        assert offer["hasMerchantReturnPolicy"] == {"@id": "https://shop.example/#returns"}
        assert offer["shippingDetails"] == [
            {
                "@type": "OfferShippingDetails",
                "hasShippingService": {"@id": "https://shop.example/#shipping-post"},
            }
        ]


def test_a_thing_that_differs_says_so_in_graph_and_words(home, site, client):
    packed = {"handling_least": 0, "handling_most": 1}
    policies = policies_of(
        site, **TERMS, shipping=stream("service", packed | {"name": "Post", "conditions": [PLACE]})
    )
    policies.full_clean()
    policies.save()
    page = make_product(make_category(home), variants=1)
    page.return_category = "MerchantReturnNotPermitted"
    page.return_countries = "GB"
    page.shipping_exceptions = stream("exception", PLACE | {"rate": "12.50"})
    page.full_clean()
    page.save_revision().publish()
    page = type(page).objects.get(pk=page.pk)
    [offer] = [node for node in walk(page.get_head().json_ld) if "Offer" in types_of(node)]
    assert offer["hasMerchantReturnPolicy"]["returnPolicyCategory"].endswith("/MerchantReturnNotPermitted")
    assert offer["shippingDetails"][0]["shippingRate"]["value"] == "12.50"
    html = client.get(page.url).content.decode()
    assert "It cannot be returned." in html
    assert "£12.50" in html
    assert "£4.80" not in html


def test_policies_come_with_the_organization_in_one_query(home, site, django_assert_num_queries):
    policies_of(site, **TERMS).save()
    Organization.for_site(site)
    with django_assert_num_queries(1):
        organization = Organization.base_queryset().get(site_id=site.pk)
        assert organization.policies.return_policy.terms.days == 30


def test_our_own_organization_carries_no_rating():
    node = nodes.organization("https://shop.example/", name="Night Shop")
    assert refuse_own_ratings(node) is node
    with pytest.raises(ValueError, match="rates itself"):
        nodes.organization("https://shop.example/", name="Night Shop", aggregateRating={"ratingValue": 5})


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("iso6523", "60:1", "four digits"),
        ("iso6523", "0060:12345", "nine digits"),
        ("duns", "12345", "nine digits"),
        ("lei", "213800D1EI4B9WTWWD29", "ISO 17442"),
        ("gln", "5012345678901", "GS1"),
        ("naics", "4", "two to six"),
        ("vat_id", "123456789", "begins with its country"),
    ],
)
def test_numbers_of_registers_are_checked(organization, field, value, rule):
    setattr(organization, field, value)
    with pytest.raises(ValidationError) as caught:
        organization.full_clean()
    assert rule in " ".join(caught.value.message_dict[field])


@pytest.mark.parametrize(
    ("language", "price", "crowns", "written", "number", "name"),
    [
        ("en-gb", "£1,234.50", "48.00 SEK", "24 December 2026", "1,234.5", "United Kingdom"),
        ("ru", "1 234,50 £", "48,00 SEK", "24 декабря 2026", "1 234,5", "Великобритания"),
        ("ar", "\u200f1,234.50 UK£\u200e", "48.00 SEK", "24 ديسمبر 2026", "1,234.5", "المملكة المتحدة"),
    ],
)
def test_figures_are_written_as_the_language_writes_them(language, price, crowns, written, number, name):
    with translation.override(language):
        assert money(Decimal("1234.50"), "GBP").replace("\xa0", " ") == price
        assert money(Decimal(48), "SEK").replace("\xa0", " ") == crowns
        assert day(date(2026, 12, 24)) == written
        assert figure(Decimal("1234.50")).replace("\xa0", " ") == number
        assert country("GB") == name
