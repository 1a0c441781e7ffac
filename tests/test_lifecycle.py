"""What becomes of a product decides its page, lists, sitemap, graph and API alike; dates pass by themselves."""

from datetime import timedelta
from itertools import product as combinations

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

import pytest

from catalog.lifecycle import POLICIES, Ending, State, dates, state_of
from catalog.models import ProductPage, RelatedProduct, Variant
from cms.search import find_pages
from seo.commerce import Availability
from tests.importing import import_file, make_file, make_map, make_row, product
from tests.make import make_category, make_product, make_variant
from tests.people import client_of
from tests.translate import translate

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SOON, JUST = NOW + timedelta(days=3), NOW - timedelta(days=3)


@pytest.fixture
def shelf(home, organization):
    return make_category(home, title="Lamps", slug="lamps")


def end(page, ending, **fields):
    """The product again, ended and published."""
    page = ProductPage.objects.get(pk=page.pk)
    page.ending = ending
    for name, value in fields.items():
        setattr(page, name, value)
    page.full_clean()
    page.save_revision().publish()
    return ProductPage.objects.get(pk=page.pk)


def resolve(client, path):
    return client.get("/api/v1/resolve/", {"path": path}).json()


def in_sitemap(client, page):
    language = page.locale.language_code
    response = client.get(f"/sitemap-productpage-{language}-1-3145728.xml")
    return response.status_code == 200 and f"<loc>{page.get_full_url()}</loc>" in response.getvalue().decode()


def offers(page, client):
    graph = resolve(client, page.url)["head"]["json_ld"]["@graph"]
    return [node["offers"]["availability"] for node in graph if node["@type"] == "Product"]


# The policy --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ([], State.NOT_OFFERED),
        ([Availability.IN_STOCK, Availability.DISCONTINUED], State.IN_STOCK),
        ([Availability.OUT_OF_STOCK, Availability.SOLD_OUT], State.OUT_OF_STOCK),
        ([Availability.OUT_OF_STOCK, Availability.DISCONTINUED], State.OUT_OF_STOCK),
        ([Availability.PRE_ORDER, Availability.OUT_OF_STOCK], State.PREORDER),
        ([Availability.PRE_SALE], State.PREORDER),
        ([Availability.PRE_ORDER, Availability.BACK_ORDER], State.BACKORDER),
        ([Availability.BACK_ORDER, Availability.LIMITED], State.IN_STOCK),
        ([Availability.DISCONTINUED], State.DISCONTINUED),
    ],
)
def test_state_is_the_best_of_the_variants(said, state):
    assert state_of(Ending.NONE, None, said, NOW) == state


@pytest.mark.parametrize(
    ("ending", "state"),
    [("stays", "discontinued"), ("moved", "moved"), ("gone", "gone"), ("hidden", "hidden")],
)
def test_ending_overrules_variants_from_its_date_on(ending, state):
    said = [Availability.IN_STOCK]
    assert state_of(ending, None, said, NOW) == state
    assert state_of(ending, NOW, said, NOW) == state
    assert state_of(ending, SOON, said, NOW) == State.IN_STOCK
    assert state_of(ending, SOON, said, SOON) == state


def test_stored_dates_say_what_the_policy_says():
    for ending, ends_at, gone in combinations(Ending, (None, JUST, SOON), (False, True)):
        closed_from, unlisted_from = dates(ending, ends_at, all_discontinued=gone, since=JUST)
        said = [Availability.DISCONTINUED if gone else Availability.IN_STOCK]
        for moment in (NOW, SOON + timedelta(days=1)):
            policy = POLICIES[state_of(ending, ends_at, said, moment)]
            assert policy.is_read == (closed_from is None or closed_from > moment), (ending, ends_at, gone)
            assert policy.is_listed == (unlisted_from is None or unlisted_from > moment), (
                ending,
                ends_at,
                gone,
            )


# What it means -----------------------------------------------------------------------------------------------


def test_product_that_stays_keeps_its_page_and_leaves_lists(client, shelf):
    heir = make_product(shelf, title="New lantern")
    friend = make_product(shelf, title="Friend")
    old = make_product(shelf, title="Old lantern")
    RelatedProduct.objects.create(product=friend, page=old)
    old = end(old, "stays", successor=heir)
    html = client.get(old.url).content.decode()
    assert "No longer made" in html
    assert f'href="{heir.url}"' in html
    answer = resolve(client, old.url)
    assert answer["status"] == 200
    assert answer["page"]["fields"]["successor"]["path"] == heir.url
    assert not answer["page"]["fields"]["variants"][0]["can_be_bought"]
    assert offers(old, client) == ["https://schema.org/Discontinued"]
    assert in_sitemap(client, old)
    assert old.url not in client.get(shelf.url).content.decode()
    assert old.url not in client.get(friend.url).content.decode()
    assert old.pk not in [hit.pk for hit in find_pages(shelf.get_site(), "Old lantern", "1")]
    listed = client.get("/api/v1/catalog/products/").json()["items"]
    assert {item["path"] for item in listed} == {heir.url, friend.url}


