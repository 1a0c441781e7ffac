"""The shapes of preview/."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from headless.preview.models import LONGEST
from headless.schemas import PageVerdict, Words

Key = Annotated[int, Field(ge=1, lt=2**31)]


class EditLinks(Schema):
    """Where the page is edited, and its parts: fields by the name they have in the editor, blocks by their id.
    `version` counts the states of an editor's form while somebody types; null for any other draft."""

    url: str
    version: int | None
    fields: dict[str, str]
    blocks: dict[str, str]


class PreviewVerdict(PageVerdict):
    """The page verdict of a draft. `path` is where the draft will stand; pages it refers to are those readers see."""

    preview: Literal[True]
    is_live: bool
    has_unpublished_changes: bool
    revision_id: int | None
    expires_at: datetime
    edit: EditLinks


class PreviewTokenIn(Schema):
    """Which draft is to be shown and for how many seconds; without `revision_id` the link follows the draft."""

    model_config = ConfigDict(extra="forbid")

    page_id: Key
    revision_id: Key | None = None
    expires_in: Annotated[int, Field(ge=60, le=int(LONGEST.total_seconds()))] = int(LONGEST.total_seconds())
    label: Annotated[Words, Field(max_length=100)] = ""


class PreviewTokenData(Schema):
    """A token without its secret, of which `prefix` are the first characters."""

    id: int
    page_id: int
    page_title: str
    revision_id: int | None
    label: str
    prefix: str
    created_by: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    is_good: bool


class PreviewTokenMade(PreviewTokenData):
    """`token` is said here and never again; `url` is where people without an account see the draft."""

    token: str
    url: str


class PreviewTokenList(Schema):
    count: int
    items: list[PreviewTokenData]
