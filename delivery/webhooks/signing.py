"""Secrets and signatures, as Standard Webhooks ("Signature scheme", symmetric) has them.

A secret is kept nowhere: it is made of SECRET_KEY and a random salt in the row of its webhook. Whoever reads the
database, or a copy of it, cannot sign. Another SECRET_KEY makes other secrets; those of SECRET_KEY_FALLBACKS go on
signing beside the new ones.
"""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256
from hmac import new as hmac

from django.conf import settings
from django.utils.crypto import salted_hmac

PREFIX = "whsec_"


def new_salt() -> str:
    return secrets.token_hex(32)


def secret_of(salt: str, key: str | None = None) -> str:
    """The secret a receiver verifies with: whsec_ and 32 bytes in base64."""
    made = salted_hmac("delivery.webhooks.signing", salt, secret=key, algorithm="sha256")
    return PREFIX + b64encode(made.digest()).decode()


def secrets_of(salt: str) -> list[str]:
    """What signs for a salt: the secret of the key in use, and those of keys that are on their way out."""
    return [secret_of(salt, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def signature(keys: Iterable[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: one signature for each secret, with spaces between."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(
        "v1," + b64encode(hmac(b64decode(key.removeprefix(PREFIX)), signed, sha256).digest()).decode()
        for key in keys
    )
