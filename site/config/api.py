"""The delivery API at /api/v1/: which routers it has. With urls.py the only module that knows everybody."""

from catalog.api import router as catalog
from headless.api import router as content
from headless.contract import DeliveryAPI

api = DeliveryAPI(
    title="Pharos delivery API",
    version="1.0.0",
    description="What stands at an address, with the head its HTML prints; lists of pages; the catalogue.",
    urls_namespace="delivery",
    docs_url="/docs/",
    openapi_url="/openapi.json",
)
api.add_router("", content)
api.add_router("/catalog", catalog)
