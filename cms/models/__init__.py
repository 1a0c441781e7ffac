"""The nouns every content app builds on."""

from cms.models.crawling import CrawlRules
from cms.models.document_policy import DocumentPolicy
from cms.models.followed import HasFeed
from cms.models.llms import LlmsSetting
from cms.models.menus import Menu
from cms.models.missed_address import MissedAddress
from cms.models.organization import Organization
from cms.models.page import Page, Place
from cms.models.phrase import Phrase
from cms.models.picture import Picture, Rendition
from cms.models.policies import Policies
from cms.models.redirect_rule import RedirectRule
from cms.models.user import User

__all__ = [
    "CrawlRules",
    "DocumentPolicy",
    "HasFeed",
    "LlmsSetting",
    "Menu",
    "MissedAddress",
    "Organization",
    "Page",
    "Phrase",
    "Picture",
    "Place",
    "Policies",
    "RedirectRule",
    "Rendition",
    "User",
]
