"""Cache tags: what an answer was made from, as short strings. An answer carries them; a change names those that end."""

SETTINGS = "settings"
MENU = "menu"
PHRASES = "phrases"
REDIRECTS = "redirects"
PAGES = (
    "pages"  # lists that any page may enter or leave: search, sitemaps, lists of the API, what is not found
)

# What an answer that has noted nothing may be made from.
ANYTHING = (PAGES, SETTINGS, MENU, PHRASES, REDIRECTS)


def page(pk: int) -> str:
    """What one page says of itself: its own answers and every list and card that shows it."""
    return f"page-{pk}"


def type_(label: str) -> str:
    """All pages of a type ("catalog.productpage"): lists that a new page enters."""
    return f"type-{label}"


def site(pk: int) -> str:
    """Everything on a site."""
    return f"site-{pk}"


def locale(code: str) -> str:
    """Everything in a language ("en-gb")."""
    return f"locale-{code}"
