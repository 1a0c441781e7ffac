"""The life of a product: its states, and what each means for page, lists, sitemap and feed. One policy, pure.

Reasons and the table in words: docs/decisions/0011-lifecycle.md.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seo.commerce import Availability


class Ending(StrEnum):
    """What an editor says of a product's end; none while it is sold as its variants say."""

    NONE = ""
    STAYS = "stays"
    GONE = "gone"
    MOVED = "moved"
    HIDDEN = "hidden"


ENDINGS = [
    (Ending.NONE.value, _("Sold, as its variants say")),
    (Ending.STAYS.value, _("Discontinued: the page stays and shows its successor")),
    (Ending.MOVED.value, _("Discontinued: readers are sent to its successor, or to its category")),
    (Ending.GONE.value, _("Discontinued: the address answers “gone for good”")),
    (Ending.HIDDEN.value, _("Hidden: nobody reads it")),
]


class State(StrEnum):
    """Where a product stands in its life: the editor's ending first, else the best of its variants."""

    IN_STOCK = "in stock"
    BACKORDER = "backorder"
    PREORDER = "preorder"
    OUT_OF_STOCK = "out of stock"
    NOT_OFFERED = "not offered"
    DISCONTINUED = "discontinued"
    MOVED = "moved"
    GONE = "gone"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Policy:
    """What a state means. `status` is the answer of the page and, as verdict, of the API.

    A page that answers 200 is in the sitemap and among the hreflang alternates unless an editor hides it from
    search engines; any other is in nothing.
    """

    status: int
    is_listed: bool
    is_in_feed: bool
    words: str | Promise

    @property
    def is_read(self) -> bool:
        return self.status == 200


POLICIES: Mapping[State, Policy] = {
    State.IN_STOCK: Policy(200, True, True, _("It is sold, listed and in the product feed.")),
    State.BACKORDER: Policy(
        200, True, True, _("It can be ordered, is listed and, with its date, in the product feed.")
    ),
    State.PREORDER: Policy(
        200, True, True, _("It can be ordered ahead, is listed and in the product feed with its date.")
    ),
    State.OUT_OF_STOCK: Policy(
        200, True, True, _("It keeps its page and its place in lists and says that it cannot be bought now.")
    ),
    State.NOT_OFFERED: Policy(
        200, True, False, _("It has no variant: the page is read and listed, but there is nothing to buy.")
    ),
    State.DISCONTINUED: Policy(
        200,
        False,
        False,
        _(
            "The page stays, says “No longer made”, shows its successor and stays in the sitemap. It leaves lists,"
            " search, cards and the product feed."
        ),
    ),
    State.MOVED: Policy(
        301,
        False,
        False,
        _(
            "Its address, in every language, sends readers on for good (301). It leaves lists, search, sitemap and"
            " product feed."
        ),
    ),
    State.GONE: Policy(
        410,
        False,
        False,
        _(
            "Its address, in every language, answers “gone for good” (410) and suggests where to go. It leaves lists,"
            " search, sitemap and product feed."
        ),
    ),
    State.HIDDEN: Policy(
        404,
        False,
        False,
        _(
            "Its address, in every language, answers as if nothing had ever been there (404). Here it can still be"
            " edited and previewed."
        ),
    ),
}

_ENDED = {
    Ending.STAYS: State.DISCONTINUED,
    Ending.MOVED: State.MOVED,
    Ending.GONE: State.GONE,
    Ending.HIDDEN: State.HIDDEN,
}


def has_ended(ending: str, ends_at: datetime | None, now: datetime) -> bool:
    """The editor's ending is in force. Without a date it is at once."""
    return ending != Ending.NONE and (ends_at is None or ends_at <= now)


def state_of(
    ending: str, ends_at: datetime | None, availabilities: Collection[Availability], now: datetime
) -> State:
    """The state at `now`. `availabilities` are those of the variants, stock and dates counted."""
    if has_ended(ending, ends_at, now):
        return _ENDED[Ending(ending)]
    said = set(availabilities)
    if not said:
        return State.NOT_OFFERED
    if said == {Availability.DISCONTINUED}:
        return State.DISCONTINUED
    buyable = {one for one in said if one.can_be_bought}
    if not buyable:
        return State.OUT_OF_STOCK
    if buyable <= {Availability.PRE_ORDER, Availability.PRE_SALE, Availability.BACK_ORDER}:
        return State.BACKORDER if Availability.BACK_ORDER in buyable else State.PREORDER
    return State.IN_STOCK


def dates(
    ending: str, ends_at: datetime | None, *, all_discontinued: bool, since: datetime
) -> tuple[datetime | None, datetime | None]:
    """(closed from, unlisted from) of a page, as cms.Page stores them; `since` stands for a date nobody gave."""
    if ending == Ending.NONE:
        return None, since if all_discontinued else None
    policy = POLICIES[_ENDED[Ending(ending)]]
    at = ends_at or since
    return None if policy.is_read else at, since if all_discontinued else at
