"""What a drawn picture says, and the name it is kept under."""

import json
from dataclasses import astuple, dataclass
from hashlib import sha256

# Raised when the drawing changes: pictures drawn the old way are then drawn anew.
TEMPLATE = 1


@dataclass(frozen=True, slots=True)
class ShareFacts:
    """Everything that is seen in a drawn picture; two pages with the same facts share one.

    `kicker` stands above the title, `note` is the price or date as the page prints it, `logo` the name of the
    logo's file in storage, `direction` is the page's.
    """

    title: str
    kicker: str = ""
    note: str = ""
    site_name: str = ""
    logo: str = ""
    language: str = "en"
    direction: str = "ltr"

    @property
    def digest(self) -> str:
        said = json.dumps([TEMPLATE, *astuple(self)], ensure_ascii=True)
        return sha256(said.encode()).hexdigest()[:24]

    @property
    def words(self) -> str:
        """The text alternative: what the picture says, in the order in which it is read."""
        return ". ".join(part.rstrip(".") for part in (self.title, self.note, self.site_name) if part)
