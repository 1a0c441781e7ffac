"""What is read: articles, people, pictures, trails, lists, the site's name."""

from django.utils.translation import gettext_lazy as _

from seo.google.rules import ADDRESS, COUNTRY, MOMENT, TEXT, Rule, a, each, matches, number
from seo.google.shape import Table

RIGHTS = Rule(
    _("who made it, a credit, a copyright notice or a licence"),
    lambda value: isinstance(value, dict) or TEXT(value),
)
DIGITAL_SOURCE = matches(r"https://schema\.org/\w+DigitalSource", _("one of IPTC's digital source types"))
ORGANIZATIONS = ("Organization", "OnlineStore")

TABLES = (
    Table(
        ("Article", "BlogPosting", "NewsArticle"),
        source="Article (Article, NewsArticle, BlogPosting) structured data",
        recommended={
            "headline": TEXT,
            "image": each(a("ImageObject"), 3),
            "datePublished": MOMENT,
            "dateModified": MOMENT,
            "author": each(a("Person", *ORGANIZATIONS)),
        },
    ),
    Table(
        ("Person",),
        source="Article (Article, NewsArticle, BlogPosting) structured data",
        required={"name": TEXT},
        recommended={"url|sameAs": each(ADDRESS)},
    ),
    Table(
        ("ProfilePage",),
        source="Profile page (ProfilePage) structured data",
        required={"mainEntity": a("Person", *ORGANIZATIONS), "mainEntity.name": TEXT},
        recommended={
            "dateCreated": MOMENT,
            "dateModified": MOMENT,
            "mainEntity.description": TEXT,
            "mainEntity.image": a("ImageObject"),
            "mainEntity.sameAs": each(ADDRESS),
            "mainEntity.alternateName": TEXT,
            "mainEntity.identifier": TEXT,
        },
    ),
    Table(
        ("WebSite",),
        source="Site names in Google Search",
        required={"name": TEXT, "url": ADDRESS},
        recommended={"alternateName": each(TEXT)},
    ),
    Table(
        ("BreadcrumbList",),
        source="Breadcrumb (BreadcrumbList) structured data",
        required={"itemListElement": each(a("ListItem"), 2), "itemListElement.name": TEXT},
    ),
    Table(
        ("ItemList",),
        source="Carousel (ItemList) structured data",
        required={"itemListElement": each(a("ListItem"), 2), "itemListElement.url": ADDRESS},
        only_if=lambda node: "@id" in node,
    ),
    Table(
        ("ImageObject",),
        source="Image metadata in Google Images",
        required={"contentUrl": ADDRESS},
        recommended={
            # Without one of them Google Images shows no credit. A picture on a page that asks for none is no fault.
            "creator|creditText|copyrightNotice|license": RIGHTS,
            "creditText": TEXT,
            "creator.name": TEXT,
            "copyrightNotice": TEXT,
            "license": ADDRESS,
            "acquireLicensePage": ADDRESS,
        },
        optional={"digitalSourceType": DIGITAL_SOURCE},
    ),
    Table(
        ("VideoObject",),
        source="Video (VideoObject, Clip, BroadcastEvent) structured data",
        required={"name": TEXT, "thumbnailUrl": each(ADDRESS), "uploadDate": MOMENT},
        recommended={
            "contentUrl|embedUrl": ADDRESS,
            "description": TEXT,
            "duration": matches(r"P(\d+D)?T(\d+H)?(\d+M)?(\d+S)?", _("a length in ISO 8601, e.g. PT3M20S")),
            "hasPart|potentialAction": each(a("Clip", "SeekToAction")),
        },
        optional={"expires": MOMENT, "regionsAllowed.name": COUNTRY},
    ),
    Table(
        ("Clip",),
        source="Video (VideoObject, Clip, BroadcastEvent) structured data",
        required={"name": TEXT, "startOffset": number(0), "url": ADDRESS},
        recommended={"endOffset": number(0)},
        nested=True,
    ),
)
