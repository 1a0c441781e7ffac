"""What home adds to Wagtail's admin: the files visitors sent with their answers."""

from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from wagtail import hooks
from wagtail.contrib.forms.utils import get_forms_for_user

from home.models import SubmittedFile


@require_safe
def submitted_file(request: HttpRequest, page_id: int, file_id: int) -> FileResponse:
    """To keep, never to show: whatever a stranger sent is opened by a program of the editor's choice, not here."""
    if not get_forms_for_user(request.user).filter(pk=page_id).exists():
        raise PermissionDenied
    file = get_object_or_404(SubmittedFile, pk=file_id, submission__page=page_id)
    return FileResponse(
        BytesIO(file.content),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff"},
    )


@hooks.register("register_admin_urls")
def submitted_file_url() -> list[URLPattern]:
    return [
        path("forms/submissions/<int:page_id>/files/<int:file_id>/", submitted_file, name="submitted_file")
    ]
