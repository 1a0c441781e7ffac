"""Languages as machines name them: BCP 47, Open Graph's territories, and which way they are written."""

from django.utils.translation import get_language, get_language_info

# Open Graph names a language with a territory ("og:locale", ogp.me); where a page names no region, the one
# its vendor documents for the language.
_TERRITORIES = {"ar": "AR", "en": "US", "ja": "JP", "ko": "KR", "pt": "BR", "uk": "UA", "zh": "CN"}


def bcp47(code: str) -> str:
    """A language code with its region in capitals and its script capitalized: en-GB, zh-Hant (RFC 5646, 2.1.1)."""
    language, *subtags = code.replace("_", "-").split("-")
    return "-".join([language.lower(), *(_subtag(tag) for tag in subtags)])


def _subtag(tag: str) -> str:
    return {2: tag.upper(), 4: tag.capitalize()}.get(len(tag), tag.lower())


def og_locale(code: str) -> str:
    """language_TERRITORY, as og:locale wants it: en_GB, ru_RU."""
    language, *subtags = bcp47(code).split("-")
    region = next((tag for tag in subtags if len(tag) == 2), "")
    return f"{language}_{region or _TERRITORIES.get(language, language.upper())}"


def direction(code: str) -> str:
    """`rtl` for languages written from right to left, else `ltr`."""
    try:
        return "rtl" if get_language_info(code.lower())["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def own_name(code: str) -> str:
    """What speakers call their language: Русский; the code for one that Django does not know."""
    try:
        return get_language_info(code.lower())["name_local"].capitalize()
    except KeyError:
        return bcp47(code)


def active() -> str:
    """The language now active, as BCP 47."""
    return bcp47(get_language() or "en")
