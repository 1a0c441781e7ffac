"""Pages nobody at this house wrote: whatever stands in a graph, an attribute or a header, a check finds faults and does
not fall over."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seo.audit import Answer, SiteSeen, audit, audit_page, probes, read_page
from tests.audit.night_shop import AT, ROOT, make_shop

ODD = st.sampled_from(
    (
        *(None, "", 0, -1, 1.5, True, [], {}, [[]], [None], "https://[", "2026-13-45", "9" * 400),
        *({"@id": 5}, {"@type": 7}, {"@type": []}, {"@id": "#a"}, {"@id": ROOT, "name": {}}),
        ["x", {"@type": "Offer", "price": []}],
    )
)
PAGES = sorted(make_shop().pages)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, item in inner for place in places(item, (*way, key)))]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_graph_is_too_odd_to_be_judged(data):
    parts = make_shop().pages[data.draw(st.sampled_from(PAGES))]
    graph = copy.deepcopy(parts.graph())
    for _change in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from([place for place in places(graph) if place]))
        owner = graph
        for step in way:
            owner = owner[step]
        owner[last] = copy.deepcopy(data.draw(ODD))
    parts.graph = lambda: graph
    site = SiteSeen(root=ROOT, name="Night Shop", locales=("en-GB", "ru"), at=AT)
    page = read_page(parts.answer())
    site.pages[page.url] = page
    assert all(finding.message for finding in audit(site))
    assert all(probe.url for probe in probes(site))


@pytest.mark.parametrize(
    "html",
    [
        "<html lang='x-\x00'><head><link rel=canonical><link rel=alternate hreflang><meta name=robots></head>",
        '<main><a href="http://[bad">x</a><a href="//">y</a><img src="http://["><a href="?page=x&page=">z</a></main>',
        '<head><link rel="canonical" href="http://[::1"><meta property="og:image" content="http://["></head>',
        '<link rel="icon" sizes="axb 0x0" href="http://["><base href="http://[">',
        '<script type="application/ld+json">{"@graph": "all of it"}</script>',
        '<script type="application/ld+json">[1, "two", null]</script>',
        '<script type="application/ld+json">{"@type": "Offer", "price": "\\ud800"}</script>',
    ],
)
def test_no_markup_is_too_odd_to_be_judged(html):
    answer = Answer(f"{ROOT}?page=2&page=x", 200, {"content-type": "text/html; charset=utf-8"}, html.encode())
    site = SiteSeen(root=ROOT, name="Night Shop", locales=("en-GB",), at=AT)
    page = read_page(answer)
    site.pages[page.url] = page
    assert list(audit_page(page, site))
    assert list(audit(site))
    assert list(probes(site))
