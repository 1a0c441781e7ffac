"""IndexNow: the key, and what is told (62)."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seo.audit.finding import Fault, Level, Scope, of_site
from seo.audit.probe import Purpose
from seo.audit.site import SiteSeen

KEY = re.compile(r"[A-Za-z0-9-]{8,128}")
BETWEEN = timedelta(minutes=5)


@of_site(
    62,
    Scope.HTTP,
    Level.ERROR,
    gettext_lazy("The IndexNow key is served, and nothing is told twice"),
    measured=lambda site: bool(site.indexnow_key),
)
def indexnow(site: SiteSeen) -> Iterator[Fault]:
    if not KEY.fullmatch(site.indexnow_key):
        yield Fault(_("The IndexNow key is not 8 to 128 letters, digits and hyphens."), "key")
    for probe, answer in site.probes_for(Purpose.KEY):
        if answer.status != 200:
            yield Fault(
                _("The IndexNow key file answers %(status)d: engines refuse what we tell them.")
                % {"status": answer.status},
                "key",
                probe.url,
            )
        elif answer.text.strip() != site.indexnow_key:
            yield Fault(_("The IndexNow key file does not hold the key alone."), "key", probe.url)
    last: dict[str, datetime] = {}
    for told in sorted(site.truth.submissions or (), key=lambda told: told.at):
        before = last.get(told.url)
        if before is not None and told.at - before < BETWEEN:
            yield Fault(_("The address was told to IndexNow twice within 5 minutes."), "urlList", told.url)
        last[told.url] = told.at
