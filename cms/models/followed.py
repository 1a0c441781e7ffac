"""What a page is in a feed, and which pages have one."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from seo.feeds import FORMATS, feed_address
from seo.head import Crumb

if TYPE_CHECKING:
    from cms.models.page import Page


class Followed:
    """A page as an entry of feeds. Types that tell something new say `is_followed` and what they say in full."""

    is_followed: ClassVar[bool] = False

    @classmethod
    def prepare_entries(cls, pages: Sequence["Page"]) -> None:
        """Load at once what the entries of these pages will ask for."""

    def get_entry_parts(self) -> Iterable[Any]:
        """What the page says in full, in order: HTML as it is stored, and bodies."""
        return ()

    @property
    def entry_authors(self) -> Sequence["Page"]:
        """The pages of those who wrote it; without any it is the organization's."""
        return ()

    def get_feed_source(self, crumbs: Sequence[Crumb]) -> tuple[str, str] | None:
        """Title and absolute address of the page whose feed this page belongs to; None where there is none. The home
        page's title is empty: its feed is called as the site is."""
        return None


class HasFeed:
    """A mixin of pages that can be followed: it answers which pages are news here, the newest first."""

    def get_feed_entries(self) -> Any:
        """A queryset of pages that search engines may list, newest first; every such type answers."""
        raise NotImplementedError

    def get_feed_source(self, crumbs: Sequence[Crumb]) -> tuple[str, str] | None:
        _site_id, root, path = self.get_url_parts()
        return "" if self.is_home else self.get_heading(), root + path

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        path = self.get_url_parts(request)[2]
        feeds = [(format_.name, feed_address(path, format_.ending)) for format_ in FORMATS.values()]
        return {**super().get_context(request, *args, **kwargs), "feeds": feeds}
