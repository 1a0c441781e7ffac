"""What tells a person who fills in a form from a program that fills in all it finds, without a picture to decipher.

A field nobody sees and so nobody fills in (a honeypot), and a signed time of when the form was handed out: too young
an answer was typed by nobody, too old a one is not from a page anybody has open. The time carries a number, the
reference, by which an answer that is sent twice is known.
"""

from dataclasses import asdict, dataclass
from typing import Final
from uuid import uuid4

from django.core import signing

# Names with a hyphen: no question of a form can have one (Wagtail writes them in snake_case).
HONEYPOT: Final = "your-website"
TOKEN: Final = "form-token"  # noqa: S105 - a name
MIN_SECONDS: Final = 2
MAX_SECONDS: Final = 24 * 3600


class Untimely(ValueError):
    """A token that proves nothing. `code`: missing, invalid, expired or too_fast."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a front end needs to be taken for one."""

    token: str
    honeypot: str = HONEYPOT
    token_name: str = TOKEN
    min_seconds: int = MIN_SECONDS
    max_seconds: int = MAX_SECONDS

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)


def issue(purpose: str) -> str:
    """A token for one form, handed out now."""
    return _signer(purpose).sign(uuid4().hex)


def reference_of(token: str, purpose: str) -> str:
    """The reference of a token that is neither too young nor too old, made for this form. Raises Untimely."""
    if not token:
        raise Untimely("missing")
    signer = _signer(purpose)
    try:
        reference = signer.unsign(token, max_age=MAX_SECONDS)
    except signing.SignatureExpired as error:
        raise Untimely("expired") from error
    except signing.BadSignature as error:
        raise Untimely("invalid") from error
    try:
        signer.unsign(token, max_age=MIN_SECONDS)
    except signing.SignatureExpired:
        return reference
    raise Untimely("too_fast")


def _signer(purpose: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"headless.antispam.{purpose}")
