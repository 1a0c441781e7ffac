"""The shapes of webhooks/."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from delivery.webhooks.models import Event
from headless.schemas import Words

# What can be asked for; a test is told to whoever is tested.
Subscribed = Literal[tuple(str(event) for event in Event if event != Event.TEST)]
Told = Literal[tuple(map(str, Event))]
# No control characters, and something to see.
_NAME = r"^[^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
Name = Annotated[str, Field(min_length=1, max_length=100, pattern=_NAME)]
Url = Annotated[Words, Field(min_length=1, max_length=500, description="https, on the public Internet")]
Text = Annotated[str, Field(max_length=250, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
Events = Annotated[list[Subscribed], Field(max_length=50, description="empty for all")]
Sites = Annotated[list[Text], Field(max_length=100, description="hostname[:port] each; empty for all")]
Types = Annotated[list[Text], Field(max_length=100, description="e.g. catalog.ProductPage; empty for all")]


class WebhookIn(Schema):
    model_config = ConfigDict(extra="forbid")

    name: Name
    url: Url
    events: Events = []
    sites: Sites = []
    types: Types = []
    active: bool = True


class WebhookChanges(Schema):
    """What is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(default_factory=str)
    url: Url = Field(default_factory=str)
    events: Events = []
    sites: Sites = []
    types: Types = []
    active: bool = True


class Webhook(Schema):
    id: UUID
    name: str
    url: str
    events: list[Told]
    sites: list[str]
    types: list[str]
    state: Literal["active", "off", "paused"]
    notice: str
    failures: int
    failing_since: datetime | None
    paused_at: datetime | None
    old_secret_until: datetime | None
    created_at: datetime


class WebhookMade(Webhook):
    """With its secret, which is never said again."""

    secret: str


class WebhookList(Schema):
    count: int
    items: list[Webhook]


class SecretChange(Schema):
    """For how long calls are signed with the old secret too."""

    model_config = ConfigDict(extra="forbid")

    keep_hours: Annotated[int, Field(ge=0, le=168)] = 24


class Delivery(Schema):
    """`id` is what is sent as webhook-id."""

    id: str
    event: Told
    state: Literal["pending", "delivered", "failed"]
    attempts: int
    created_at: datetime
    tried_at: datetime | None
    next_at: datetime | None
    status: int | None
    answer: str
    milliseconds: int | None


class DeliveryBody(Delivery):
    """With what is sent."""

    body: dict[str, Any]


class DeliveryList(Schema):
    count: int
    items: list[Delivery]
