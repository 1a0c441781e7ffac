"""What a page owes the queries it is asked with: which exist, in which form, and which of them are listed."""

from collections.abc import Iterable

from django.http import HttpRequest


class Queried:
    """A page that is asked for without a query only; lists and products answer otherwise."""

    def get_page_number(self, request: HttpRequest | None) -> int:
        """Which page of a list was asked for. Lists answer; everything else is page 1.

        Google: "Pagination, incremental page loading": each page of a list is its own canonical.
        """
        return 1

    def get_own_query(self, request: HttpRequest | None) -> str:
        """The part of a request's query that belongs to the canonical address; everything else is dropped."""
        number = self.get_page_number(request)
        return f"page={number}" if number > 1 else ""

    def check_query(self, request: HttpRequest) -> None:
        """Raises Http404 where the query names nothing of this page: a page beyond a list's last, a strange variant."""
        self.get_page_number(request)

    def get_normal_address(self, query: str) -> str:
        """The path and query where what is asked here stands in its one form; empty when it was asked in that form."""
        return ""

    def get_queries(self) -> Iterable[str]:
        """The queries this page answers with something else than without: further pages of a list, variants."""
        return ()
