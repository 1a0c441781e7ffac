"""Carry the rows of wagtail.contrib.redirects and of gone addresses over to redirect rules, chains cut short."""

from urllib.parse import urlsplit

from django.db import connections, migrations

from cms.redirects import addresses

TABLE = "wagtailredirects_redirect"
COLUMNS = (
    "old_path", "site_id", "is_permanent", "redirect_page_id", "redirect_page_route_path", "redirect_link",
    "automatically_created", "created_at",
)  # fmt: skip


def carry(apps, schema_editor):
    model = apps.get_model("cms", "RedirectRule")
    sites = list(apps.get_model("wagtailcore", "Site").objects.values_list("pk", "hostname"))
    rules = {}
    for row in [*_redirects(schema_editor), *_gone(apps)]:
        asked = addresses.Asked.parse(row["path"])
        query = addresses.canonical_query(asked.query)
        path = addresses.spelled(asked.path) + (f"?{query}" if query else "")
        target = _own(row["target"], row["site_id"], sites)
        own = target.startswith("/")
        place = (row["site_id"], addresses.fingerprint(path))
        if place in rules:  # a rule and a gone address: the rule has always answered first
            rules[place].note = " ".join(filter(None, [rules[place].note, "Was also gone:", row["reason"]]))
            continue
        rules[place] = model(
            **row | {"path": path, "target": target},
            key=addresses.key_of(path),
            fingerprint=place[1],
            target_key=addresses.key_of(target.partition("#")[0]) if own else "",
        )
    _flatten(rules.values())
    model.objects.bulk_create(rules.values(), batch_size=500)


def _redirects(schema_editor):
    connection = connections[schema_editor.connection.alias]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(COLUMNS)} FROM {TABLE} ORDER BY id")
        rows = cursor.fetchall()
    for path, site_id, is_permanent, page_id, route, link, automatic, created_at in rows:
        yield {
            "path": path,
            "site_id": site_id,
            "status": 301 if is_permanent else 302,
            "page_id": page_id,
            "suffix": route if page_id else "",
            "target": "" if page_id else link,
            "passes": "all" if automatic else "noise",
            "reason": "",
            "note": "",
            "origin": "automatic" if automatic else "editor",
            **({"created_at": _aware(created_at)} if created_at else {}),
        }


def _aware(moment):
    from datetime import UTC, datetime

    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _gone(apps):
    for gone in apps.get_model("cms", "GoneAddress").objects.order_by("pk"):
        yield {
            "path": gone.path,
            "site_id": gone.site_id,
            "status": 410,
            "page_id": gone.suggestion_id,
            "suffix": "",
            "target": "",
            "passes": "noise",
            "reason": gone.reason,
            "note": "",
            "origin": "editor",
            "created_at": gone.created_at,
        }


def _own(target, site_id, sites):
    parts = urlsplit(target)
    own = {pk for pk, hostname in sites if hostname == parts.hostname}
    if not own or (site_id not in own and (site_id or len(sites) > 1)):
        return target
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def _flatten(rules):
    by_key = {}
    for rule in sorted(rules, key=lambda rule: rule.site_id is None):
        by_key.setdefault(rule.key, rule)
    for rule in rules:
        trail = [rule.path]
        while rule.target_key and rule.target_key in by_key:
            following = by_key[rule.target_key]
            if following is rule or following.path in trail:
                rule.note = "Led in a circle: " + " → ".join([*trail, following.path])
                rule.status, rule.target, rule.target_key = 410, "", ""
                break
            trail.append(following.path)
            if following.status in (302, 307) and rule.status in (301, 308):
                rule.status = 302
            if following.status in (410, 451):
                rule.status, rule.reason = following.status, following.reason
            rule.page_id, rule.suffix, rule.target = following.page_id, following.suffix, following.target
            rule.target_key = following.target_key


class Migration(migrations.Migration):
    dependencies = [("cms", "0021_redirect_rules")]

    operations = [migrations.RunPython(carry, migrations.RunPython.noop, elidable=True)]
