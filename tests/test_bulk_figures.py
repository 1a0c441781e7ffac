"""Prices and stock by the thousand, past the pages."""

from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail.models import Revision

import pytest

from catalog.models import Variant
from delivery.models import Change
from headless.jobs import running
from seo.commerce import Availability
from tests.bulk import as_lines, caller, finish, make_rows, make_worker, write
from tests.changing import changes
from tests.make import make_category
from tests.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def erp(home):
    """A caller, and twenty products it has written."""
    make_worker()
    make_category(home, title="Lamps", slug="lamps")
    erp = caller()
    finish(erp, make_rows(20))
    return erp


def prices(count=20, price="9.99"):
    return [{"sku": f"LN-{number}", "price": price} for number in range(1, count + 1)]


def test_prices_are_written_at_once_and_told_row_by_row(client, erp):
    rows = [
        *prices(2),
        {"sku": "LN-3", "price": "12.50"},
        {"sku": "NO", "price": 1},
        {"sku": "LN-4", "price": 0},
    ]
    answer = write(erp, rows, "prices").json()
    assert answer["counts"] == {"updated": 2, "unchanged": 1, "failed": 2}
    assert [row["status"] for row in answer["rows"]] == [
        "updated",
        "updated",
        "unchanged",
        "failed",
        "failed",
    ]
    assert [row["errors"][0]["type"] for row in answer["rows"][3:]] == ["not_found", "greater_than"]
    assert Variant.objects.get(sku="LN-1").price == Decimal("9.99")
    found = client.get("/api/v1/catalog/products/?sku=LN-1&view=full").json()["items"][0]
    assert "9.99" in str(found)


def test_a_price_must_be_one_its_currency_can_say(erp):
    rows = [{"sku": "LN-1", "currency": "XXX"}, {"sku": "LN-2", "currency": "JPY"}, *prices(1)]
    rows.append({"sku": "LN-3", "price": 10, "currency": "JPY"})
    answer = write(erp, rows, "prices").json()
    assert [[one["loc"] for one in row["errors"]] for row in answer["rows"]] == [
        [["currency"]], [["price"]], [], []
    ]  # fmt: skip


def test_changed_rows_cost_two_queries_at_most_and_unchanged_ones_nothing(erp):
    revisions = Revision.objects.count()
    with CaptureQueriesContext(connection) as queries, changes() as found:
        write(erp, prices(), "prices")
    assert len(queries) <= 2 * 20 + 30  # what a request and a chunk cost whatever their size
    assert [change.kind for change in found] == ["offer"] * 20
    with CaptureQueriesContext(connection) as queries, changes() as found:
        assert write(erp, prices(), "prices").json()["counts"]["unchanged"] == 20
    assert found == []
    assert (
        len([one for one in queries if one["sql"].startswith(("INSERT", "UPDATE"))]) <= 1
    )  # the token's last use
    assert Revision.objects.count() == revisions


def test_a_reduction_is_checked_against_what_is_stored(erp):
    rows = [
        {"sku": "LN-1", "price": "10.00", "compare_at": "12.50"},
        {"sku": "LN-2", "compare_at": "12.00"},
        {
            "sku": "LN-3",
            "compare_at": "20",
            "compare_at_from": "2026-05-04T00:00Z",
            "compare_at_until": "2026-05-03T00:00Z",
        },
    ]
    answer = write(erp, rows, "prices").json()
    assert [row["status"] for row in answer["rows"]] == ["updated", "failed", "failed"]
    assert [row["errors"][0]["loc"] for row in answer["rows"][1:]] == [["compare_at"], ["compare_at_until"]]
    # The new price makes the old reduction none.
    write(erp, [{"sku": "LN-1", "price": "13.00"}], "prices")
    assert Variant.objects.get(sku="LN-1").compare_at is None
    write(erp, [{"sku": "LN-1", "compare_at": "20"}], "prices")
    write(erp, [{"sku": "LN-1", "compare_at": None}], "prices")
    assert Variant.objects.get(sku="LN-1").compare_at is None


def test_stock_is_found_by_external_id_too(erp):
    rows = [
        {"external_id": "erp:LN-1", "stock": 0},
        {"sku": "LN-2", "availability": "OutOfStock"},
        {"sku": "LN-3", "availability": "PreOrder"},
        {"sku": "LN-4", "stock": None},
        {"sku": "LN-5", "external_id": "erp:LN-5", "stock": 1},
        {"external_id": "", "stock": 1},
        {"sku": "LN-1", "stock": 5},
        {"sku": "LN-6", "price": 1},
    ]
    answer = write(erp, rows, "stock").json()
    assert [row["status"] for row in answer["rows"]] == [
        "updated", "updated", "failed", "updated", "failed", "failed", "failed", "failed"
    ]  # fmt: skip
    assert [row["errors"][0]["type"] for row in answer["rows"] if row["errors"]] == [
        "value_error", "missing", "not_found", "repeated", "extra_forbidden"
    ]  # fmt: skip
    assert dict(Variant.objects.filter(sku__in=["LN-1", "LN-4"]).values_list("sku", "stock")) == {
        "LN-1": 0,
        "LN-4": None,
    }


def test_a_figure_does_not_bring_back_what_is_no_longer_made(erp):
    variant = Variant.objects.get(sku="LN-1")
    finish(erp, [{**make_rows(1)[0], "variants": [{"sku": "LN-1b", "price": 1, "currency": "GBP"}]}])
    variant.refresh_from_db()
    assert variant.availability == Availability.DISCONTINUED
    write(erp, prices(1), "prices")
    variant.refresh_from_db()
    assert (variant.price, variant.availability) == (Decimal("9.99"), Availability.DISCONTINUED)
    write(erp, [{"sku": "LN-1", "availability": "InStock"}], "stock")
    variant.refresh_from_db()
    assert (variant.availability, variant.absent_since) == (Availability.IN_STOCK, None)


def test_a_dry_run_writes_nothing(erp):
    before = Change.objects.count()
    answer = write(erp, prices(3), "prices", dry_run="true").json()
    assert (answer["dry_run"], answer["counts"]["updated"], Change.objects.count()) == (True, 3, before)
    assert not Variant.objects.filter(price="9.99").exists()


def test_more_than_a_thousand_come_as_lines_and_are_a_job(erp):
    assert write(erp, [{"sku": "x", "price": 1}] * 1001, "prices").status_code == 413
    response = write(erp, as_lines(prices()), "prices")
    assert response.status_code == 202
    with CaptureQueriesContext(connection) as queries:
        running.work()
    assert len(queries) <= 2 * 20 + 30
    job = erp.get(response["Location"]).json()
    assert (job["kind"], job["state"], job["counts"]["updated"]) == ("prices", "succeeded", 20)
    assert finish(erp, as_lines(prices()), "prices")["counts"]["unchanged"] == 20


def test_prices_need_the_scope_and_the_right(erp, client):
    assert write(client, prices(1), "prices").status_code == 401
    assert write(caller(scopes=("jobs:read",)), prices(1), "prices").status_code == 403
    assert write(caller(make_user("Editors")), prices(1), "prices").status_code == 403
    assert write(caller(make_user("Merchandisers")), prices(1), "stock").status_code == 200
