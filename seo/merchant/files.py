"""The product feed as files, line by line: RSS 2.0 with Google's namespace, and tab-separated text."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from xml.sax.saxutils import escape

from seo.merchant.items import COLUMNS, FeedItem, Group


def rss(title: str, link: str, description: str, items: Iterable[FeedItem]) -> Iterator[str]:
    """The lines of the file."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
    yield f"<title>{escape(title)}</title>\n<link>{escape(link)}</link>\n"
    yield f"<description>{escape(description or title)}</description>\n"
    for item in items:
        said = (_element(name, value) for name, value in item.attributes() if value)
        yield f"<item>{''.join(said)}</item>\n"
    yield "</channel>\n</rss>\n"


def _element(name: str, value: str | Group) -> str:
    inner = escape(value) if isinstance(value, str) else "".join(_element(*pair) for pair in value if pair[1])
    return f"<g:{name}>{inner}</g:{name}>"


def tsv(items: Iterable[FeedItem]) -> Iterator[str]:
    """The lines of the file: one column for every attribute there is, whether any item has it or not."""
    yield _row(COLUMNS)
    for item in items:
        said: dict[str, list[str]] = {}
        for name, value in item.attributes():
            if value:
                said.setdefault(name, []).append(
                    value if isinstance(value, str) else _joined(COLUMNS[name], value)
                )
        yield _row(_cell(said.get(name, [])) for name in COLUMNS)


def _joined(names: Iterable[str], group: Group) -> str:
    """Sub-attributes stand in their order between colons; those at the end that are empty are not written."""
    values: Mapping[str, str] = dict(group)
    return ":".join(values.get(name, "").replace(":", "\\:") for name in names).rstrip(":")


def _cell(values: list[str]) -> str:
    """Values of a repeated attribute stand between commas, those with commas in quotes ("Quoted attributes")."""
    if len(values) == 1:
        return values[0]
    return ",".join(
        '"' + value.replace('"', '""') + '"' if {",", '"'} & set(value) else value for value in values
    )


def _row(cells: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line, delimiter="\t", lineterminator="\n").writerow(cells)
    return line.getvalue()
