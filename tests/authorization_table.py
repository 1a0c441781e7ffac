"""Who may ask what, written down by hand: every operation of both APIs. Compared with what is answered by
test_authorization.py, which fails for an operation that is not here."""

from dataclasses import dataclass

EDITORS, MODERATORS, SEO, MERCHANDISERS = GROUPS = ("Editors", "Moderators", "SEO managers", "Merchandisers")
MENUS = {MODERATORS, SEO}


@dataclass(frozen=True)
class Asks:
    """Any of these scopes, and being in one of these groups (or a superuser); None where the thing itself decides."""

    scopes: tuple[str, ...]
    groups: frozenset[str] | None = None


def asks(*scopes: str, groups: set[str] | None = None) -> Asks:
    return Asks(scopes, frozenset(groups) if groups is not None else None)


PUBLIC = Asks(())  # everybody, and a token changes nothing of the answer
BY_PREVIEW_TOKEN = Asks(("preview token",))  # no bearer token opens it
WHOEVER_HOLDS_A_TOKEN = Asks(("any",))

DELIVERY: dict[str, Asks] = {
    "resolve": PUBLIC,
    "resolve_batch": PUBLIC,
    "head": PUBLIC,
    "pages": PUBLIC,
    "page": PUBLIC,
    "paths": PUBLIC,
    "locales": PUBLIC,
    "block_schemas": PUBLIC,
    "page_schemas": PUBLIC,
    "explain": asks("content:read", groups=set(GROUPS)),
    "graphs": PUBLIC,
    "products": PUBLIC,
    "product": PUBLIC,
    "categories": PUBLIC,
    "preview_resolve": BY_PREVIEW_TOKEN,
    "preview": BY_PREVIEW_TOKEN,
    "preview_page": BY_PREVIEW_TOKEN,
    "page_preview": BY_PREVIEW_TOKEN,
    "page_preview_numbered": BY_PREVIEW_TOKEN,
    "make_preview_token": asks("preview:read", groups=set(GROUPS)),
    "preview_tokens": asks("preview:read", groups=set(GROUPS)),
    "revoke_preview_token": asks("preview:read", groups=set(GROUPS)),
    "form": PUBLIC,
    "submit_form": PUBLIC,
    "submissions": asks("forms:read", groups={EDITORS, MODERATORS}),
    "navigation": PUBLIC,
    "navigation_menu": PUBLIC,
    "write_menu": asks("content:write", groups=MENUS),
    "delete_menu": asks("content:write", groups=MENUS),
    "stored_menu": asks("content:read", groups=MENUS),
    "settings": PUBLIC,
    "settings_organization": PUBLIC,
    "settings_policies": PUBLIC,
    "settings_crawling": PUBLIC,
    "write_settings_organization": asks("admin", groups={SEO}),
    "write_settings_policies": asks("admin", groups={SEO}),
    "write_settings_crawling": asks("admin", groups={SEO}),
    "changes": PUBLIC,
    "sitemap": PUBLIC,
    "sitemap_section": PUBLIC,
    "robots": PUBLIC,
    "llms": PUBLIC,
    "redirects": PUBLIC,
    "search": PUBLIC,
    "autocomplete": PUBLIC,
    "findings": asks("content:read", groups={MODERATORS, SEO}),
    **{
        name: asks("catalog:write", groups=set(GROUPS))
        for name in ("product_by_external_id", "put_product", "bulk_products")
    },
    **{name: asks("catalog:write", groups={MERCHANDISERS}) for name in ("bulk_prices", "bulk_stock")},
    **{name: asks("jobs:read", groups={MERCHANDISERS}) for name in ("jobs", "job", "job_rows", "cancel_job")},
    "reviews": PUBLIC,
    "submit_review": PUBLIC,
    "review_form": PUBLIC,
    "moderation": asks("reviews:moderate", groups={MODERATORS, MERCHANDISERS}),
    "decide_review": asks("reviews:moderate", groups={MODERATORS, MERCHANDISERS}),
    "unlock": PUBLIC,
    "login": PUBLIC,
    "webhooks": asks("webhooks:manage", groups={SEO}),
    "webhook": asks("webhooks:manage", groups={SEO}),
    "webhook_deliveries": asks("webhooks:manage", groups={SEO}),
    "webhook_delivery": asks("webhooks:manage", groups={SEO}),
    **{
        name: asks("webhooks:manage", groups=set())
        for name in (
            "make_webhook",
            "change_webhook",
            "delete_webhook",
            "test_webhook",
            "rotate_webhook_secret",
            "pause_webhook",
            "resume_webhook",
            "redeliver_webhook",
        )
    },
}

MANAGEMENT: dict[str, Asks] = {
    **{
        f"{kind}_{action}": PUBLIC
        for kind in ("pages", "images", "documents")
        for action in ("list", "detail")
    },
    "pages_find": PUBLIC,
    "whoami": WHOEVER_HOLDS_A_TOKEN,
    **{f"pages_{action}": asks("content:write") for action in ("create", "update", "delete")},
    **{
        f"pages_actions_{action}": asks("content:write")
        for action in (
            "publish",
            "unpublish",
            "copy",
            "move",
            "delete",
            "revert",
            "convert_alias",
            "create_alias",
            "copy_for_translation",
        )
    },
    **{
        f"{kind}_revisions_{action}": asks("preview:read")
        for kind in ("pages", "snippets")
        for action in ("list", "detail")
    },
    **{f"schema_{action}": asks("content:read", "content:write") for action in ("list", "detail")},
    **{f"snippets_{action}": asks("content:read", "content:write") for action in ("list", "detail")},
    **{f"snippets_{action}": asks("content:write") for action in ("create", "update", "delete")},
    **{
        f"snippets_actions_{action}": asks("content:write")
        for action in ("delete", "publish", "unpublish", "revert", "copy_for_translation")
    },
    **{
        f"{kind}_{action}": asks("media:write")
        for kind in ("images", "documents")
        for action in ("create", "update", "delete")
    },
    **{
        f"{kind}_{action}": asks("content:read", "content:write", "admin", groups=set())
        for kind in ("sites", "locales")
        for action in ("list", "detail")
    },
    **{
        f"{kind}_{action}": asks("admin")
        for kind in ("sites", "locales")
        for action in ("create", "update", "delete")
    },
    "audit_runs": asks("content:read", groups={MODERATORS, SEO}),
    "audit_findings": asks("content:read", groups={MODERATORS, SEO}),
}
