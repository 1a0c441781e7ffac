"""Which receiver is to be told of what, and how it is put."""

from datetime import timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import pytest
import time_machine

from catalog.models import Review
from delivery import log, outbound, relay
from delivery.models import Change, Delivery, Webhook
from delivery.webhooks import queue
from headless.jobs.models import BulkJob
from tests.make import make_category, make_content, make_product, make_review
from tests.visitors import make_questions, send_json
from tests.webhooks import make_change, make_webhook, tell, waiting

pytestmark = pytest.mark.django_db
Kind = Change.Kind


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        (Kind.UPSERT, "page.published"),
        (Kind.UNPUBLISH, "page.unpublished"),
        (Kind.DELETE, "page.deleted"),
        (Kind.MOVE, "page.moved"),
        (Kind.OFFER, "product.changed"),
        (Kind.REDIRECT, "redirect.changed"),
        (Kind.MENU, "menu.changed"),
        (Kind.SETTINGS, "settings.changed"),
        (Kind.TRANSLATION, "translation.changed"),
    ],
)
def test_every_kind_of_change_is_an_event(kind, event):
    webhook = make_webhook(events=[event])
    make_webhook(events=["form.submitted"])
    [delivery] = tell(*(make_change(each) for each in Kind))
    assert (delivery.webhook, delivery.event, delivery.body["type"]) == (webhook, event, event)


def test_a_body_says_what_changed_and_every_address_and_tag_that_changed_with_it(site):
    make_webhook()
    change = make_change(
        Kind.MOVE,
        site_id=site.pk,
        position=42,
        urls=["https://shop.example/new/"],
        old_urls=["https://shop.example/old/"],
        tags=["page-7", "menu"],
    )
    [delivery] = tell(change)
    assert delivery.body == {
        "id": delivery.uid,
        "type": "page.moved",
        "occurred_at": change.created_at.isoformat(),
        "site": "shop.example",
        "locale": "en-GB",
        "object": {"kind": "page", "type": "home.ContentPage", "id": 7},
        "changes": [
            {
                "seq": 42,
                "op": "move",
                "type": "home.ContentPage",
                "id": 7,
                "at": change.created_at.isoformat(),
            }
        ],
        "urls": ["https://shop.example/new/"],
        "old_urls": ["https://shop.example/old/"],
        "tags": ["menu", "page-7", "pages", "redirects"],
    }


def test_a_receiver_hears_of_its_sites_and_types_only(site):
    make_webhook(name="other site", sites=[site.pk + 1])
    make_webhook(name="this site", sites=[site.pk])
    make_webhook(name="products", types=["catalog.ProductPage"])
    make_webhook(name="switched off", active=False)
    tell(make_change(site_id=site.pk))
    assert [delivery.webhook.name for delivery in waiting()] == ["this site"]
    Delivery.objects.all().delete()
    # What concerns every site, and is no page, concerns all who are awake.
    tell(make_change(Kind.SETTINGS))
    assert Delivery.objects.count() == 3


def test_a_paused_receiver_is_told_later_so_its_deliveries_wait():
    make_webhook(paused_at=timezone.now())
    assert len(tell(make_change())) == 1


def test_addresses_of_documents_are_told_to_nobody():
    make_webhook()
    [delivery] = tell(make_change(Kind.SETTINGS, urls=["https://shop.example/documents/1/secret.pdf"]))
    assert delivery.body["urls"] == []


# What happens at once is told at once ----------------------------------------------------------------------


def test_what_happens_to_one_thing_before_it_is_told_is_one_delivery():
    make_webhook()
    tell(make_change(position=1, tags=["page-7"]))
    tell(make_change(position=2, urls=["https://shop.example/b/"], tags=["page-8"]), make_change(position=3))
    [delivery] = waiting()
    assert [change["seq"] for change in delivery.body["changes"]] == [1, 2, 3]
    assert delivery.body["urls"] == ["https://shop.example/lamps/", "https://shop.example/b/"]
    assert {"page-7", "page-8"} <= set(delivery.body["tags"])
    assert delivery.next_at - delivery.created_at <= queue.WINDOW + timedelta(seconds=1)


def test_two_things_are_two_deliveries():
    make_webhook()
    assert len(tell(make_change(page_id=7), make_change(page_id=8))) == 2


def test_what_happened_to_a_thing_is_told_in_the_order_in_which_it_happened():
    make_webhook()
    told = tell(make_change(), make_change(Kind.UNPUBLISH), make_change(), make_change())
    assert [delivery.event for delivery in told] == ["page.published", "page.unpublished", "page.published"]
    assert [len(delivery.body["changes"]) for delivery in told] == [1, 1, 2]


def test_what_was_tried_already_is_never_written_to_again():
    make_webhook()
    [delivery] = tell(make_change())
    Delivery.objects.update(tried_at=timezone.now())
    tell(make_change())
    assert len(waiting()) == 2
    delivery.refresh_from_db()
    assert len(delivery.body["changes"]) == 1
    Delivery.objects.all().delete()
    [delivery] = tell(make_change())
    delivery.redeliver()
    assert len(tell(make_change())) == 2


