"""webhooks/: made, changed, tested and read by programs that may (scope webhooks:manage)."""

from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from ninja import Query, Router, Status

from delivery.webhooks.models import Webhook
from headless.access import Scoped
from headless.api import Limit, Offset
from headless.idempotency import tells_secret
from headless.webhooks import schemas
from headless.webhooks.keeping import (
    delivery_at,
    delivery_data,
    webhook_at,
    webhook_data,
    webhooks_data,
    with_secret,
    write,
)

router = Router(tags=["webhooks"])
SCOPE = "webhooks:manage"
VIEW, ADD, CHANGE, DELETE = (
    Scoped(SCOPE, f"delivery.{action}_webhook") for action in ("view", "add", "change", "delete")
)


@router.get(
    "/", auth=VIEW, response=schemas.WebhookList, summary="Receivers of webhooks", operation_id="webhooks"
)
def webhooks(request: HttpRequest, limit: Limit = 20, offset: Offset = 0) -> dict[str, Any]:
    """By name. Secrets are not among what is said."""
    found = Webhook.objects.all()
    return {"count": found.count(), "items": webhooks_data(found[offset : offset + limit])}


@router.post(
    "/",
    auth=ADD,
    response={201: schemas.WebhookMade},
    summary="Make a webhook",
    operation_id="make_webhook",
)
@tells_secret
def make_webhook(request: HttpRequest, response: HttpResponse, wanted: schemas.WebhookIn) -> Status:
    """The answer holds the secret its calls are signed with, this once."""
    webhook = write(Webhook(), wanted.dict())
    response.headers["Location"] = f"{request.path}{webhook.uid}/"
    return Status(201, with_secret(webhook))


@router.get(
    "/{uuid:uid}/", auth=VIEW, response=schemas.Webhook, summary="One receiver", operation_id="webhook"
)
def webhook(request: HttpRequest, uid: UUID) -> dict[str, Any]:
    return webhook_data(webhook_at(uid))


@router.patch(
    "/{uuid:uid}/",
    auth=CHANGE,
    response=schemas.Webhook,
    summary="Change a webhook",
    operation_id="change_webhook",
)
def change_webhook(request: HttpRequest, uid: UUID, wanted: schemas.WebhookChanges) -> dict[str, Any]:
    """What is left out stays as it is. The secret is changed by rotate-secret/ only."""
    return webhook_data(write(webhook_at(uid), wanted.dict(exclude_unset=True)))


@router.delete(
    "/{uuid:uid}/",
    auth=DELETE,
    response={204: None},
    summary="Delete a webhook",
    operation_id="delete_webhook",
)
def delete_webhook(request: HttpRequest, uid: UUID) -> Status:
    """With what it was told, and what it was still to be told."""
    webhook_at(uid).delete()
    return Status(204, None)


@router.post(
    "/{uuid:uid}/actions/test/",
    auth=CHANGE,
    response={202: schemas.Delivery},
    summary="Call a receiver once, to see",
    operation_id="test_webhook",
)
def test_webhook(request: HttpRequest, uid: UUID) -> Status:
    """The worker sends it, whether the webhook is active or not; what was answered stands in its delivery."""
    return Status(202, delivery_data(webhook_at(uid).test()))


@router.post(
    "/{uuid:uid}/actions/rotate-secret/",
    auth=CHANGE,
    response=schemas.WebhookMade,
    summary="Take a new secret",
    operation_id="rotate_webhook_secret",
)
@tells_secret
def rotate_secret(
    request: HttpRequest, uid: UUID, wanted: schemas.SecretChange | None = None
) -> dict[str, Any]:
    """Calls are signed with the old one too, for a day or as long as you say."""
    webhook = webhook_at(uid)
    webhook.rotate(timedelta(hours=(wanted or schemas.SecretChange()).keep_hours))
    return with_secret(webhook)


@router.post(
    "/{uuid:uid}/actions/pause/",
    auth=CHANGE,
    response=schemas.Webhook,
    summary="Send nothing for now",
    operation_id="pause_webhook",
)
def pause(request: HttpRequest, uid: UUID) -> dict[str, Any]:
    """What happens meanwhile waits."""
    webhook = webhook_at(uid)
    webhook.pause()
    return webhook_data(webhook)


@router.post(
    "/{uuid:uid}/actions/resume/",
    auth=CHANGE,
    response=schemas.Webhook,
    summary="Send again, what waits first",
    operation_id="resume_webhook",
)
def resume(request: HttpRequest, uid: UUID) -> dict[str, Any]:
    """After a pause of one's own, of three days of failures, after 410."""
    webhook = webhook_at(uid)
    webhook.resume()
    return webhook_data(webhook)


@router.get(
    "/{uuid:uid}/deliveries/",
    auth=VIEW,
    response=schemas.DeliveryList,
    summary="What a receiver was told",
    operation_id="webhook_deliveries",
)
def deliveries(
    request: HttpRequest,
    uid: UUID,
    state: Literal["pending", "delivered", "failed"] | None = None,
    event: Annotated[schemas.Told | None, Query()] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> dict[str, Any]:
    """The newest first; of the last 30 days."""
    found = webhook_at(uid).deliveries.narrowed(state, event)
    return {"count": found.count(), "items": [delivery_data(each) for each in found[offset : offset + limit]]}


@router.get(
    "/{uuid:uid}/deliveries/{delivery_id}/",
    auth=VIEW,
    response=schemas.DeliveryBody,
    summary="One delivery with its body",
    operation_id="webhook_delivery",
)
def delivery(request: HttpRequest, uid: UUID, delivery_id: str) -> dict[str, Any]:
    found = delivery_at(uid, delivery_id)
    return delivery_data(found) | {"body": found.body}


@router.post(
    "/{uuid:uid}/deliveries/{delivery_id}/actions/redeliver/",
    auth=CHANGE,
    response={202: schemas.Delivery},
    summary="Send a delivery again",
    operation_id="redeliver_webhook",
)
def redeliver(request: HttpRequest, uid: UUID, delivery_id: str) -> Status:
    """Under the same id, so a receiver that has taken it knows. The worker sends it."""
    found = delivery_at(uid, delivery_id)
    found.redeliver()
    return Status(202, delivery_data(found))
