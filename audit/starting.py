"""Audits that begin by themselves or by a click: always in a process of their own, because they take minutes."""

import subprocess
import sys
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wagtail.models import Site

from audit.models import Fault, Run

MAILED = 20  # new errors a mail lists
GROUP = "SEO managers"


def start(site: Site, user: Any = None, *, is_nightly: bool = False) -> Run | None:
    """Begin an audit of a site; None while one is on its way. In production the worker takes it up."""
    with transaction.atomic():
        Site.objects.select_for_update().get(pk=site.pk)  # two clicks at once are one audit
        if Run.objects.on_the_way().filter(site=site).exists():
            return None
        run = Run.objects.create(site=site, asked_by=user, is_nightly=is_nightly)
    if not settings.PRODUCTION:
        begin(run)
    return run


def work() -> None:
    """The worker's part, every minute: begin what waits, go on with what was cut off, once a night begin anew."""
    for run in Run.objects.deserted().select_related("site"):
        begin(run)
    hour = settings.AUDIT_HOUR
    if hour is None or timezone.localtime().hour != hour:
        return
    today = timezone.now() - timedelta(hours=12)
    for site in Site.objects.exclude(audits__is_nightly=True, audits__created_at__gt=today):
        if run := start(site, is_nightly=True):
            begin(run)


def begin(run: Run) -> None:
    """A process that does the audit, or goes on with it, and outlives whoever asked."""
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING, alive_at=timezone.now())
    command = ["audit_site", f"--run={run.pk}", "--fail-on=never", "--verbosity=0"]
    subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, str(settings.ROOT / "manage.py"), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def tell(run: Run) -> None:
    """Mail the SEO managers what is newly wrong after a night, where the settings ask for it. Nothing new, no mail."""
    if not (settings.AUDIT_MAIL and run.is_nightly and run.new_errors):
        return
    readers = get_user_model().objects.filter(groups__name=GROUP, is_active=True).exclude(email="")
    addresses = sorted(set(readers.values_list("email", flat=True)))
    faults = Fault.objects.found_by(run).open().filter(level=Fault.Level.ERROR, first_run=run)[:MAILED]
    lines = [f"{fault.code} {fault.url}\n    {fault.message}" for fault in faults]
    link = settings.WAGTAILADMIN_BASE_URL + reverse("audit")
    subject = _("%(count)d new errors on %(site)s") % {"count": run.new_errors, "site": run.site.hostname}
    for address in addresses:
        EmailMessage(subject, "\n".join([*lines, "", link]), to=[address]).send()
