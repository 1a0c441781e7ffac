"""The report on product feeds: what is in and what is left out make all variants, each with its reason."""

from django.contrib.auth.models import Permission
from django.urls import reverse

from wagtail.models import PageViewRestriction

import pytest

from catalog.models import FeedFinding, FeedRun, Variant
from seo.merchant import Problem
from tests.make import make_brand, make_category, make_picture, make_product
from tests.translate import translate

pytestmark = pytest.mark.django_db


def make_good(parent, **fields):
    return make_product(parent, pictures=[make_picture(600, 750)], brand=make_brand(), **fields)


@pytest.fixture
def shop(home, organization):
    """Something of every fate; by title."""
    translate(home, "ru", title="Лавка", headline="Ночь", lead="Лампы.")
    shelf = make_category(home, title="Lamps", slug="lamps")
    products = {
        "in": make_good(shelf, variants=2),
        "unpublished": make_good(shelf, live=False),
        "private": make_good(shelf),
        "ended": make_good(shelf, ending="stays"),
        "gone": make_good(shelf, ending="gone"),
        "hidden": make_good(shelf, ending="hidden"),
        "no_image": make_product(shelf),
        "translated": make_good(shelf),
        "discontinued": make_good(shelf, variants=2),
    }
    PageViewRestriction.objects.create(page=products["private"], restriction_type="login")
    Variant.objects.filter(pk=products["discontinued"].offered[0].pk).update(availability="Discontinued")
    translate(products["in"], "ru")
    translate(products["translated"], "ru", title="Лампа", summary="Светит.", description="<p>Всю ночь.</p>")
    return products


def reasons(run):
    found = FeedFinding.objects.filter(run=run, keeps_out=True)
    said = {}
    for sku, problem in found.values_list("variant__sku", "problem"):
        said.setdefault(sku, set()).add(problem)
    return said


def test_every_variant_is_in_the_feed_or_has_a_reason(home, shop):
    english, russian = FeedRun.judge_site(home.get_site())
    skus = {name: [variant.sku for variant in page.offered] for name, page in shop.items()}
    said = reasons(english)
    for name in ("unpublished", "private", "ended", "gone", "hidden", "no_image"):
        assert name in said[skus[name][0]], name
    assert said[skus["discontinued"][0]] == {"discontinued"}
    assert not said.keys() & {*skus["in"], *skus["translated"], skus["discontinued"][1]}
    spoken = reasons(russian)
    assert skus["translated"][0] not in spoken
    assert {frozenset(spoken[sku]) for sku in skus["in"]} == {frozenset({"awaits_translation"})}
    assert spoken[skus["no_image"][0]] == {"no_page"}
    for run in (english, russian):
        assert run.variants == Variant.objects.count() == 11
        assert run.items + len(reasons(run)) == run.variants


def test_a_new_look_takes_the_place_of_the_old_one(home, shop):
    FeedRun.judge_site(home.get_site())
    before = FeedFinding.objects.count()
    FeedRun.judge_site(home.get_site())
    assert (FeedRun.objects.count(), FeedFinding.objects.count()) == (2, before)
    Variant.objects.all().delete()
    FeedRun.judge_site(home.get_site())
    assert not FeedRun.objects.exists()


def test_report_filters_links_and_exports(admin_client, home, shop):
    address = reverse("feed_report")
    assert "Nobody has looked" in admin_client.get(address).content.decode()
    assert admin_client.post(reverse("feed_report_judge")).status_code == 302
    run = FeedRun.objects.get(language="en-gb")
    html = admin_client.get(address, {"run": run.pk, "problem": Problem.NO_IMAGE.value}).content.decode()
    bare = shop["no_image"]
    assert bare.offered[0].sku in html
    assert reverse("wagtailadmin_pages:edit", args=[bare.pk]) in html
    assert reverse("variant:edit", args=[bare.offered[0].pk]) in html
    assert shop["private"].offered[0].sku not in html
    assert f"<td>{run.variants}</td><td>{run.items}</td><td>{run.left_out}</td>" in html
    response = admin_client.get(address, {"run": run.pk, "export": "csv"})
    text = b"".join(response.streaming_content).decode()
    assert "has no picture" in text
    assert text.count("\n") == FeedFinding.objects.filter(run=run).count() + 1


def test_report_is_for_those_who_may_see_it(client, home, django_user_model):
    user = django_user_model.objects.create_user("ida", "ida@shop.example", "x", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    for ask in (client.get(reverse("feed_report")), client.post(reverse("feed_report_judge"))):
        assert ask.status_code == 302
        assert ask.url == reverse("wagtailadmin_home")


def test_looking_costs_the_same_for_one_product_and_for_many(home, shop, django_assert_max_num_queries):
    site, shelf = home.get_site(), shop["in"].get_parent()
    FeedRun.judge(site, "en-gb", "GBP")
    with django_assert_max_num_queries(24) as few:
        FeedRun.judge(site, "en-gb", "GBP")
    for _ in range(9):
        make_good(shelf, variants=2)
    with django_assert_max_num_queries(len(few)):
        FeedRun.judge(site, "en-gb", "GBP")