def test_gone_product_answers_410_and_says_where_to_go(client, shelf):
    old, heir = make_product(shelf, title="Old lantern"), make_product(shelf, title="New lantern")
    old = end(old, "gone", successor=heir)
    response = client.get(old.url)
    assert response.status_code == 410
    assert f'href="{heir.url}"' in response.content.decode()
    assert "“Old lantern” is no longer sold." in response.content.decode()
    assert "noindex" in response.content.decode()
    answer = resolve(client, old.url)
    assert (answer["verdict"], answer["status"], answer["suggestion"]["path"]) == ("gone", 410, heir.url)
    assert client.get(f"/api/v1/catalog/products/{old.pk}/").status_code == 404
    assert not in_sitemap(client, old)
    assert old.url not in client.get(shelf.url).content.decode()


def test_gone_product_without_successor_suggests_its_category(client, shelf):
    old = end(make_product(shelf), "gone")
    assert resolve(client, old.url)["suggestion"]["path"] == shelf.url


def test_moved_product_sends_readers_on_in_one_hop(client, shelf):
    last = make_product(shelf, title="Third")
    second = end(make_product(shelf, title="Second"), "moved", successor=last)
    first = end(make_product(shelf, title="First", variants=2), "moved", successor=second)
    for address in (first.url, f"{first.url}?variant={first.offered[1].sku}", f"{first.url}?variant=nope"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, last.url), address
        answer = resolve(client, address)
        assert (answer["status"], answer["location_path"], answer["hops"]) == (301, last.url, 1), address
    assert not in_sitemap(client, first)


def test_moved_product_without_readable_successor_leads_to_its_category(client, shelf):
    heir = make_product(shelf)
    old = end(make_product(shelf), "moved", successor=heir)
    end(heir, "hidden")
    assert client.get(old.url)["Location"] == shelf.url
    assert resolve(client, old.url)["location_path"] == shelf.url


def test_hidden_product_is_as_if_it_had_never_been(client, shelf):
    old = end(make_product(shelf), "hidden")
    assert client.get(old.url).status_code == 404
    answer = resolve(client, old.url)
    assert (answer["verdict"], answer["nearest"]["path"]) == ("missing", shelf.url)
    assert not in_sitemap(client, old)


def test_out_of_stock_product_stays_where_it_was(client, shelf):
    product = make_product(shelf, variants=0)
    make_variant(product, stock=0)
    assert product.url in client.get(shelf.url).content.decode()
    assert in_sitemap(client, product)
    assert offers(product, client) == ["https://schema.org/OutOfStock"]


def test_translations_end_with_their_original(client, shelf):
    heir, old = make_product(shelf), make_product(shelf)
    here, there = translate(heir, "ru", title="Новая"), translate(old, "ru", title="Старая", summary="Лампа.")
    end(old, "moved", successor=heir)
    assert (client.get(there.url).status_code, client.get(there.url)["Location"]) == (301, here.url)
    assert resolve(client, there.url)["location_path"] == here.url
    assert not in_sitemap(client, there)
    late = translate(ProductPage.objects.get(pk=old.pk), "ar", title="قديم")
    assert late.closed_from is not None
    end(heir, "hidden")
    assert client.get(there.url)["Location"] == there.get_parent().url
    end(old, "")
    assert client.get(there.url).status_code == 200
    assert in_sitemap(client, there)


def test_ended_product_is_no_alternate_of_anything(client, shelf):
    old = make_product(shelf)
    there = translate(old, "ru", title="Старая", summary="Лампа.")
    assert there.full_url in client.get(old.url).content.decode()
    end(old, "stays")
    assert there.full_url in client.get(old.url).content.decode()
    end(old, "gone")
    assert there.full_url not in client.get("/sitemap-productpage-en-gb-1-3145728.xml").content.decode()


