"""Who answers which address. With api.py the only module that knows everybody."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.views import serve as serve_static
from django.urls import include, path, re_path
from django.views.static import serve as serve_media

from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.api.v3.urls import api as management_api
from wagtail.documents import urls as wagtaildocs_urls

from catalog.views import google_feed
from cms import documents, icon_views, picture_sizes, views
from cms.admin import superuser_admin
from cms.redirects.farewell import GuidedDelete
from cms.sitemaps import views as sitemap_views
from config.api import api
from delivery.indexnow.views import key_file
from headless import authoring
from headless.feeds import page_feed
from headless.preview.beside import preview_bar
from headless.preview.sharing import shared_draft
from stores.views import stores_kml

urlpatterns = [
    # Before Wagtail's own view of the same address, which its hooks come after.
    path("admin/pages/<int:page_id>/delete/", require_admin_access(GuidedDelete.as_view())),
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", superuser_admin.urls),
    path("documents/<int:document_id>/<path:filename>", documents.serve, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("api/v3-preview/", authoring.urls(management_api)),
    path("preview/draft/", shared_draft, name="shared_draft"),
    path("preview/userbar/", preview_bar, name="preview_bar"),
    path(
        "pictures/<str:signature>/<int:picture_id>/<str:spec>/<str:version>",
        picture_sizes.serve,
        name="signed_picture",
    ),
    path("pictures/share/card-<str:signed>.jpg", picture_sizes.serve_drawn, name="drawn_picture"),
    path("favicon.ico", icon_views.favicon, name="favicon"),
    path("apple-touch-icon.png", icon_views.touch_icon, name="touch_icon"),
    path("icon-<int:size>.png", icon_views.icon, name="icon"),
    path("icon-maskable.png", icon_views.maskable_icon, name="maskable_icon"),
    path("site.webmanifest", icon_views.manifest, name="manifest"),
    path("robots.txt", views.robots_txt, name="robots"),
    path("sitemap.xml", sitemap_views.index, name="sitemap"),
    path("sitemap-news.xml", sitemap_views.news, name="sitemap_news"),
    re_path(
        r"^sitemap-(?P<section>[a-z]+)-(?P<language>[a-z]{2,3}(?:-[a-z0-9]+)*)-(?P<first>[0-9]{1,10})-(?P<last>[0-9]{1,10})[.]xml$",
        sitemap_views.file,
        name="sitemap_file",
    ),
    re_path(r"^(?P<path>(?:[\w-]+/)+)stores\.kml$", stores_kml, name="stores_kml"),
    re_path(r"^(?P<path>(?:[\w-]+/)*)feed\.(?P<ending>xml|atom|json)$", page_feed, name="page_feed"),
    re_path(
        r"^feeds/google-(?P<language>[a-z0-9-]+?)(?:-(?P<currency>[A-Z]{3}))?\.(?P<ending>xml|tsv)$",
        google_feed,
        name="google_feed",
    ),
    # After every other file whose name could be a key.
    re_path(r"^(?P<key>[A-Za-z0-9-]{8,128})\.txt$", key_file, name="indexnow_key"),
    path("health/live/", views.live, name="live"),
    path("health/ready/", views.ready, name="ready"),
]

if settings.SERVE_FILES:
    # In production nginx answers these two; see deploy/nginx.
    urlpatterns += [
        re_path(r"^static/(?P<path>.*)$", serve_static, {"insecure": True}),
        re_path(r"^media/(?P<path>.*)$", serve_media, {"document_root": settings.MEDIA_ROOT}),
    ]

urlpatterns += i18n_patterns(
    path("search/", views.search, name="search"),
    path("llms.txt", views.llms_txt, name="llms"),
    path("agents.md", views.agents_md, name="agents"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"
