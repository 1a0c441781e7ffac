"""Pages with words: home, content, articles and their authors, forms."""

from home.models.answers import Receipt, SubmittedFile
from home.models.author import AuthorPage
from home.models.content import ContentPage
from home.models.form import FormField, FormPage
from home.models.home_page import HomePage
from home.models.journal import ArticleIndexPage, ArticlePage, Byline, RelatedPage
from home.models.video import Clip, VideoPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "AuthorPage",
    "Byline",
    "Clip",
    "ContentPage",
    "FormField",
    "FormPage",
    "HomePage",
    "Receipt",
    "RelatedPage",
    "SubmittedFile",
    "VideoPage",
]