def test_date_passes_without_a_job(client, shelf, monkeypatch):
    old = end(make_product(shelf), "gone", ends_at=timezone.now() + timedelta(hours=1))
    html = client.get(old.url).content.decode()
    assert "unavailable_after: " in html  # search engines are told beforehand
    assert in_sitemap(client, old)
    later = timezone.now() + timedelta(hours=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get(old.url).status_code == 410
    assert resolve(client, old.url)["status"] == 410
    assert not in_sitemap(client, old)
    assert old.url not in client.get(shelf.url).content.decode()


def test_preorder_is_in_stock_from_its_date_on(shelf):
    product = make_product(shelf, variants=0)
    variant = make_variant(product, availability="PreOrder", available_from=SOON)
    assert variant.offer("", NOW).availability == Availability.PRE_ORDER
    assert variant.offer("", SOON).availability == Availability.IN_STOCK
    make_variant(product, availability="PreOrder", available_from=JUST)
    in_stock = ProductPage.objects.offered(at_least=None, at_most=None, in_stock=True)
    assert list(in_stock) == [product]


def test_product_whose_variants_are_all_discontinued_leaves_lists(client, shelf):
    product = make_product(shelf, variants=2)
    one, two = product.offered
    one.availability = Availability.DISCONTINUED
    one.save()
    assert product in ProductPage.objects.listed()
    two.availability = Availability.DISCONTINUED
    two.save()
    assert product not in ProductPage.objects.listed()
    assert product in ProductPage.objects.indexable()
    two.delete()
    one.delete()
    assert product in ProductPage.objects.listed()


def test_import_takes_a_product_from_lists_with_its_last_variant_and_puts_it_back(home, tmp_path):
    map_ = make_map(group={"by": "model", "prefix": "model-"})
    rows = [make_row(1, model="A"), make_row(2, model="A")]
    import_file(make_file(tmp_path, rows), map_)
    first = Variant.objects.get(sku="L-1")
    first.availability = Availability.DISCONTINUED
    first.save()
    assert product("model-A") in ProductPage.objects.listed()
    import_file(make_file(tmp_path, rows[:1]), map_)
    assert product("model-A") not in ProductPage.objects.listed()
    import_file(make_file(tmp_path, rows), map_)
    assert product("model-A") in ProductPage.objects.listed()


def test_import_leaves_an_editors_ending_alone(home, tmp_path):
    import_file(make_file(tmp_path, [make_row(1)]))
    end(product(1), "gone")
    import_file(make_file(tmp_path, [make_row(1, name="Lamp one", stock=9)]))
    assert (product(1).title, product(1).ending) == ("Lamp one", "gone")
    assert product(1) not in ProductPage.objects.readable()


# What is refused ----------------------------------------------------------------------------------------------


def test_successors_that_lead_back_are_refused_with_their_path(shelf):
    third = make_product(shelf, title="Third")
    second = end(make_product(shelf, title="Second"), "moved", successor=third)
    first = end(make_product(shelf, title="First"), "moved", successor=second)
    with pytest.raises(ValidationError, match="Third → First → Second → Third"):
        end(third, "moved", successor=first)
    with pytest.raises(ValidationError, match="First → First"):
        end(first, "moved", successor=first)


def test_loop_made_behind_the_back_of_validation_still_answers(client, shelf):
    first, second = make_product(shelf), make_product(shelf)
    ProductPage.objects.filter(pk=first.pk).update(ending="moved", successor=second)
    ProductPage.objects.filter(pk=second.pk).update(ending="moved", successor=first)
    ProductPage.objects.all().settle()
    assert client.get(first.url)["Location"] == shelf.url


# What editors see ---------------------------------------------------------------------------------------------


def test_editor_reads_what_will_happen(shelf):
    heir = make_product(shelf, title="New lantern")
    old = end(make_product(shelf), "gone", ends_at=SOON, successor=heir)
    html = client_of("Moderators").get(reverse("wagtailadmin_pages:edit", args=[old.pk])).content.decode()
    assert "It is sold, listed and in the product feed." in html
    assert "gone for good" in html
    assert "Readers are led to “New lantern”." in html


def test_translation_does_not_ask_for_an_ending(shelf):
    twin = translate(make_product(shelf), "ru", title="Лампа")
    html = client_of("Moderators").get(reverse("wagtailadmin_pages:edit", args=[twin.pk])).content.decode()
    assert 'name="ending"' not in html


def test_copy_of_an_ended_product_is_sold(shelf):
    old = end(make_product(shelf), "gone")
    copy = old.copy(update_attrs={"slug": "copy"})
    assert (copy.ending, ProductPage.objects.get(pk=copy.pk).closed_from) == ("", None)
