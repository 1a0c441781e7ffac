"""The crawlers' reports in the admin's menu."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern, path

from wagtail import hooks
from wagtail.admin.menu import MenuItem

from visits import views


@hooks.register("register_admin_urls")
def visits_urls() -> list[URLPattern]:
    view = views.NotCrawledView
    return [
        path("reports/crawlers/", views.CrawlersView.as_view(), name="crawlers"),
        path("reports/not-crawled/", view.as_view(), name="not_crawled"),
        path("reports/not-crawled/results/", view.as_view(results_only=True), name="not_crawled_results"),
    ]


@hooks.register("register_reports_menu_item")
def crawlers_item() -> MenuItem:
    return views.menu_items()[0]


@hooks.register("register_reports_menu_item")
def not_crawled_item() -> MenuItem:
    return views.menu_items()[1]


@hooks.register("register_permissions")
def visits_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="visits", codename="view_crawlvisit")
