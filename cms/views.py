"""Answers that are not pages: search, machine files, health, errors."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wagtail.models import Site

from cms import machine_files
from cms.addresses import normal_address
from cms.cards import cards
from cms.frame import Frame
from cms.models import LlmsSetting, Page
from cms.redirects import answers
from cms.search import find_pages
from cms.sites import is_indexable
from delivery import tags
from delivery.made_of import note
from seo.head import Head
from seo.text import clip, plain

XML = "application/xml; charset=utf-8"


def find_site(request: HttpRequest) -> Site:
    """The site of a request's host. Raises Http404 where there is none."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404(_("No site answers here."))
    return site


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search results: always noindex, never in a sitemap."""
    query = plain(request.GET.get("q", ""))[:200]
    hits = find_pages(find_site(request), query, request.GET.get("page", "1"))
    title = _("Search: %(query)s") % {"query": clip(query, 80)} if query else _("Search")
    frame = Frame.for_request(request)
    specific = Page.objects.filter(pk__in=[hit.pk for hit in hits]).specific()
    by_id = {page.pk: page for page in specific}
    return TemplateResponse(
        request,
        "cms/search.html",
        {
            "head": Head.of_error(frame.organization.title_for(title), site_name=frame.organization.name),
            "frame": frame,
            "query": query,
            "hits": hits,
            "cards": cards([by_id[hit.pk] for hit in hits if hit.pk in by_id], request),
        },
    )


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    text = machine_files.robots_txt(find_site(request), indexable=is_indexable(request))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def llms_txt(request: HttpRequest) -> HttpResponse:
    """What the site is, for programs: Markdown, and nothing search engines should list."""
    site = find_site(request)
    setting = LlmsSetting.of(site)
    if not setting.is_served:
        raise Http404(_("This site has no llms.txt."))
    note(tags.SETTINGS, tags.site(site.pk))
    try:
        text = setting.get_text(get_language() or settings.LANGUAGE_CODE).as_text()
    except LookupError as error:
        raise Http404(str(error)) from error
    return HttpResponse(
        text, content_type="text/markdown; charset=utf-8", headers={"X-Robots-Tag": "noindex"}
    )


@require_safe
def agents_md(request: HttpRequest) -> HttpResponse:
    """The name others look for; one file under two names would be two things to keep apart."""
    return HttpResponsePermanentRedirect(reverse("llms"))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What the rules say of an address no page answers; else 404 with ways out."""
    site = Site.find_for_request(request)
    if site is None:
        return HttpResponse(_("No site answers here."), status=404, content_type="text/plain; charset=utf-8")
    if request.method in {"GET", "HEAD"} and (normal := normal_address(site, request)):
        return HttpResponsePermanentRedirect(normal)
    return answers.respond(site, request) or answers.missing(site, request)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was not sent from its own page; says how to send it all the same."""
    frame = Frame.for_request(request)
    title = _("Not sent")
    head = Head.of_error(frame.organization.title_for(title))
    return TemplateResponse(
        request, "403_csrf.html", {"head": head, "frame": frame, "title": title}, status=403
    ).render()


def server_error(request: HttpRequest) -> HttpResponse:
    """500: prints a page that asks nothing of the database."""
    return HttpResponse(render_to_string("500.html", {"head": Head.of_error(_("Out of order"))}), status=500)


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; asks nobody else."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has every migration."""
    try:
        executor = MigrationExecutor(connection)
        pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "migrations missing" if pending else "ok"}, status=503 if pending else 200)
