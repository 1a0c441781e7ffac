"""The demo's editions in other languages say everything the English one says, with the same facts."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo import content
from demo.content import picture_names, pieces, table
from demo.illustration import alt_text
from demo.pictures import CREDIT

CONTENT = Path(content.__file__).parent
LANGUAGES = sorted(path.name for path in CONTENT.iterdir() if re.fullmatch("[a-z]{2}", path.name))

# Pages that stay English on purpose, so that the demo shows what a page without a translation looks like.
ENGLISH_PAGES = {"keepers-promise"}
ARTICLES = 5

SUMMARY = 190
# The letters of an address: Arabic readers get Arabic words, without vowel marks; Russian is transliterated.
LETTERS = {"ar": "ء-غف-ي"}
LINK = re.compile(r"\]\(([^)]*)\)")
NUMBER = re.compile(r"\d+(?:[.,٫]\d+)?|[½¾]")
# Sizes, flags and bare numbers read the same in every language: XL, A5, 45, ±1°.
SAME_EVERYWHERE = re.compile(r"[A-Z]{1,2}\d?|[\d.,:/ ±°′×%−]+")

PRODUCTS = {product["slug"]: product for product in table("products")["product"]}
CATEGORIES = {category["path"]: category for category in table("categories")["category"]}
AUTHORS = {author["slug"]: author for author in table("authors")["author"]}
PAGES = {page["slug"]: page for page in pieces("pages")}
JOURNAL = {article["slug"]: article for article in pieces("articles")}

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def read(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / language / f"{name}.toml").read_text())


def read_pieces(language: str, folder: str) -> dict[str, dict[str, Any]]:
    """The Markdown files of a folder by English name: front matter with the text added."""
    found = {}
    for path in sorted((CONTENT / language / folder).glob("*.md")):
        _, front, text = path.read_text().split("+++\n", 2)
        found[path.stem] = {**tomllib.loads(front), "text": text}
    return found


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def numbers(text: str) -> set[str]:
    """Every figure in a text, in one spelling: `0,5` and `٠٫٥` are 0.5, `75 000` is 75000."""
    text = re.sub(r"(?<=\d)[\s٬](?=\d{3}(?!\d))", "", text)
    return {
        "".join(str(int(sign)) if sign.isdecimal() else sign for sign in found)
        .replace(",", ".")
        .replace("٫", ".")
        for found in NUMBER.findall(text)
    }


def data_words() -> set[str]:
    """Every English word that reaches a visitor as data and not as part of a text."""
    attributes = table("attributes")["attribute"]
    words = {attribute["label"] for attribute in attributes}
    words |= {attribute["unit"] for attribute in attributes if "unit" in attribute}
    words |= {choice for attribute in attributes for choice in attribute.get("choices", [])}
    for product in PRODUCTS.values():
        words |= {value for value in product["attributes"].values() if isinstance(value, str)}
        for variant in product["variant"]:
            words |= set(variant.get("options", {}).values())
    shipping, members = table("site")["shipping"], table("site")["membership"]
    words |= {shipping["name"], shipping["description"], *(rate["name"] for rate in shipping["rate"])}
    words |= {members[name] for name in ("name", "description", "tier", "requirement")}
    return {word for word in words if not SAME_EVERYWHERE.fullmatch(word)}


def drawings_described() -> set[str]:
    """The text alternative of every drawing the shop shows."""
    return {CREDIT} | ({alt_text(name) for name in picture_names()})


def test_says_all_products_categories_authors_and_pages(language: str) -> None:
    assert set(read(language, "products")) == set(PRODUCTS)
    assert set(read(language, "categories")) == set(CATEGORIES)
    assert set(read(language, "authors")) == set(AUTHORS)
    assert set(read(language, "landings")) == {landing["slug"] for landing in table("facets")["landing"]}
    assert set(read_pieces(language, "pages")) == set(PAGES) - ENGLISH_PAGES
    articles = set(read_pieces(language, "articles"))
    assert articles <= set(JOURNAL)
    assert len(articles) == ARTICLES


def test_has_every_field_and_no_other(language: str) -> None:
    for slug, product in read(language, "products").items():
        care = {"care"} if PRODUCTS[slug].get("care") else set()
        assert set(product) == {"slug", "name", "summary", "description", *care}, slug
    for path, category in read(language, "categories").items():
        assert set(category) == {"slug", "name", "summary", "intro"}, path
    for slug, landing in read(language, "landings").items():
        assert set(landing) == {"slug", "name", "summary", "intro"}, slug
    for slug, author in read(language, "authors").items():
        assert set(author) == {"slug", "name", "job_title", "summary", "bio"}, slug
    for slug, article in read_pieces(language, "articles").items():
        assert set(article) == {"title", "slug", "summary", "place", "text"}, slug
    for slug, page in read_pieces(language, "pages").items():
        assert set(page) == set(PAGES[slug]) - {"own_slug"}, slug
        assert [set(item) for item in page.get("faq", [])] == [set(i) for i in PAGES[slug].get("faq", [])], (
            slug
        )


def test_leaves_nothing_empty(language: str) -> None:
    for path in sorted((CONTENT / language).glob("*.toml")):
        assert all(text.strip() for text in strings(tomllib.loads(path.read_text()))), path.name
    for folder in ("articles", "pages"):
        for slug, piece in read_pieces(language, folder).items():
            assert all(text.strip() for text in strings(piece)), slug


def test_site_has_the_words_the_loader_reads(language: str) -> None:
    site = read(language, "site")
    assert set(site) == {"faq_heading", "organization", "home"}
    assert set(site["organization"]) == {"name", "description", "footer_line", "title_pattern"}
    assert {"{title}", "{site}"} == set(re.findall(r"{.*?}", site["organization"]["title_pattern"]))
    story = site["home"].pop("story")
    assert set(story) == {"title", "text"}
    assert set(site["home"]) == {
        "title",
        "summary",
        "headline",
        "lead",
        "journal_title",
        "journal_slug",
        "journal_lead",
    }


def test_contact_form_asks_the_same_questions_in_the_same_order(language: str) -> None:
    english, form = table("contact"), read(language, "contact")
    assert set(form) == set(english)
    for asked, field in zip(english["field"], form["field"], strict=True):
        assert set(field) == set(asked), asked["label"]
        assert (field["type"], field["required"]) == (asked["type"], asked["required"]), asked["label"]
        assert len(field.get("choices", [])) == len(asked.get("choices", [])), asked["label"]


def test_summaries_fit(language: str) -> None:
    said = [*read(language, "products").items(), *read(language, "categories").items()]
    said += [
        *read(language, "landings").items(),
        *read(language, "authors").items(),
        ("contact", read(language, "contact")),
    ]
    said += [*read_pieces(language, "articles").items(), *read_pieces(language, "pages").items()]
    said += [("home", read(language, "site")["home"])]
    long = {name: len(facts["summary"]) for name, facts in said if len(facts["summary"]) > SUMMARY}
    assert not long


def test_slugs_are_plain_words_and_unique_beside_each_other(language: str) -> None:
    site, contact = read(language, "site"), read(language, "contact")
    beside: list[tuple[str, str]] = [("", site["home"]["journal_slug"]), ("", contact["slug"])]
    for path, category in read(language, "categories").items():
        beside.append((path.rpartition("/")[0], category["slug"]))
    for slug, product in read(language, "products").items():
        beside.append((PRODUCTS[slug]["category"], product["slug"]))
    beside += [("", page["slug"]) for page in read_pieces(language, "pages").values()]
    beside += [("journal", author["slug"]) for author in read(language, "authors").values()]
    beside += [("journal", article["slug"]) for article in read_pieces(language, "articles").values()]
    word = f"[{LETTERS.get(language, 'a-z')}0-9]+"
    assert [slug for _, slug in beside if not re.fullmatch(f"{word}(-{word})*", slug)] == []
    assert [place for place, times in Counter(beside).items() if times > 1] == []


def test_links_name_english_pages(language: str) -> None:
    names = {
        "product": set(PRODUCTS),
        "category": set(CATEGORIES),
        "article": set(JOURNAL),
        "page": {*PAGES, "contact"},
    }
    texts = [text for path in (CONTENT / language).glob("*.toml") for text in strings(_toml(path))]
    texts += [text for folder in ("articles", "pages") for text in strings(read_pieces(language, folder))]
    for text in texts:
        for target in LINK.findall(text):
            kind, _, name = target.partition(":")
            assert name in names[kind], target


def test_links_where_the_english_text_links(language: str) -> None:
    for slug, product in read(language, "products").items():
        assert set(LINK.findall(product["description"])) <= set(LINK.findall(PRODUCTS[slug]["description"]))
    for folder, english in (("articles", JOURNAL), ("pages", PAGES)):
        for slug, piece in read_pieces(language, folder).items():
            assert set(LINK.findall(piece["text"])) == set(LINK.findall(english[slug]["text"])), slug


def test_figures_are_those_of_the_english_text(language: str) -> None:
    for slug, product in read(language, "products").items():
        for name in ("summary", "description", "care"):
            assert numbers(product.get(name, "")) == numbers(PRODUCTS[slug].get(name, "")), (slug, name)
    for folder, english in (("articles", JOURNAL), ("pages", PAGES)):
        for slug, piece in read_pieces(language, folder).items():
            assert numbers(piece["text"]) == numbers(english[slug]["text"]), slug
            answers = " ".join(strings(piece.get("faq", [])))
            assert numbers(answers) == numbers(" ".join(strings(english[slug].get("faq", [])))), slug


def test_tables_have_the_rows_of_the_english_ones(language: str) -> None:
    for folder, english in (("articles", JOURNAL), ("pages", PAGES)):
        for slug, piece in read_pieces(language, folder).items():
            assert _table_shape(piece["text"]) == _table_shape(english[slug]["text"]), slug


def test_terms_cover_the_words_used_as_data(language: str) -> None:
    assert sorted(data_words() - set(read(language, "terms")["terms"])) == []


def test_terms_describe_the_drawings(language: str) -> None:
    assert sorted(drawings_described() - set(read(language, "terms")["terms"])) == []


def test_terms_translate_nothing_that_is_not_said(language: str) -> None:
    terms = read(language, "terms")["terms"]
    spelled_alike = {label for label in terms if SAME_EVERYWHERE.fullmatch(label)}
    assert sorted(set(terms) - data_words() - drawings_described() - spelled_alike) == []


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text())


def _table_shape(text: str) -> list[int]:
    return [line.count("|") for line in text.splitlines() if line.startswith("|")]


@pytest.mark.parametrize("name", ["stores", "events", "videos"])
def test_every_place_is_said_in_full(language, name):
    english, said = table(name), read(language, name)
    parts = {"special", "department", "ticket", "performer", "clip"}
    assert said.keys() == english.keys()
    for slug, facts in english.items():
        texts = {"summary", "intro", "description", "transcript"} & facts.keys()
        assert {"slug", "name", *texts} <= said[slug].keys()
        assert len(said[slug]["summary"]) <= SUMMARY
        for part in parts & facts.keys():
            assert len(said[slug][part]) == len(facts[part]), (slug, part)
