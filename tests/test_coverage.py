"""The table of features is the one in the docs, and claims nothing without a proof."""

import re
from pathlib import Path

import pytest

from headless.management.commands.write_coverage import with_table
from seo.coverage import GROUPS

ROOT = Path(__file__).parent.parent
FEATURES = [feature for group in GROUPS for feature in group.features]


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: str(feature.number))
def test_every_feature_has_a_proof_that_exists(feature):
    file, _sep, name = feature.test.partition("::")
    text = (ROOT / "tests" / file).read_text()
    assert re.search(rf"^(?:    )?(?:async )?def {re.escape(name)}\(", text, re.MULTILINE), feature.test


def test_no_feature_of_the_head_is_left_out():
    numbers = [feature.number for feature in FEATURES]
    assert len(set(numbers)) == len(numbers)
    assert {*range(1, 55), *range(63, 96), 99} <= set(numbers)


def test_the_docs_hold_the_table_as_it_is():
    text = (ROOT / "docs" / "seo.md").read_text()
    assert with_table(text) == text
