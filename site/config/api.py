"""The delivery API at /api/v1/: which routers it has. With urls.py the only module that knows everybody."""

from audit.reading_api import router as findings
from catalog.api import router as catalog
from catalog.bulk.api import router as catalog_writes
from catalog.reviews_api import router as reviews
from catalog.search_api import router as search
from headless.api import router as content
from headless.changes import router as changes
from headless.contract import DeliveryAPI
from headless.jobs.api import router as jobs
from headless.machine_files import router as machine_files
from headless.navigation import router as navigation
from headless.pages_api import router as pages
from headless.preview.api import older as page_preview
from headless.preview.api import router as preview
from headless.redirects import router as redirects
from headless.schema_api import router as schema
from headless.site_settings import router as site_settings
from headless.unlock_api import router as access
from headless.webhooks.api import router as webhooks
from home.api import router as forms

api = DeliveryAPI(
    title="Pharos delivery API",
    version="1.0.0",
    description="What stands at an address, with the head its HTML prints; lists of pages; the catalogue.",
    urls_namespace="delivery",
    docs_url="/docs/",
    openapi_url="/openapi.json",
)
api.add_router("", content)
api.add_router("", pages)
api.add_router("/schema", schema)
api.add_router("/catalog", catalog)
api.add_router("/preview", preview)
api.add_router("/page_preview", page_preview)
api.add_router("/forms", forms)
api.add_router("/reviews", reviews)
api.add_router("/access", access)
api.add_router("/navigation", navigation)
api.add_router("/settings", site_settings)
api.add_router("/changes", changes)
api.add_router("/webhooks", webhooks)
api.add_router("/seo", machine_files)
api.add_router("/seo", findings)
api.add_router("/seo", redirects)
api.add_router("", search)
api.add_router("/catalog", catalog_writes)
api.add_router("/jobs", jobs)
