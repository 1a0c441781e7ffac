"""The answers: the index, a file, the news."""

from collections.abc import Iterable
from hashlib import blake2b
from tempfile import SpooledTemporaryFile

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from cms.caching import fingerprint
from cms.sitemaps import files
from cms.views import XML, find_site
from delivery import tags
from delivery.made_of import note
from seo.sitemaps import MOST_BYTES, MOST_URLS, SitemapUrl, sitemap_index, urlset

_IN_MEMORY = 1_000_000  # bytes of a file; what is longer waits on disk


@gzip_page
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The files of this site's sitemap. A site of which nothing may be listed has none: the protocol knows no empty
    index."""
    site = find_site(request)
    found = files.files(site)
    if not found:
        raise Http404(_("Nothing on this site may be listed."))
    note(
        *tags.ANYTHING,
        tags.site(site.pk),
        changed_at=max((file.changed_at for file in found if file.changed_at), default=None),
    )
    lines = sitemap_index((site.root_url + file.path, file.changed_at) for file in found)
    response = HttpResponse("".join(lines), content_type=XML)
    response.headers["ETag"] = fingerprint(response)  # before it is packed: no two packings are the same
    return response


@gzip_page
@require_safe
def file(request: HttpRequest, section: str, language: str, first: str, last: str) -> HttpResponse:
    site = find_site(request)
    try:
        urls = files.entries(site, section, language, int(first), int(last))
        return _answer(urls)
    except LookupError as error:
        raise Http404(str(error)) from error


@gzip_page
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What was published within two days of this moment; there is no such file when nothing was."""
    try:
        return _answer(files.news(find_site(request)))
    except LookupError as error:
        raise Http404(str(error)) from error


def _answer(urls: Iterable[SitemapUrl]) -> HttpResponse:
    """A file with its version. Written in full before the first byte leaves, because its version is a hash of it; on
    disk, so that a million addresses take the memory of a few. Raises LookupError for a file without entries and for a
    range that was halved since."""
    written = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - the response closes it
    digest, size, count, changed_at = blake2b(digest_size=16), 0, 0, None

    def counted() -> Iterable[SitemapUrl]:
        nonlocal count, changed_at
        for url in urls:
            count += 1
            if url.lastmod and (changed_at is None or url.lastmod > changed_at):
                changed_at = url.lastmod
            yield url

    for line in urlset(counted()):
        data = line.encode()
        size += len(data)
        if count > MOST_URLS or size > MOST_BYTES:
            break
        digest.update(data)
        written.write(data)
    if not count or count > MOST_URLS or size > MOST_BYTES:
        written.close()
        raise LookupError("The sitemap has no such file.")
    written.seek(0)
    note(*tags.ANYTHING, changed_at=changed_at)
    response = FileResponse(written, content_type=XML)
    response.headers["Content-Length"] = str(size)
    response.headers["ETag"] = f'W/"{digest.hexdigest()}"'
    return response
