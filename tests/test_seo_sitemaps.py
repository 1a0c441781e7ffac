"""Sitemap XML is valid by the protocol's own schema, whatever stands in an address."""

from datetime import UTC, datetime

import pytest

from seo.sitemaps import SitemapUrl, sitemap_index, urlset
from tests.schema import sitemap_errors

WHEN = datetime(2026, 5, 4, 9, 30, 0, 123456, UTC)


def test_urlset_is_valid_and_escaped():
    xml = "".join(
        urlset(
            [
                SitemapUrl("https://shop.example/"),
                SitemapUrl("https://shop.example/a/?b=1&c=%3C", WHEN),
                SitemapUrl(
                    "https://shop.example/b/", WHEN, ("https://cdn.example/1.jpg?a&b", "https://x.example/2")
                ),
            ]
        )
    )
    assert sitemap_errors(xml) == []
    assert (
        "<loc>https://shop.example/a/?b=1&amp;c=%3C</loc><lastmod>2026-05-04T09:30:00+00:00</lastmod>" in xml
    )
    assert xml.count("<image:loc>") == 2
    assert "priority" not in xml
    assert "changefreq" not in xml


def test_index_is_valid():
    xml = "".join(
        sitemap_index([("https://shop.example/sitemap-a-1.xml", WHEN), ("https://shop.example/b.xml", None)])
    )
    assert sitemap_errors(xml) == []
    assert xml.count("<sitemap>") == 2
    assert xml.count("<lastmod>") == 1


@pytest.mark.parametrize(
    "xml",
    [
        "".join(urlset([])),
        "".join(urlset([SitemapUrl("/relative/")])),
        "".join(urlset([SitemapUrl("https://shop.example/öl/")])),
        "".join(urlset([SitemapUrl("https://shop.example/", datetime(2026, 5, 4))])),  # noqa: DTZ001
        "".join(sitemap_index([])),
        "".join(urlset([SitemapUrl("https://shop.example/")]))
        .replace("<url>", "<page>")
        .replace("</url>", "</page>"),
    ],
    ids=["no address", "relative", "not encoded", "no zone", "empty index", "unknown element"],
)
def test_the_schema_can_refuse(xml):
    assert sitemap_errors(xml)
