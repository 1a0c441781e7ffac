"""Google's property tables as data, and the judge that reads a graph by them.

    for finding in findings(page.get_head(request)):
        finding.level, finding.message, finding.node, finding.property

A property Google requires and does not find is an error, one it recommends an idea; a value of the wrong form is an
error wherever it stands. Every finding names the page of Google Search Central it comes from.

**To add a type**, write a `Table` in the module of its subject (`commerce`, `organization`, `words`, or a new one named
after its subject) and put it into that module's `TABLES`; a new module is named in `_MODULES` of `tables`:

    Table(
        ("Event",),
        source="Event structured data",
        required={"name": TEXT, "startDate": MOMENT, "location.address": a("PostalAddress")},
        recommended={"image": each(a("ImageObject"))},
        optional={"previousStartDate": MOMENT},           # its form is judged, its absence is not
        checks=(Check("endDate", _("does not lie before the start"), ends_after_it_starts),),
    )

A dot goes into nodes (and into every item of a list), a bar separates properties of which one is enough
(`gtin13|gtin14`), and `only_if` of a `Row` says when a row holds at all. Nodes that the graph does not describe under
an `@id` of their own are judged only if the table says `nested=True`: a picture's creator is a Person too, but not one
the page is about. `tests/test_google.py` takes every value of every table away from the golden pages and expects a
finding.
"""

from seo.google.document import Json, described, is_reference, types_of, walk
from seo.google.judge import Finding, findings
from seo.google.tables import TABLES, Check, Level, Row, Table

__all__ = [
    "TABLES",
    "Check",
    "Finding",
    "Json",
    "Level",
    "Row",
    "Table",
    "described",
    "findings",
    "is_reference",
    "types_of",
    "walk",
]
