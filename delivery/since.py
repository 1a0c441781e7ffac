"""What has ended since a moment of the change log: for whoever keeps what was made from the content."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

from delivery.models import Change
from delivery.purge.purging import ended_by

MOST_READ = (
    200  # changes; after more than that it is cheaper to make a thing anew than to ask whether it holds
)

_NOW = (
    "SELECT (SELECT MAX(position) FROM delivery_change), "
    "(SELECT COUNT(*) FROM delivery_change WHERE position IS NULL)"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """How far the log has come: its last position, and how many committed changes wait for theirs.

    Two moments are equal only if nothing was committed between them: the position never falls, and while it stands,
    what waits can only grow.
    """

    position: int
    waiting: int


def now() -> Moment:
    """The moment at hand, in one query of two index reads; written out, because every kept answer asks it."""
    with connection.cursor() as cursor:
        cursor.execute(_NOW)
        position, waiting = cursor.fetchone()
    return Moment(position or 0, waiting)


def ended_since(moment: Moment) -> set[str] | None:
    """The cache tags that ended after a moment, and maybe some shortly before it; None where they are too many to read.

    A change that commits late stands among those without position, whatever its id is.
    """
    later = Change.objects.filter(Q(position__gt=moment.position) | Q(position=None)).order_by()
    changes = list(later.only("kind", "page_id", "urls", "old_urls", "tags")[: MOST_READ + 1])
    if len(changes) > MOST_READ:
        return None
    return {tag for change in changes for tag in ended_by(change)}
