"""Who answers which address. With api.py the only module that knows everybody."""

from django.conf import settings
from django.contrib.staticfiles.views import serve as serve_static
from django.urls import include, path, re_path
from django.views.static import serve as serve_media

from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v3.urls import api as management_api
from wagtail.documents import urls as wagtaildocs_urls

from cms import views
from cms.admin import superuser_admin
from config.api import api

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("django-admin/", superuser_admin.urls),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", api.urls),
    path("api/v3-preview/", management_api.urls),
    path("search/", views.search, name="search"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots_txt, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", views.sitemap_section, name="sitemap_section"),
    path("health/live/", views.live, name="live"),
    path("health/ready/", views.ready, name="ready"),
]

if settings.SERVE_FILES:
    # In production nginx answers these two; see deploy/nginx.
    urlpatterns += [
        re_path(r"^static/(?P<path>.*)$", serve_static, {"insecure": True}),
        re_path(r"^media/(?P<path>.*)$", serve_media, {"document_root": settings.MEDIA_ROOT}),
    ]

urlpatterns += [path("", include(wagtail_urls))]

handler404 = "cms.views.not_found"
handler500 = "cms.views.server_error"
