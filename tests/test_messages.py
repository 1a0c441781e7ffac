"""The catalogs of translated texts: complete, exact in their placeholders, and compiled."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.utils.translation import override
from django.utils.translation.template import templatize

import polib
import pytest

from seo.commerce import gtin_problem
from seo.jsonld import Refused, read

LANGUAGES = ["ar", "ru"]
CODE = ["seo", "cms", "headless", "home", "catalog", "stores", "demo"]

# What xgettext looks for, in our Python and in what `templatize` makes of a template.
COLLECTED = {
    "_",
    "_t",
    "_noop",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
}
# Plural forms that stand for one number each, which Arabic says as a word: none, one and two.
SAID_AS_WORDS = {"ar": 3}
TEXT = r"""(u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(?:_|n?gettext)\(\s*{TEXT}")
CALL_IN_CONTEXT = re.compile(rf"\bn?pgettext\(\s*{TEXT},\s*{TEXT}")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w+}")


def catalog(language: str) -> polib.POFile:
    return polib.pofile(str(folder(language) / "django.po"))


def folder(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES"


def said(entry: polib.POEntry) -> list[str]:
    """Every wording of the entry in the catalog's language: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def template_texts() -> Iterator[tuple[str, str]]:
    """Context and text of everything marked in the templates."""
    for path in sorted((settings.ROOT / "templates").rglob("*.html")):
        marked = templatize(path.read_text())
        found = [("", literal) for literal in CALL.findall(marked)]
        for context, literal in [*found, *CALL_IN_CONTEXT.findall(marked)]:
            yield ast.literal_eval(context or "''"), ast.literal_eval(literal).replace("%%", "%")


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalog_says_what_its_source_says(language: str) -> None:
    def texts(entries: list[polib.POEntry]) -> dict[tuple[str, str], list[str]]:
        return {(entry.msgctxt or "", entry.msgid): said(entry) for entry in entries}

    compiled = polib.mofile(str(folder(language) / "django.mo"))
    assert texts(list(compiled)) == texts(catalog(language).translated_entries()), "run `make messages`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    for entry in catalog(language).translated_entries():
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for form, text in enumerate(said(entry)):
            found = set(PLACEHOLDER.findall(text))
            if entry.msgid_plural and form < SAID_AS_WORDS.get(language, 0):
                found |= wanted & {"%(total)s", "%(count)d", "%(categories)s"}
            assert found == wanted, entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_templates_is_translated(language: str) -> None:
    done = {(entry.msgctxt or "", entry.msgid) for entry in catalog(language).translated_entries()}
    assert sorted(set(template_texts()) - done) == [], "run `make messages`, then translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalog_has_nothing_untranslated_or_guessed(language: str) -> None:
    entries = catalog(language)
    assert [entry.msgid for entry in [*entries.untranslated_entries(), *entries.fuzzy_entries()]] == []


def test_code_marks_texts_by_names_the_collector_knows() -> None:
    """A function imported under another name is called at run time and never reaches the catalogs."""
    for path in (path for name in CODE for path in sorted((settings.ROOT / name).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                marking = {alias.asname or alias.name for alias in node.names if "gettext" in alias.name}
                assert marking <= COLLECTED, path


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "say",
    [
        lambda: str(BLANK_CHOICE_LABEL),
        lambda: gtin_problem("5012345678901"),
        lambda: gtin_problem("978-0"),
        lambda: problems_of("{bad"),
        lambda: problems_of('{"name": "lamp" "url"'),
        lambda: problems_of('{"name": "lamp",}'),
    ],
)
def test_reasons_that_others_word_are_said_in_the_editors_language(language: str, say: Callable) -> None:
    """Django's empty choice, numbers under barcodes, and what Python's reader says of a broken text."""
    with override(language):
        assert not re.search(r"(?i)select|digit|expecting|illegal", say())


def problems_of(text: str) -> str:
    with pytest.raises(Refused) as refused:
        read(text)
    return str(refused.value)
