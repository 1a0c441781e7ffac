"""Query parameters that say where a visitor came from or who they are, and nothing about a page.

A request with one is answered as without: 200, and a canonical that never had it. They are not redirected away:
the reader's measuring tools need them, and a redirect would cost every visitor from a newsletter a round trip.
"""

TRACKING = frozenset(
    {
        "_ga", "_gl", "_hsenc", "_hsmi", "_openstat", "dclid", "epik", "fbclid", "gad_campaignid", "gad_source",
        "gbraid", "gclid", "gclsrc", "igshid", "li_fat_id", "mc_cid", "mc_eid", "mkt_tok", "msclkid", "rb_clickid",
        "ref", "ref_src", "s_kwcid", "srsltid", "ttclid", "twclid", "vero_id", "wbraid", "yclid", "ysclid",
    }
)  # fmt: skip
SESSION = frozenset({"jsessionid", "phpsessid", "sessionid", "sid", "aspsessionid"})
PREFIXES = ("utm_", "hsa_", "pk_", "mtm_", "matomo_", "piwik_")


def is_noise(name: str) -> bool:
    """Whether a parameter only follows a visitor."""
    name = name.lower()
    return name in TRACKING or name in SESSION or name.startswith(PREFIXES)
