"""Templates know no tag of the head but the one that prints a Head; and a Head says each thing once."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from seo.head import Head

ROOT = Path(__file__).resolve().parent.parent
# What search engines and share cards read. Viewport, charset and colours are the browser's business.
OURS = re.compile(
    r"""<title|<meta[^>]+(?:name|property)=["']?(?:description|robots|googlebot|keywords|og:|article:|product:|twitter:"""
    r"""|[\w.-]*verif|msvalidate)|<link[^>]+rel=["']?(?:canonical|alternate|prev|next)|application/ld\+json""",
    re.IGNORECASE,
)
TEMPLATES = sorted(
    path
    for path in (ROOT / "templates").rglob("*.html")
    if path.parent.name != "seo" and "admin" not in str(path.relative_to(ROOT / "templates"))
)
ONCE = Head(title="Lamps", canonical="https://shop.example/lamps/")


@pytest.mark.parametrize("path", sorted((ROOT / "static/css").glob("*.css")), ids=lambda path: path.name)
def test_styles_know_no_left_and_no_right(path):
    """Arabic runs from right to left: sides are those of the line. Four values that differ left and right are sides."""
    style = path.read_text()
    four = re.findall(r"(?:padding|margin|inset): *([^\s;]+) +([^\s;]+) +([^\s;]+) +([^\s;]+);", style)
    assert [values for values in four if values[1] != values[3]] == []
    assert re.findall(r"border-radius: *\S+ +\S+ +\S+ +[^\s;]+;", style) == []
    assert re.findall(r"[\s;{](?:(?:padding|margin|border)-(?:left|right)|left|right)\b[\w-]*:", style) == []


def test_templates_are_found():
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_knows_a_meta_tag(path):
    # A drawing inside the page has titles of its own.
    text = re.sub(r"<svg.*?</svg>", "", path.read_text(), flags=re.DOTALL)
    assert OURS.findall(text) == []


@pytest.mark.parametrize(
    "tag",
    [
        "<title>x</title>",
        '<meta name="robots" content="x">',
        '<link rel="canonical" href="x">',
        "<meta property=og:image>",
    ],
)
def test_a_tag_in_a_template_would_be_found(tag):
    assert OURS.search(tag)


@pytest.mark.parametrize(
    "facts",
    [
        {"properties": (("og:title", "Other"),)},
        {"properties": (("og:url", "https://other.example/"),)},
        {"proofs": (("robots", "noindex"),)},
        {"proofs": (("description", "Other"),)},
        {"links": ((("rel", "canonical"), ("href", "https://other.example/")),)},
    ],
)
def test_a_head_says_title_canonical_robots_and_description_once(facts):
    with pytest.raises(ValueError, match="once"):
        replace(ONCE, **facts)


def test_a_head_may_name_several_authors_and_proofs():
    replace(
        ONCE,
        properties=(("article:author", "a"), ("article:author", "b")),
        proofs=(("google-site-verification", "x"),),
    )
