"""Pages seen, kept by the database while an audit works: packed small, unpacked when asked for."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import fields, is_dataclass
from typing import Any

from audit.models import Run, Visit
from audit.models.visit import packed, unpacked
from seo.audit.page import IconSeen, ImageSeen, Link, PageSeen, Text, pack
from seo.audit.page import unpack as text_of

HELD = 300  # pages unpacked at one time, some 80 kB each
CHUNK = 100

_KINDS = {kind.__name__: kind for kind in (PageSeen, Link, ImageSeen, IconSeen, Text)}


def as_json(value: Any) -> Any:
    """A page as JSON values; `from_json` reads it. What JSON has no word for is an object with one key."""
    if is_dataclass(value):
        return {"@": type(value).__name__, "": [as_json(getattr(value, f.name)) for f in fields(value)]}
    if isinstance(value, tuple | list):
        return [as_json(item) for item in value]
    if isinstance(value, frozenset):
        return {"@set": sorted(value)}
    if isinstance(value, bytes):
        return {"@text": text_of(value)}
    return value


def from_json(said: Any) -> Any:
    """Raises TypeError for what a Pharos with other facts has written."""
    if isinstance(said, list):
        return tuple(map(from_json, said))
    if isinstance(said, dict):
        if "@" in said:
            return _KINDS[said["@"]](*map(from_json, said[""]))
        if "@set" in said:
            return frozenset(said["@set"])
        if "@text" in said:
            return pack(said["@text"])
    return said


class Pages(MutableMapping[str, PageSeen]):
    """The pages a run has seen, by address, in their order. Addresses are held, of pages the lately used ones."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._rows = Visit.objects.filter(run=run, is_page=True).order_by("pk")
        self._keys = dict(self._rows.values_list("url", "pk"))
        self._held: OrderedDict[str, PageSeen] = OrderedDict()

    def __getitem__(self, url: str) -> PageSeen:
        if url in self._held:
            self._held.move_to_end(url)
            return self._held[url]
        return self._hold(url, Visit.objects.only("seen").get(pk=self._keys[url]))

    def __setitem__(self, url: str, page: PageSeen) -> None:
        """Keep a page that no way of the crawl led to: it has no depth."""
        facts = {"is_asked": True, "is_page": True, "status": page.status, "seen": packed(as_json(page))}
        visit, _made = Visit.objects.update_or_create(run=self._run, url=url, defaults=facts)
        self._keys[url] = visit.pk
        self._held.pop(url, None)

    def __delitem__(self, url: str) -> None:
        Visit.objects.filter(pk=self._keys.pop(url)).delete()
        self._held.pop(url, None)

    def __contains__(self, url: object) -> bool:
        return url in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def items(self) -> Iterator[tuple[str, PageSeen]]:  # type: ignore[override]
        """Read in passing, some at a time: what is held for random access stays held."""
        last = 0
        while chunk := list(self._rows.filter(pk__gt=last).only("url", "seen")[:CHUNK]):
            for visit in chunk:
                yield visit.url, self._held.get(visit.url) or from_json(unpacked(visit.seen))
            last = chunk[-1].pk

    def values(self) -> Iterator[PageSeen]:  # type: ignore[override]
        return (page for _url, page in self.items())

    def _hold(self, url: str, visit: Visit) -> PageSeen:
        page = self._held[url] = from_json(unpacked(visit.seen))
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return page


class Told(Mapping[str, Any]):
    """What the API told of each page (`Visit.told`), by address, and of the few addresses that are no pages."""

    def __init__(self, run: Run) -> None:
        self.further: dict[str, Any] = {}
        self._rows = Visit.objects.filter(run=run, is_page=True).exclude(told=b"").order_by("pk")
        self._keys = dict(self._rows.values_list("url", "pk"))

    def __getitem__(self, url: str) -> Any:
        if url in self.further:
            return self.further[url]
        return unpacked(Visit.objects.only("told").get(pk=self._keys[url]).told)

    def __contains__(self, url: object) -> bool:
        return url in self._keys or url in self.further

    def __iter__(self) -> Iterator[str]:
        return iter([*self._keys, *self.further])

    def __len__(self) -> int:
        return len(self._keys) + len(self.further)

    def items(self) -> Iterator[tuple[str, Any]]:  # type: ignore[override]
        last = 0
        while chunk := list(self._rows.filter(pk__gt=last).only("url", "told")[:CHUNK]):
            for visit in chunk:
                yield visit.url, unpacked(visit.told)
            last = chunk[-1].pk
        yield from self.further.items()

    def values(self) -> Iterator[Any]:  # type: ignore[override]
        return (told for _url, told in self.items())
