"""Documents as Wagtail serves them, with what search engines are told about each."""

from django.http import HttpRequest, HttpResponse

from wagtail.documents.views.serve import serve as serve_document
from wagtail.models import Site

from cms.models import DocumentPolicy


def serve(request: HttpRequest, document_id: int, filename: str) -> HttpResponse:
    response = serve_document(request, document_id, filename)
    for name, value in DocumentPolicy.headers_for(document_id, Site.find_for_request(request)).items():
        response.headers.setdefault(name, value)
    return response
