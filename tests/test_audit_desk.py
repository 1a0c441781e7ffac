"""The audit's report in the admin: who sees it, what it costs, what is ignored and for how long."""

from datetime import timedelta

from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

import pytest

from audit.models import Fault, Ignored, Run, Visit
from audit.models.run import KEPT_RUNS
from audit.starting import start, tell, work
from tests.make import make_content, make_fault, make_run
from tests.people import client_of, make_bearer, make_user, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(home):
    return sign_in(make_user(is_superuser=True))


@pytest.fixture
def begun(monkeypatch) -> list[int]:
    """Ids of the audits for which a process would have been started."""
    ids: list[int] = []
    monkeypatch.setattr("audit.starting.begin", lambda run: ids.append(run.pk))
    return ids


def test_the_overview_names_each_check_with_its_count(admin, site):
    run = make_run(site)
    for _ in range(2):
        make_fault(run, "seo-48")
    make_fault(run, "seo-03", level="warning")
    text = admin.get(reverse("audit")).text
    assert "<strong>2</strong> errors" in text
    assert "<strong>1</strong> warnings" in text
    assert f"{reverse('audit_findings')}?site={site.pk}&amp;code=seo-48" in text


def test_the_overview_says_when_nothing_was_audited_yet(admin):
    assert "has not been audited yet" in admin.get(reverse("audit")).text


@pytest.mark.parametrize("name", ["audit", "audit_findings", "audit_links", "audit_ignored"])
def test_a_list_costs_the_same_for_three_findings_and_for_thirty(name, admin, site, home):
    run = make_run(site)

    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert admin.get(reverse(name)).status_code == 200
        return len(counted)

    def grow(count: int) -> None:
        for number in range(count):
            page = make_content(home)
            make_fault(run, page_id=page.pk, url=page.full_url)
            Visit.objects.create(run=run, url=page.full_url, page_id=page.pk, is_indexable=True, depth=number)
            Ignored.objects.create(site=site, code="seo-03", page=page, reason="So it is.")

    grow(3)
    cost()
    few = cost()
    grow(27)
    assert cost() == few


@pytest.mark.parametrize(
    ("role", "status"),
    [("administrator", 200), ("SEO managers", 200), ("Moderators", 200), ("Editors", 302), ("nobody", 302)],
)
def test_audits_are_seen_by_those_who_answer_for_search(role, status, home):
    for name in ("audit", "audit_findings", "audit_links", "audit_ignored"):
        assert client_of(role).get(reverse(name)).status_code == status


def test_a_moderator_sees_findings_and_decides_nothing(home, site, begun):
    fault = make_fault(make_run(site))
    moderator = client_of("Moderators")
    assert "Ignore…" not in moderator.get(reverse("audit_findings")).text
    moderator.post(reverse("audit_ignore", args=[fault.pk]), {"reason": "Because."})
    moderator.post(reverse("audit_start"), {"site": site.pk})
    assert not Ignored.objects.exists()
    assert not begun


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"code": "seo-03"}, {"b"}),
        ({"level": "warning"}, {"b"}),
        ({"page_type": "home.contentpage"}, {"a"}),
        ({"locale": "ru"}, {"b"}),
        ({"url": "/a/"}, {"a"}),
        ({"page_id": "7"}, {"a"}),
        ({"is_new": "true"}, {"a", "b"}),
        ({}, {"a", "b"}),
    ],
)
def test_findings_are_filtered(asked, found, admin, site):
    run = make_run(site)
    make_fault(
        run, "seo-48", "https://shop.example/a/", page_id=7, page_type="home.contentpage", locale="en-gb"
    )
    make_fault(run, "seo-03", "https://shop.example/b/", level="warning", locale="ru")
    text = admin.get(reverse("audit_findings"), asked).text
    assert {name for name in ("a", "b") if f"shop.example/{name}/" in text} == found


