"""The demo in other languages: each page copied into the language, then given the texts written for it."""

from collections.abc import Iterator
from typing import Any

from wagtail.models import Locale

from catalog.models import FacetPage
from cms.models import Page, Phrase
from demo.content import edition_pieces, edition_table, editions, table
from demo.loading.tree import Tree
from demo.loading.words import JOURNAL, questions
from demo.prose import rich_text, story
from home.models import ArticleIndexPage, ArticlePage, AuthorPage, ContentPage, FormPage
from stores.models import EventIndexPage, StoreIndexPage

# Named parts of a page: the key of their names in a text, and the relation that holds them.
PARTS = {
    "special": "special_hours",
    "department": "departments",
    "ticket": "tickets",
    "performer": "performers",
    "clip": "clips",
}


def build_editions(tree: Tree) -> None:
    """Every language the demo is written in and the site has. Idempotent: a page that is there is left alone."""
    for code in editions():
        Edition(tree, code).build()


class Edition:
    """The demo in one language."""

    def __init__(self, tree: Tree, code: str) -> None:
        self.tree = tree
        self.code = code
        self.locale, _created = Locale.objects.get_or_create(language_code=code)

    def build(self) -> None:
        self.build_phrases()
        new = [(self.copy(page, facts), texts) for page, facts, texts in self.pages()]
        for page, texts in new:
            if page is not None:
                # Read again: the copy was made before its children and would publish that it has none.
                self.fill(type(page).objects.get(pk=page.pk), texts)

    def build_phrases(self) -> None:
        """Labels, units and option values, and the organization's words."""
        said = dict(self.table("terms")["terms"])
        english = table("site")["organization"] | {"footer_line": table("site")["footer"]["line"]}
        for name, text in self.table("site")["organization"].items():
            if text != english[name]:
                said[english[name]] = text
        for source, text in said.items():
            Phrase.objects.get_or_create(locale=self.locale, source=source, defaults={"text": text})

    def pages(self) -> Iterator[tuple[Page, dict[str, Any], dict[str, Any]]]:
        """(original, fields, texts) in tree order; texts are Markdown and filled in once all pages are there."""
        home, journal = self.table("site")["home"], ArticleIndexPage.objects.get(slug=JOURNAL)
        organization = self.table("site")["organization"]
        yield (
            self.tree.home,
            {
                "title": organization["name"],
                "seo_title": home["title"],
                "search_description": home["summary"],
                "headline": home["headline"],
                "lead": home["lead"],
                "story_title": home["story"]["title"],
                "journal_title": home["journal_title"],
            },
            {"story_text": home["story"]["text"]},
        )
        for path, facts in self.table("categories").items():
            yield self.tree.category(path), _named(facts), {"intro": facts["intro"]}
        for slug, facts in self.table("products").items():
            texts = {name: facts[name] for name in ("description", "care") if name in facts}
            yield self.tree.product(slug), _named(facts), texts
        for slug, facts in self.table("landings").items():
            yield FacetPage.objects.get(slug=slug), _named(facts), {"intro": facts["intro"]}
        yield (
            journal,
            {
                "title": home["journal_title"],
                "slug": home["journal_slug"],
                "summary": home["journal_lead"],
            },
            {},
        )
        for slug, facts in self.table("authors").items():
            author = AuthorPage.objects.child_of(journal).get(slug=slug)
            fields = _named(facts) | {"job_title": facts["job_title"]}
            yield author, fields, {"biography": facts["bio"]}
        for facts in edition_pieces(self.code, "articles"):
            article = ArticlePage.objects.child_of(journal).get(slug=facts["english_slug"])
            yield article, _titled(facts) | {"place": facts["place"]}, {"body": facts}
        for facts in edition_pieces(self.code, "pages"):
            page = ContentPage.objects.child_of(self.tree.home).get(slug=facts["english_slug"])
            yield page, _titled(facts), {"body": facts}
        yield from self.places()
        contact = self.table("contact")
        form = FormPage.objects.child_of(self.tree.home).get(slug=table("contact")["slug"])
        yield (
            form,
            _titled(contact) | {"subject": contact["subject"]},
            {"intro": contact["intro"], "thank_you": contact["thank_you"], "form_fields": contact["field"]},
        )

    def places(self) -> Iterator[tuple[Page, dict[str, Any], dict[str, Any]]]:
        """Stores, events and films; their indexes first."""
        for name, index_type in (("stores", StoreIndexPage), ("events", EventIndexPage), ("videos", None)):
            parent: Page = self.tree.home
            for slug, facts in self.table(name).items():
                if slug == "index":
                    parent = index_type.objects.child_of(parent).get()
                    yield parent, _named(facts), {}
                    continue
                page = Page.objects.child_of(parent).get(slug=slug).specific
                texts = {
                    name: facts[name] for name in ("intro", "description", "transcript") if name in facts
                }
                texts |= {part: facts[part] for part in PARTS if part in facts}
                fields = {name: facts[name] for name in ("place_name", "organizer_name") if name in facts}
                yield page, _named(facts) | fields, texts

    def copy(self, original: Page, facts: dict[str, Any]) -> Page | None:
        """A draft of `original` in this language with these fields; None where it has been translated before."""
        if original.has_translation(self.locale):
            return None
        copy = original.copy_for_translation(self.locale)
        for name, value in facts.items():
            setattr(copy, name, value)
        copy.save()
        return copy

    def fill(self, page: Page, texts: dict[str, Any]) -> None:
        for name, text in texts.items():
            match name:
                case "body":
                    page.body = [*story(text["text"], self.find_page), *self.questions(text)]
                case "form_fields":
                    for field, facts in zip(page.form_fields.all(), text, strict=True):
                        field.label, field.help_text = facts["label"], facts.get("help", "")
                        field.choices = "\n".join(facts.get("choices", []))
                        field.clean_name = ""
                        field.save()
                case _ if name in PARTS:
                    parts = list(getattr(page, PARTS[name]).all())
                    for part, part_name in zip(parts, text, strict=True):
                        part.name = part_name
                    setattr(page, PARTS[name], parts)
                case _:
                    setattr(page, name, rich_text(text, self.find_page))
        if page.is_home:
            page.shelves = [
                ("shelf", shelf.value | {"title": page_of.title, "page": page_of})
                for shelf in page.shelves
                for page_of in [self.translated(shelf.value["page"])]
            ]
        page.save_revision().publish()

    def questions(self, facts: dict[str, Any]) -> list[tuple[str, Any]]:
        return questions(self.find_page, facts, self.table("site")["faq_heading"])

    def find_page(self, kind: str, name: str) -> int:
        """The page a text links to: its translation, else the original."""
        return self.translated(Page.objects.get(pk=self.tree.find_page(kind, name))).pk

    def translated(self, page: Page) -> Page:
        return page.get_translation_or_none(self.locale) or page

    def table(self, name: str) -> dict[str, Any]:
        return edition_table(self.code, name)


def _named(facts: dict[str, Any]) -> dict[str, Any]:
    return {"title": facts["name"], "slug": facts["slug"], "summary": facts["summary"]}


def _titled(facts: dict[str, Any]) -> dict[str, Any]:
    return {"title": facts["title"], "slug": facts["slug"], "summary": facts["summary"]}
