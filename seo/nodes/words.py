"""What people write: articles, their authors, questions with answers."""

from collections.abc import Sequence
from datetime import datetime

from seo.graph import Node, node, ref
from seo.nodes.organization import organization_id


def person(
    url: str,
    *,
    name: str,
    description: str = "",
    image: Node | None = None,
    same_as: Sequence[str] = (),
    alternate_name: str = "",
    job_title: str = "",
    identifier: str = "",
    works_for: str = "",
) -> Node:
    """A Person with a page of their own."""
    return node(
        "Person",
        f"{url}#person",
        name=name,
        url=url,
        description=description,
        image=ref(image["@id"]) if image else None,
        sameAs=list(same_as),
        alternateName=alternate_name,
        jobTitle=job_title,
        identifier=identifier,
        worksFor=ref(works_for) if works_for else None,
    )


def article(
    url: str,
    root: str,
    *,
    headline: str,
    description: str = "",
    images: Sequence[Node] = (),
    published: datetime | None,
    modified: datetime | None,
    authors: Sequence[Node] = (),
    language: str,
    word_count: int | None = None,
) -> Node:
    """Article; each author is its own node with name and url only (Google: "Article structured data")."""
    return node(
        "Article",
        f"{url}#article",
        headline=headline,
        description=description,
        image=[ref(image["@id"]) for image in images],
        datePublished=published,
        dateModified=modified,
        author=[ref(author["@id"]) for author in authors],
        publisher=ref(organization_id(root)),
        mainEntityOfPage=ref(f"{url}#webpage"),
        inLanguage=language,
        wordCount=word_count,
    )


def faq_page(url: str, questions: Sequence[tuple[str, str]]) -> Node:
    """Questions and answers as content. No rich result is promised: Google ended it on 7 May 2026."""
    return node(
        "FAQPage",
        f"{url}#faq",
        mainEntity=[
            node("Question", name=question, acceptedAnswer=node("Answer", text=answer))
            for question, answer in questions
        ],
    )