def test_only_what_the_last_audit_found_is_listed(admin, site):
    make_fault(make_run(site), url="https://shop.example/mended/")
    make_fault(make_run(site), url="https://shop.example/open/")
    text = admin.get(reverse("audit_findings")).text
    assert "/open/" in text
    assert "/mended/" not in text


def test_findings_come_as_csv(admin, site):
    make_fault(make_run(site), message="No way.")
    answer = admin.get(reverse("audit_findings"), {"export": "csv"})
    assert "No way." in answer.getvalue().decode()


# Ignoring ----------------------------------------------------------------------------------------------------


def test_a_finding_is_ignored_with_a_reason_and_counts_no_more(admin, site, home):
    page, run = make_content(home), make_run(site)
    fault = make_fault(run, url=page.full_url, page_id=page.pk)
    address = reverse("audit_ignore", args=[fault.pk])

    assert admin.post(address, {"reason": "  "}).status_code == 422
    admin.post(address, {"reason": "It is meant so."})

    decision = Ignored.objects.get()
    assert (decision.page_id, decision.url, decision.reason) == (page.pk, "", "It is meant so.")
    run.refresh_from_db()
    assert (run.errors, run.ignored) == (0, 1)
    assert page.full_url not in admin.get(reverse("audit_findings")).text
    assert page.full_url in admin.get(reverse("audit_findings"), {"is_ignored": "true"}).text
    assert "It is meant so." in admin.get(reverse("audit_ignored")).text


def test_what_is_ignored_stays_ignored_in_the_next_audit_and_after_a_move(admin, site, home):
    page, run = make_content(home), make_run(site)
    fault = make_fault(run, url=page.full_url, page_id=page.pk)
    admin.post(reverse("audit_ignore", args=[fault.pk]), {"reason": "So it is."})
    later = make_run(site)
    make_fault(later, url="https://shop.example/moved/", page_id=page.pk)
    later.refresh_from_db()
    assert (later.errors, later.ignored) == (0, 1)


def test_an_address_that_is_no_page_is_ignored_by_itself(admin, site):
    run = make_run(site)
    fault = make_fault(run, url="https://shop.example/lamps/?page=2")
    make_fault(run, url="https://shop.example/lamps/?page=3")
    admin.post(reverse("audit_ignore", args=[fault.pk]), {"reason": "So it is."})
    run.refresh_from_db()
    assert (run.errors, run.ignored) == (1, 1)


def test_a_decision_is_taken_back(admin, site):
    run = make_run(site)
    fault = make_fault(run)
    admin.post(reverse("audit_ignore", args=[fault.pk]), {"reason": "So it is."})
    admin.post(reverse("audit_restore", args=[Ignored.objects.get().pk]))
    run.refresh_from_db()
    assert (run.errors, run.ignored) == (1, 0)


# Links -------------------------------------------------------------------------------------------------------


def test_lonely_pages_come_first(admin, site):
    run = make_run(site)
    for slug, depth, links in (("near", 1, 9), ("deep", 6, 1), ("orphan", None, 0)):
        url = f"https://shop.example/{slug}/"
        Visit.objects.create(run=run, url=url, depth=depth, links_in=links, is_indexable=True)
    text = admin.get(reverse("audit_links")).text
    assert text.index("/orphan/") < text.index("/deep/") < text.index("/near/")
    assert "/near/" not in admin.get(reverse("audit_links"), {"kind": "orphans"}).text
    assert "/deep/" in admin.get(reverse("audit_links"), {"kind": "deep"}).text


# History -----------------------------------------------------------------------------------------------------


def test_the_history_is_told_in_words_and_in_a_table(admin, site):
    for errors in (4, 2):
        make_run(site, errors=errors)
    text = admin.get(reverse("audit")).text
    assert 'aria-label="Errors: 2 now, 4 at most in 2 audits."' in text
    assert "The same as a table" in text


