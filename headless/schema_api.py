"""schema/: what pages and blocks hold, as JSON Schema. A public contract, the same for everybody."""

from typing import Any

from django.http import HttpRequest

from ninja import Router

from delivery import tags
from delivery.made_of import note
from headless import contents

router = Router(tags=["schema"])


@router.get(
    "/blocks/",
    response=dict[str, Any],
    summary="JSON Schema of bodies of blocks",
    operation_id="block_schemas",
)
def blocks(request: HttpRequest) -> dict[str, Any]:
    """Every type of block, for front ends that draw them."""
    note(tags.SETTINGS)
    return contents.block_schemas()


@router.get(
    "/pages/", response=dict[str, Any], summary="JSON Schema of page types", operation_id="page_schemas"
)
def pages(request: HttpRequest) -> dict[str, Any]:
    """Every page type by its name, as `page` of resolve/ has it."""
    note(tags.SETTINGS)
    return {"types": contents.page_schemas()}
