"""Where each part of a draft is edited: fields by name, blocks of its body by id."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from wagtail import blocks
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList, Panel
from wagtail.admin.panels.group import PanelGroup
from wagtail.fields import StreamField

from cms.models import Page


def edit_address(page: Page) -> str:
    """The page's editor, on the admin's own host."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])


def edit_data(page: Page, version: int | None) -> dict[str, Any]:
    """The editor's address, and those of its parts: for a front end that lets editors click what they see."""
    url = edit_address(page)
    return {
        "url": url,
        "version": version,
        "fields": {name: f"{url}#{anchor}" for name, anchor in _fields(page.get_edit_handler(), "panel", "")},
        "blocks": {key: f"{url}#block-{key}-section" for key in _blocks(page)},
    }


def _fields(panel: Panel, prefix: str, section: str) -> Iterator[tuple[str, str]]:
    """(name, anchor) of the fields in a panel: the section of the form each stands in, by the ids of Wagtail's own
    template for lists of panels."""
    match panel:
        case PanelGroup():
            for child, name in zip(panel.children, panel.child_identifiers, strict=True):
                inside = f"{prefix}-{name}-section" if isinstance(panel, ObjectList) else section
                yield from _fields(child, f"{prefix}-child-{name}", inside)
        case FieldPanel():
            yield panel.field_name, section
        case InlinePanel():
            yield panel.relation_name, section


def _blocks(page: Page) -> Iterator[str]:
    """The ids of the blocks in a page's streams, those inside of others included."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            yield from _inside(value.stream_block, value)


def _inside(block: blocks.Block, value: Any) -> Iterator[str]:
    match block:
        case blocks.StreamBlock():
            for child in value:
                if child.id:
                    yield child.id
                yield from _inside(child.block, child.value)
        case blocks.StructBlock():
            for name, child_block in block.child_blocks.items():
                yield from _inside(child_block, value.get(name))
        case blocks.ListBlock():
            for child in value:
                yield from _inside(block.child_block, child)