def test_old_audits_and_mended_faults_are_forgotten(site, home):
    runs = [make_run(site) for _ in range(KEPT_RUNS + 5)]
    make_fault(runs[0], url="https://shop.example/mended/")
    Visit.objects.create(run=runs[1], url="https://shop.example/")
    last = make_run(site)
    make_fault(last)
    last.prune()
    assert Run.objects.count() == KEPT_RUNS
    assert Fault.objects.get().last_run == last
    assert not Visit.objects.exists()


# Beginning ---------------------------------------------------------------------------------------------------


def test_a_second_click_begins_no_second_audit(admin, site, begun):
    for _ in range(2):
        admin.post(reverse("audit_start"), {"site": site.pk})
    assert begun == [Run.objects.get().pk]


def test_in_production_an_audit_waits_for_the_worker(site, begun, settings):
    settings.PRODUCTION = True
    run = start(site)
    assert (begun, run.state) == ([], Run.State.WAITING)
    settings.AUDIT_HOUR = None
    work()
    assert begun == [run.pk]


def test_an_audit_whose_process_is_gone_is_taken_up_again(site, home, begun, settings):
    settings.AUDIT_HOUR = None
    long_ago = timezone.now() - timedelta(hours=1)
    lost = make_run(site, state=Run.State.RUNNING, alive_at=long_ago)
    make_run(site, state=Run.State.STOPPED, alive_at=long_ago)
    make_run(site, state=Run.State.RUNNING, alive_at=timezone.now())
    work()
    assert begun == [lost.pk]


def test_a_site_is_audited_once_a_night(site, home, begun, settings, time_machine_at_three):
    settings.PRODUCTION, settings.AUDIT_HOUR = True, 3
    work()
    Run.objects.update(state=Run.State.FINISHED)
    work()
    assert len(begun) == 1
    assert Run.objects.get().is_nightly


@pytest.fixture
def time_machine_at_three():
    import time_machine

    with time_machine.travel("2026-11-26T03:10:00+00:00", tick=False):
        yield


@pytest.mark.parametrize(
    ("wanted", "nightly", "new", "mails"),
    [(True, True, 1, 1), (False, True, 1, 0), (True, False, 1, 0), (True, True, 0, 0)],
)
def test_new_errors_of_a_night_are_mailed_to_seo_managers(wanted, nightly, new, mails, site, home, settings):
    settings.AUDIT_MAIL = wanted
    manager = make_user("SEO managers")
    make_user("Editors")
    run = make_run(site, is_nightly=nightly)
    if new:
        make_fault(run, message="The door is shut.")
    tell(run)
    assert len(mail.outbox) == mails
    if mails:
        assert mail.outbox[0].to == [manager.email]
        assert "The door is shut." in mail.outbox[0].body


# The management API -------------------------------------------------------------------------------------------


def test_findings_are_told_to_tokens_of_those_who_may_see_them(client, site, home):
    run = make_run(site)
    make_fault(run, message="No way.", page_id=home.pk)
    make_fault(run, "seo-03", level="warning")
    address = "/api/v3-preview/audit/findings/"
    assert client.get(address).status_code == 401
    assert client.get(address, headers=make_bearer(make_user("Editors"), "content:read")).status_code == 403
    manager = make_bearer(make_user("SEO managers"), "content:read")
    body = client.get(f"{address}?level=error", headers=manager).json()
    assert (body["count"], body["run"]["errors"]) == (1, 1)
    assert (body["items"][0]["message"], body["items"][0]["page"]) == ("No way.", home.pk)
    runs = client.get("/api/v3-preview/audit/runs/", headers=manager).json()
    assert [item["id"] for item in runs["items"]] == [run.pk]


# Words about a check, and in the editor -----------------------------------------------------------------------


def test_a_check_has_a_page_and_an_unknown_one_has_none(admin):
    assert "seo-48" in admin.get(reverse("audit_check", args=["seo-48"])).text
    assert admin.get(reverse("audit_check", args=["seo-99"])).status_code == 404


def test_the_editor_says_what_the_last_audit_found(admin, site, home):
    page = make_content(home)
    make_fault(make_run(site), page_id=page.pk)
    assert "Last audit: 1 error" in admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
