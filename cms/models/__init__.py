"""The nouns every content app builds on."""

from cms.models.gone import GoneAddress
from cms.models.organization import Organization
from cms.models.page import Page, Place, SeoFields
from cms.models.picture import Picture, Rendition
from cms.models.user import User

__all__ = ["GoneAddress", "Organization", "Page", "Picture", "Place", "Rendition", "SeoFields", "User"]