def test_a_body_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(queue, "MOST_CHANGES", 3)
    make_webhook()
    told = tell(*(make_change(position=number) for number in range(1, 8)))
    assert [len(delivery.body["changes"]) for delivery in told] == [3, 3, 1]


def test_many_offers_in_one_go_are_a_batch_for_whom_wants_batches():
    both = make_webhook(name="both", events=["product.changed", "catalog.batch"])
    single = make_webhook(name="single", events=["product.changed"])
    batches = make_webhook(name="batches", events=["catalog.batch"])
    offers = [make_change(Kind.OFFER, page_id=number, tags=[f"page-{number}"]) for number in range(1, 31)]
    tell(*offers)
    assert both.deliveries.count() == batches.deliveries.count() == 1
    assert single.deliveries.count() == 30
    body = both.deliveries.get().body
    assert (body["object"], len(body["changes"])) == ({"kind": "catalog", "count": 30}, 30)
    assert {f"page-{number}" for number in range(1, 31)} <= set(body["tags"])
    Delivery.objects.all().delete()
    tell(*offers[:3])
    assert (both.deliveries.count(), batches.deliveries.count()) == (3, 0)


# What it costs ---------------------------------------------------------------------------------------------


def test_without_receivers_the_log_is_read_with_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        queue.consume([make_change(page_id=number) for number in range(50)])


def test_many_changes_cost_as_many_queries_as_few(site):
    def cost(count: int) -> int:
        with CaptureQueriesContext(connection) as counted:
            queue.consume([make_change(page_id=number, site_id=site.pk) for number in range(count)])
        return len(counted)

    make_webhook()
    few = cost(3)
    make_webhook()
    assert cost(100) == few + 1  # what waits already is written to


def test_publishing_writes_a_delivery_and_calls_nobody(home, monkeypatch, django_capture_on_commit_callbacks):
    relay.sweep()
    monkeypatch.setattr(connection, "run_on_commit", [])

    def refuse(*args, **kwargs):
        raise AssertionError("Publishing called a receiver.")

    monkeypatch.setattr(outbound, "_exchange", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    webhook = make_webhook("https://hooks.example/")
    with django_capture_on_commit_callbacks(execute=True):
        page = make_content(home)
        with transaction.atomic():
            log.record(Kind.MENU)
    events = list(Webhook.objects.get(pk=webhook.pk).deliveries.values_list("event", flat=True))
    assert "page.published" in events
    assert page.full_url in [url for delivery in waiting() for url in delivery.body["urls"]]


def test_what_is_rolled_back_is_told_to_nobody(site, django_capture_on_commit_callbacks):
    make_webhook()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        log.record(Kind.MENU)
        transaction.set_rollback(True)
    assert waiting() == []


# What is no change of a page ---------------------------------------------------------------------------------


def test_other_things_are_told_as_they_happen(site):
    make_webhook(events=["form.submitted"])
    make_webhook(events=["page.published"])
    with time_machine.travel("2026-11-20T09:00:00Z", tick=False):
        heard = queue.announce("form.submitted", {"kind": "form", "id": 3}, site_id=site.pk, locale="ru")
        [delivery] = waiting()
        assert (heard, delivery.next_at) == (1, timezone.now())
    body = delivery.body
    assert (body["object"], body["site"], body["locale"]) == ({"kind": "form", "id": 3}, "shop.example", "ru")


def test_a_form_that_was_sent_in_is_told_without_what_it_says(home, client):
    form = make_questions(home, ("Your address", "email"))
    make_webhook(events=["form.submitted"])
    assert send_json(client, form, {"your_address": "reader@visitor.example"}).status_code == 201
    kept = form.get_submissions().get()
    [delivery] = waiting()
    assert delivery.body["object"] == {
        "kind": "form",
        "type": "home.FormPage",
        "id": form.pk,
        "submission": kept.pk,
    }
    assert (delivery.body["site"], delivery.body["urls"]) == ("shop.example", [])
    assert "reader@visitor.example" not in delivery.payload.decode()


def test_a_review_is_told_when_it_is_approved_and_not_again(home):
    product = make_product(make_category(home))
    make_webhook(events=["review.approved"])
    review = make_review(product, status="pending")
    assert waiting() == []
    Review.objects.all().decide("approved")
    Review.objects.all().decide("approved")
    review.refresh_from_db()
    review.title = "Better"
    review.save()
    [delivery] = waiting()
    assert delivery.body["object"] == {"kind": "review", "id": review.pk, "product": product.pk}
    other = make_review(product, status="pending")
    other.status = "approved"
    other.save()
    assert len(waiting()) == 2


def test_a_bulk_job_is_told_once_when_it_is_over(db):
    make_webhook(events=["job.finished"])
    job = BulkJob.objects.create(kind="products", scope="catalog:write", state="running")
    job.cancel()
    assert waiting() == []
    job.count("updated", 3)
    job.end()
    [delivery] = waiting()
    assert delivery.body["object"] == {
        "kind": "job",
        "id": str(job.pk),
        "job": "products",
        "state": "succeeded",
        "dry_run": False,
        "counts": {"updated": 3},
    }
    BulkJob.objects.create(kind="products", scope="catalog:write").cancel()
    assert [each.body["object"]["state"] for each in waiting()] == ["succeeded", "cancelled"]
