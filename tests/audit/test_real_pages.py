"""The checks of pages over a page of every type, as the site renders it: no error, and few ideas."""

import pytest

from seo.audit import Answer, Level, SiteSeen, audit_page, read_page
from tests.every_type import NAMES, NOW

pytestmark = pytest.mark.django_db
ROOT = "https://shop.example/"
# The short texts of the golden pages: their descriptions are below the fifty characters of check 5.
KNOWN = {"seo-05"}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_of_every_type_has_no_error(name, golden_pages):
    page = golden_pages[name]
    site = SiteSeen(root=ROOT, name="Night Shop", locales=("en-GB",), at=NOW)
    seen = read_page(
        Answer(page.head["canonical"], 200, {"content-type": "text/html; charset=utf-8"}, page.html.encode())
    )
    found = [finding for finding in audit_page(seen, site) if finding.level != Level.IDEA]
    assert [(finding.code, finding.message) for finding in found if finding.code not in KNOWN] == []
