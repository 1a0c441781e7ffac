"""The journal, the pages of text and the contact form."""

from typing import Any

from demo import pictures
from demo.content import pieces, table
from demo.loading.tree import Tree
from demo.prose import FindPage, rich_text, story
from home.models import (
    ArticleIndexPage,
    ArticlePage,
    AuthorPage,
    Byline,
    ContentPage,
    FormField,
    FormPage,
    RelatedPage,
)

JOURNAL = "journal"


def build_words(tree: Tree) -> None:
    """Every page with its first lines; `fill_texts` brings the long ones."""
    build_journal(tree)
    for page in pieces("pages"):
        build_content(tree, page)
    build_contact(tree)


def build_journal(tree: Tree) -> None:
    site = table("site")["home"]
    journal = tree.add(
        tree.home,
        ArticleIndexPage(title="Journal", slug=JOURNAL, summary=site["journal_lead"], show_in_menus=True),
    )
    for author in table("authors")["author"]:
        tree.add(
            journal,
            AuthorPage(
                title=author["name"],
                slug=author["slug"],
                summary=author["summary"],
                cover=pictures.picture(author["picture"]),
                biography=rich_text(author["bio"], tree.find_page),
                same_as=[("profile", address) for address in author["same_as"]],
                job_title=author["job_title"],
            ),
        )
    for article in pieces("articles"):
        page = ArticlePage(
            title=article["title"],
            slug=article["slug"],
            summary=article["summary"],
            published_at=article["published"],
            place=article["place"],
            cover=pictures.picture(article["picture"]),
            body=[("text", f"<p>{article['summary']}</p>")],
        )
        page.bylines = [Byline(sort_order=0, author=AuthorPage.objects.get(slug=article["author"]))]
        page.related = [
            RelatedPage(sort_order=order, page=tree.product(slug))
            for order, slug in enumerate(article["related_products"])
        ]
        tree.add(journal, page)


def build_content(tree: Tree, facts: dict[str, Any]) -> None:
    tree.add(tree.home, ContentPage(title=facts["title"], slug=facts["slug"], summary=facts["summary"]))


def build_contact(tree: Tree) -> None:
    facts = table("contact")
    form = FormPage(
        title=facts["title"],
        slug=facts["slug"],
        summary=facts["summary"],
        intro=rich_text(facts["intro"], tree.find_page),
        thank_you=rich_text(facts["thank_you"], tree.find_page),
        to_address=table("site")["organization"]["email"],
        from_address=table("site")["organization"]["email"],
        subject=facts["subject"],
    )
    form.form_fields = [
        FormField(
            sort_order=order,
            label=field["label"],
            field_type=field["type"],
            required=field["required"],
            choices="\n".join(field.get("choices", [])),
            help_text=field.get("help", ""),
        )
        for order, field in enumerate(facts["field"])
    ]
    tree.add(tree.home, form)


def fill_texts(tree: Tree) -> None:
    """The long texts, once every page they link to exists."""
    for facts in pieces("articles"):
        page = ArticlePage.objects.get(slug=facts["slug"])
        if len(page.body) < 2:
            page.body = story(facts["text"], tree.find_page)
            page.save_revision().publish()
    for facts in pieces("pages"):
        page = ContentPage.objects.get(slug=facts["slug"])
        if not page.body:
            page.body = [
                *story(facts["text"], tree.find_page),
                *questions(tree.find_page, facts, "Questions we are asked"),
            ]
            page.save_revision().publish()


def questions(find_page: FindPage, facts: dict[str, Any], heading: str) -> list[tuple[str, Any]]:
    if "faq" not in facts:
        return []
    questions = [
        {"question": item["question"], "answer": rich_text(item["answer"], find_page)}
        for item in facts["faq"]
    ]
    return [
        ("heading", {"text": heading, "level": "2"}),
        ("faq", {"questions": questions}),
    ]
