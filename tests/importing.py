"""What the import tests share: a small map, a file made of rows, one run."""

import json
from pathlib import Path
from typing import Any

from catalog.importing.map_files import find_map, load_map, read_map
from catalog.importing.pictures import PictureFolder
from catalog.importing.report import Report
from catalog.importing.run import Importer, Options
from catalog.models import ProductPage
from cms.models import Page

DATA = Path(__file__).parent / "data"


def make_map(**tables: Any) -> Any:
    """A map of a small shop; a table given by name takes the place of the one here, None removes it."""
    data: dict[str, Any] = {
        "source": {"name": "shop", "format": "jsonl"},
        "product": {"id": "id", "title": "name", "description": "text", "brand": "brand"},
        "category": {"from": "shelf", "default": "Other"},
        "variant": {
            "sku": "sku",
            "price": "price",
            "currency": {"constant": "GBP"},
            "stock": "stock",
            "gtin": "gtin",
        },
        **tables,
    }
    return read_map({name: table for name, table in data.items() if table is not None})


def make_row(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "id": number,
        "name": f"Lamp {number}",
        "text": f"<p>Lamp number {number}.</p>",
        "brand": "Wick & Sons",
        "shelf": "Lamps",
        "sku": f"L-{number}",
        "price": 12.5,
        "stock": 3,
        "gtin": "",
        **fields,
    }


def make_file(folder: Path, rows: list[Any], name: str = "rows.jsonl") -> Path:
    """A JSON Lines file; a row that is a string is written as it is."""
    path = folder / name
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def import_file(path: Path, map_: Any = None, under: Page | None = None, **options: Any) -> Report:
    """One run below the home page, publishing unless told otherwise. Asserts that the rows add up."""
    if isinstance(map_, str):
        map_ = load_map(find_map(map_))
    if "pictures" in options:
        options["pictures"] = PictureFolder(options["pictures"])
    under = Page.objects.get(pk=(under or Page.objects.get(depth=2)).pk)
    chosen = Options(file=path, map=map_ or make_map(), under=under, **{"publish": True, **options})
    report = Importer(chosen).run()
    assert report.adds_up
    assert Page.find_problems() == ([], [], [], [], [])
    return report


def rows_of(report: Report) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, skipped."""
    return tuple(report.rows[status] for status in ("created", "updated", "unchanged", "skipped"))


def skips_of(report: Report) -> dict[str, int]:
    return {f"{field}: {rule}": count for (field, rule, skipped), count in report.rules.items() if skipped}


def notes_of(report: Report) -> dict[str, int]:
    return {
        f"{field}: {rule}": count for (field, rule, skipped), count in report.rules.items() if not skipped
    }


def product(number: int | str, source: str = "shop") -> ProductPage:
    return ProductPage.objects.get(external_id=f"{source}:{number}")
