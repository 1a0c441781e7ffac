"""Menus editors make. Where none is made, the menu follows from the pages; see cms.navigation."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.fields import StreamField
from wagtail.models import Locale, Site

from cms.menu_blocks import MOST_ITEMS, ItemBlock
from cms.models.recorded import Recorded
from delivery import tags
from delivery.models import Change


class Menu(Recorded, models.Model):
    """One menu of a site in a language. `main` and `footer` stand on every page of the site; front ends may ask for
    others by their handle."""

    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="menus", verbose_name=_("site")
    )
    locale = models.ForeignKey(
        "wagtailcore.Locale", on_delete=models.CASCADE, related_name="+", verbose_name=_("language")
    )
    handle = models.CharField(
        _("handle"),
        max_length=40,
        default="main",
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9-]*$", _("A handle has small letters, digits and hyphens, e.g. main.")
            )
        ],
        help_text=_("“main” and “footer” stand on every page; others are for front ends."),
    )
    items = StreamField([("item", ItemBlock())], blank=True, verbose_name=_("items"))
    # The pages its items lead to, so that a change of one is known to be a change of the menu.
    page_ids = models.JSONField(default=list, editable=False)

    change_kind = Change.Kind.MENU
    unseen_fields = frozenset({"page_ids"})

    panels = [
        HelpPanel(
            content=_(
                "An item whose page is a draft, for some readers only, or over is left out; it comes back with the "
                "page. Without a menu of its own a language shows the pages marked for menus."
            )
        ),
        FieldRowPanel(["site", "locale", "handle"]),
        FieldPanel("items"),
    ]

    class Meta:
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["site", "handle", "locale"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "locale", "handle"], name="one_menu_per_handle_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.handle} ({self.locale}, {self.site.hostname})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        pages = {item["page"] for item in walk(self.raw_items) if item.get("page")}
        self.page_ids = sorted(pages)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if sum(1 for _item in walk(self.raw_items)) > MOST_ITEMS:
            raise ValidationError({"items": _("A menu has at most %(most)d items.") % {"most": MOST_ITEMS}})

    def get_change(self) -> dict[str, Any]:
        return {"site_id": self.site_id, "locale": self.locale.language_code, "tags": [tags.MENU]}

    @property
    def raw_items(self) -> list[Mapping[str, Any]]:
        """The items as they are stored, without asking for their pages: {"id", "page", "address", …, "children"}."""
        return [raw_item(child) for child in self.items.raw_data]

    @property
    def version(self) -> str:
        """Another for every other tree."""
        return blake2b(repr(self.raw_items).encode(), digest_size=8).hexdigest()

    @classmethod
    def store(cls, site: Site, language: str, handle: str, items: Sequence[Mapping[str, Any]]) -> "Menu":
        """Give a site's menu this whole tree of `raw_items`, which somebody has judged; make the menu where there is
        none. Raises ValidationError."""
        menu = cls.stored(site, language, handle) or cls(
            site=site, locale=Locale.objects.get(language_code=language), handle=handle
        )
        menu.items = json.dumps([block_of(item) for item in items])
        menu.full_clean()
        menu.save()
        return menu

    @classmethod
    def stored(cls, site: Site, language: str, handle: str) -> "Menu | None":
        """The menu somebody made, locked for the rest of the transaction there may be."""
        found = cls.objects.filter(site=site, locale__language_code=language, handle=handle)
        if connection.in_atomic_block:
            found = found.select_for_update(of=("self",))
        return found.select_related("locale", "site").first()

    @classmethod
    def naming(cls, page_ids: Iterable[int]) -> list[tuple[int, str]]:
        """(site, language) of the menus that lead to one of these pages. One query; there are few menus."""
        wanted = set(page_ids)
        rows = cls.objects.values_list("site_id", "locale__language_code", "page_ids")
        return [(site, language) for site, language, named in rows if wanted.intersection(named)]


def raw_item(child: Mapping[str, Any]) -> Mapping[str, Any]:
    """An item from the stored form of a block."""
    value = child["value"]
    return {
        "id": str(child.get("id") or ""),
        "page": value.get("page"),
        "address": value.get("address") or "",
        "title": value.get("title") or "",
        "rel": list(value.get("rel") or ()),
        "new_window": bool(value.get("new_window")),
        "children": [raw_item(each) for each in value.get("children") or ()],
    }


def block_of(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item as a block is stored; `raw_item` undone."""
    value = {name: item[name] for name in ("page", "address", "title", "rel", "new_window")}
    children = [block_of(child) for child in item["children"]]
    return {"type": "item", "id": item["id"], "value": value | ({"children": children} if children else {})}


def walk(items: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Every item of a tree, a parent before its children."""
    for item in items:
        yield item
        yield from walk(item["children"])
