"""The delivery API at /api/v1/: which routers it has. With urls.py the only module that knows everybody."""

from ninja import NinjaAPI

api = NinjaAPI(
    title="Pharos delivery API",
    version="1.0.0",
    urls_namespace="delivery",
    docs_url="/docs/",
    openapi_url="/openapi.json",
)
