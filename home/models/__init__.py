"""Pages with words: home, content, articles and their authors, forms."""

from home.models.content import ContentPage
from home.models.form import FormField, FormPage
from home.models.home_page import HomePage
from home.models.journal import ArticleIndexPage, ArticlePage, AuthorPage, Byline, RelatedPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "AuthorPage",
    "Byline",
    "ContentPage",
    "FormField",
    "FormPage",
    "HomePage",
    "RelatedPage",
]
