"""`manage.py audit_site` from end to end: planted faults are found, counted, told to programs, and fail the command."""

import csv
import json
from io import StringIO

from django.core.management import CommandError, call_command

import pytest

from audit.models import Fault, Ignored, Run, Visit
from audit.starting import start
from tests.make import make_category, make_content, make_product

pytestmark = pytest.mark.django_db


def audit_site(**options) -> tuple[str, int]:
    """What the command prints, and its exit code."""
    out = StringIO()
    try:
        call_command("audit_site", stdout=out, stderr=StringIO(), verbosity=0, **options)
    except SystemExit as end:
        return out.getvalue(), int(end.code)
    return out.getvalue(), 0


@pytest.fixture
def shop(home, organization):
    make_product(make_category(home, title="Lamps", slug="lamps", show_in_menus=True), slug="masthead")
    return home


def paths_of(code: str) -> set[str]:
    return {fault.url.removeprefix("https://shop.example") for fault in Fault.objects.filter(code=code)}


def test_planted_faults_are_found_where_they_stand(shop, site):
    broken = '<p>Read <a href="/nothing/">more</a>, or <a href="/LAMPS">go to the lamps</a>.</p>'
    make_content(shop, slug="links", body=[("text", broken)])
    for slug in ("one", "two"):
        make_content(shop, slug=slug, seo_title="The same title on two pages")
    make_content(make_content(shop, slug="about"), slug="lonely")

    _printed, code = audit_site()

    assert code == 1
    assert "/links/" in paths_of("seo-48")
    assert {"/one/", "/two/"} & paths_of("seo-03")
    assert "/about/lonely/" in paths_of("seo-49")
    run = Run.objects.get()
    assert (run.state, run.errors) == (Run.State.FINISHED, Fault.objects.filter(level="error").count())
    assert run.addresses >= 8
    lonely = Visit.objects.get(url="https://shop.example/about/lonely/")
    assert (lonely.depth, lonely.links_in, lonely.is_indexable) == (None, 0, True)
    assert not Visit.objects.exclude(seen=b"").exists()


def test_a_mended_fault_is_gone_and_the_next_audit_knows_an_old_one_again(shop, site):
    page = make_content(shop, slug="links", body=[("text", '<p><a href="/nothing/">More</a> of it.</p>')])
    audit_site()
    first = Run.objects.get()
    audit_site()
    later = Run.latest(site.pk)
    assert later != first
    assert set(Fault.objects.filter(code="seo-48").values_list("first_run", "last_run")) == {
        (first.pk, later.pk)
    }
    assert later.new_errors == 0

    page.body = [("text", "<p>No link.</p>")]
    page.save_revision().publish()
    audit_site()
    assert not Fault.objects.filter(code="seo-48", url=page.full_url).exists()


def test_findings_are_told_to_programs(shop, site):
    make_content(shop, slug="links", body=[("text", '<p><a href="/nothing/">More</a> of it.</p>')])
    lines, _code = audit_site(as_json=True, code=["seo-48"])
    told = [json.loads(line) for line in lines.splitlines()]
    assert {row["code"] for row in told} == {"seo-48"}
    assert told[0]["documentation"] == "docs/audit/seo-48.md"
    rows = list(csv.DictReader(StringIO(audit_site(as_csv=True, code=["seo-48"])[0])))
    assert [row["url"] for row in rows] == [row["url"] for row in told]
    assert not Run.objects.exists()  # a part of an audit is kept nowhere


def test_what_is_ignored_fails_no_command(shop, site):
    page = make_content(shop, slug="links", body=[("text", '<p><a href="/nothing/">More</a> of it.</p>')])
    assert audit_site(code=["seo-48"])[1] == 1
    assert audit_site(code=["seo-48"], fail_on="never")[1] == 0
    Ignored.objects.create(site=site, code="seo-48", page=page, reason="So it is.")
    printed, code = audit_site(code=["seo-48"])
    assert code == 0
    assert "1 ignored" in printed


def test_an_audit_that_was_stopped_is_gone_on_with(shop, site, monkeypatch):
    monkeypatch.setattr("audit.crawl.BATCH", 1)
    with monkeypatch.context() as patch:
        patch.setattr("audit.management.commands.audit_site.stop_asked", stop_at_once)
        assert audit_site()[1] == 130
    run = Run.objects.get()
    assert run.state == Run.State.STOPPED
    audit_site(resume=True)
    assert Run.objects.get() == run
    assert Run.latest(site.pk) == run


def stop_at_once():
    from contextlib import nullcontext

    return nullcontext(lambda: True)


def test_a_limit_asks_so_many_addresses_and_keeps_nothing(shop, site):
    printed, _code = audit_site(limit=2)
    assert "2 addresses" in printed
    assert not Run.objects.exists()


@pytest.mark.parametrize(
    "options",
    [{"code": ["seo-99"]}, {"site": "other.example"}, {"resume": True}, {"address": "shop.example"}],
)
def test_what_cannot_be_done_is_refused_in_words(options, shop, site):
    with pytest.raises(CommandError):
        call_command("audit_site", **options)


def test_more_pages_than_are_held_at_one_time_are_judged_and_kept(shop, site, monkeypatch):
    monkeypatch.setattr("audit.memory.HELD", 1)
    make_content(shop, slug="about")
    audit_site()
    run = Run.objects.get()
    assert run.state == Run.State.FINISHED
    assert run.snapshot
    assert not Visit.objects.exclude(seen=b"").exists()


def test_a_host_nothing_here_answers_for_is_said(shop, settings):
    settings.ALLOWED_HOSTS = ["other.example"]
    with pytest.raises(CommandError, match=r"ALLOWED_HOSTS does not name shop\.example"):
        call_command("audit_site")


def test_an_audit_asked_for_in_the_admin_is_done_by_its_number(shop, site, monkeypatch):
    monkeypatch.setattr("audit.starting.begin", lambda run: None)
    run = start(site)
    audit_site(run=run.pk)
    run.refresh_from_db()
    assert run.state == Run.State.FINISHED
