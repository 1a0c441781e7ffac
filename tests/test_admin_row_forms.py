"""Buttons in the rows of reports work in a browser: their forms carry the token a click is refused without."""

import re

from django.test import Client
from django.urls import reverse

import pytest

from audit.models import Ignored
from cms.models import MissedAddress
from tests.make import make_fault, make_run
from tests.people import make_user

pytestmark = pytest.mark.django_db


def click(listed: str, action: str, answer: dict[str, str]) -> int:
    """Post the form of a row as a browser does, with the fields the page gives it; the status of the answer."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user(is_superuser=True))
    form = browser.get(listed).content.decode().partition(f'action="{action}"')[2].partition("</form>")[0]
    given = re.search(r'name="csrfmiddlewaretoken" value="(.*?)"', form)
    token = {"csrfmiddlewaretoken": given[1]} if given else {}
    return browser.post(action, token | answer).status_code


def test_a_missing_address_is_ignored_with_one_click(site):
    missed = MissedAddress.objects.create(site=site, path="/wp-login.php")
    assert click(reverse("missed"), reverse("decide_missed", args=[missed.pk]), {"ignore": ""}) == 302
    missed.refresh_from_db()
    assert missed.is_ignored


def test_an_ignored_finding_counts_again_with_one_click(site):
    fault = make_fault(make_run(site))
    decision = Ignored.objects.create(site=site, code=fault.code, url=fault.url, reason="So it is.")
    assert click(reverse("audit_ignored"), reverse("audit_restore", args=[decision.pk]), {}) == 302
    assert not Ignored.objects.exists()
