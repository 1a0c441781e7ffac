"""Who publishes and sells, and on which terms."""

from django.utils.translation import gettext_lazy as _

from seo.google.rules import ADDRESS, COUNTRY, DAY, PHONE, TEXT, a, each, matches
from seo.google.shape import Check, Table

TABLES = (
    Table(
        ("Organization", "OnlineStore"),
        source="Organization (Organization) structured data",
        recommended={
            "name": TEXT,
            "alternateName": TEXT,
            "legalName": TEXT,
            "url": ADDRESS,
            "logo": a("ImageObject"),
            "description": TEXT,
            "sameAs": each(ADDRESS),
            "address.streetAddress": TEXT,
            "address.addressLocality": TEXT,
            "address.addressRegion": TEXT,
            "address.postalCode": TEXT,
            "address.addressCountry": COUNTRY,
            "contactPoint.telephone": PHONE,
            "contactPoint.email": TEXT,
            "telephone": PHONE,
            "email": TEXT,
            "foundingDate": DAY,
            "vatID": TEXT,
            "numberOfEmployees": a("QuantitativeValue"),
            "taxID": TEXT,
            "iso6523Code": matches(r"\d{4}:.+", _("a register of four digits, a colon and a number")),
            "duns": matches(r"\d{9}", _("nine digits")),
            "leiCode": matches(r"[A-Z0-9]{20}", _("20 letters and digits")),
            "globalLocationNumber": matches(r"\d{13}", _("13 digits")),
            "naics": matches(r"\d{2,6}", _("two to six digits")),
            "hasMerchantReturnPolicy": each(a("MerchantReturnPolicy")),
            "hasShippingService": each(a("ShippingService")),
            "hasMemberProgram": each(a("MemberProgram")),
        },
        checks=(
            Check(
                "aggregateRating",
                _("has no place on the site's own organization: ratings of oneself get no stars"),
                lambda node, known: "aggregateRating" not in node and "review" not in node,
            ),
        ),
    ),
)
