"""Every code has a fault that has it alone, a page that explains it, and a shop that does not have it."""

import re
from pathlib import Path

from django.conf import settings

import pytest

from seo.audit import CHECKS, Level, Scope, SiteSeen, audit, unmeasured
from tests.audit.broken import BROKEN
from tests.audit.night_shop import make_shop

NUMBERS = range(1, 69)
PAGES: Path = settings.ROOT / "docs" / "audit"


def test_there_is_a_check_for_every_row_of_the_checklist():
    assert list(CHECKS) == [f"seo-{number:02}" for number in NUMBERS]
    assert {check.scope for check in CHECKS.values()} == set(Scope)
    assert all(str(check.title) for check in CHECKS.values())


def test_nothing_is_found_in_a_shop_that_does_everything_right():
    site = make_shop().seen()
    assert [(finding.code, finding.url, finding.message) for finding in audit(site)] == []
    assert unmeasured(site) == []


@pytest.mark.parametrize("number", NUMBERS)
def test_a_fault_has_its_code_and_no_other(number):
    shop = make_shop()
    BROKEN[number](shop)
    found = list(audit(shop.seen()))
    assert {finding.code for finding in found} == {f"seo-{number:02}"}
    assert (
        max(found, key=lambda finding: finding.level == Level.ERROR).level == CHECKS[f"seo-{number:02}"].level
    )
    for finding in found:
        assert "night.example/" in finding.url
        assert finding.node
        assert "%(" not in finding.message


def test_what_was_not_measured_is_named_and_not_praised():
    codes = unmeasured(SiteSeen(root="https://night.example/"))
    assert len(codes) == len(CHECKS)
    site = make_shop().seen()
    site.lab, site.rendered, site.merchant = {}, {}, None
    assert unmeasured(site) == ["seo-57", "seo-58", "seo-63"]


@pytest.mark.parametrize("code", CHECKS)
def test_every_code_has_its_page(code):
    text = (PAGES / f"{code}.md").read_text()
    check = CHECKS[code]
    assert text.startswith(f"# {code}: {check.title}\n")
    for heading in ("## Why it matters", "## Example", "## How to mend it"):
        assert heading in text
    assert f"**Level:** {check.level}" in text


def test_every_page_has_its_code():
    assert {path.stem for path in PAGES.glob("seo-*.md")} == set(CHECKS)
    index = (PAGES / "README.md").read_text()
    assert re.findall(r"\((seo-\d\d)\.md\)", index) == list(CHECKS)
