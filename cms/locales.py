"""The languages of a site: where each begins in the tree, and what its addresses begin with.

The default language has no prefix; every other has its code: /ru/svet/. Wagtail keeps the roots in its cache,
so nothing here asks the database on a warm site.
"""

from urllib.parse import quote

from django.conf import settings

from wagtail.models import Site


def codes() -> list[str]:
    """Every language the settings name, the default one first."""
    named = [code for code, _name in settings.LANGUAGES]
    return sorted(named, key=lambda code: code != settings.LANGUAGE_CODE)


def language_of(path: str) -> str:
    """The language an address is in: that of its first part, else the default one."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in codes() and first != settings.LANGUAGE_CODE else settings.LANGUAGE_CODE


def prefix(language: str) -> str:
    """What the addresses of a language begin with: "/", "/ru/"."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def roots(site_id: int) -> dict[str, str]:
    """The `url_path` of a site's home page in every language it has, the default language first."""
    order = codes()
    found = {
        root.language_code: root.root_path
        for root in Site.get_site_root_paths()
        if root.site_id == site_id and root.language_code in order
    }
    return {code: found[code] for code in order if code in found}


def url_path(site: Site, path: str) -> str | None:
    """Where the page of a public path stands in the tree; None in a language the site does not have. As every place it
    ends with a slash where the path does: no page stands at /ru."""
    language = language_of(path)
    root = roots(site.pk).get(language)
    if root is None:
        return None
    if language == settings.LANGUAGE_CODE:
        return root + path.lstrip("/")
    _, slash, rest = path.lstrip("/").partition("/")
    return root + rest if slash else root.removesuffix("/")


def quoted(path: str) -> str:
    """A path percent-encoded as Django's `reverse` does it, letter for letter, so that addresses can be compared."""
    return quote(path, safe="!$&'()*+,;=/~:@")


def public_path(site_roots: dict[str, str], language: str, tree_path: str) -> str:
    """The public path of a page that stands at `tree_path`, undoing `url_path`."""
    return prefix(language) + tree_path.removeprefix(site_roots[language])
