"""A run killed in the middle, and the next one: the same state as a run that was left alone."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

from .importing import make_file, make_row

ROOT = Path(__file__).parent.parent
MAP = """
[source]
name = "shop"
[product]
id = "id"
title = "name"
description = "text"
brand = "brand"
[category]
from = "shelf"
[variant]
sku = "sku"
price = "price"
currency = { constant = "GBP" }
"""
PAGES = """
SELECT page.path, page.depth, page.numchild, page.url_path, page.title, page.live,
       page.has_unpublished_changes, product.external_id, product.import_hash, brand.name,
       variant.sku, variant.price, variant.position,
       (SELECT COUNT(*) FROM wagtailcore_revision WHERE object_id = CAST(page.id AS TEXT)),
       (SELECT COUNT(*) FROM {entry} WHERE object_id = CAST(page.id AS TEXT))
FROM cms_page page LEFT JOIN catalog_productpage product ON product.page_ptr_id = page.id
LEFT JOIN catalog_brand brand ON brand.id = product.brand_id
LEFT JOIN catalog_variant variant ON variant.product_id = page.id
WHERE page.depth > 2 ORDER BY page.path, variant.position
"""


def manage(database, *arguments, **options):
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{database}", "PHAROS_ENV": "local", "LOG_LEVEL": "ERROR"}
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
    )  # fmt: skip


def count(database):
    with sqlite3.connect(database, timeout=20) as db:
        return db.execute("SELECT COUNT(*) FROM catalog_productpage").fetchone()[0]


def state(database):
    with sqlite3.connect(database) as db:
        [entry] = db.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE '%indexentry' AND type = 'table' "
            "AND name NOT LIKE '%fts%' AND sql LIKE '%object_id%'"
        ).fetchone()
        return db.execute(PAGES.format(entry=entry)).fetchall()


def test_kill_9_and_a_second_run_end_like_one_undisturbed_run(tmp_path):
    rows = [make_row(n, shelf=f"Shelf {n % 7}", name=f"Lamp {n % 50}") for n in range(1, 601)]
    arguments = ["import_catalog", make_file(tmp_path, rows), "--map", tmp_path / "map.toml", "--publish"]
    (tmp_path / "map.toml").write_text(MAP)
    whole, killed = tmp_path / "whole.sqlite3", tmp_path / "killed.sqlite3"
    assert manage(whole, "migrate", "--verbosity", "0").wait() == 0
    killed.write_bytes(whole.read_bytes())

    run = manage(killed, *arguments)
    while run.poll() is None and not 0 < count(killed) < 600:
        pass
    run.send_signal(signal.SIGKILL)
    run.communicate()
    left = count(killed)
    assert run.returncode == -signal.SIGKILL
    assert 0 < left < 600
    assert left % 100 == 0

    for database in (whole, killed):
        second = manage(database, *arguments)
        printed, errors = second.communicate()
        assert second.returncode == 0, errors
    assert f"{left}" in printed

    assert len(state(whole)) == 607
    assert state(killed) == state(whole)
