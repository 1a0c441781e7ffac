"""A redirect map imported: what is said of each line, what stands afterwards, and that it can be run again."""

from io import StringIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from cms.models import RedirectRule
from cms.redirects.importing import Finding, import_file
from tests.make import make_category
from tests.people import client_of, is_refused
from tests.test_redirect_rules import ask

pytestmark = pytest.mark.django_db
OLD = "http://www.closed.example"


@pytest.fixture
def lamps(home):
    return make_category(home, title="Lamps", slug="lamps")


def make_map(tmp_path, *lines, header="Old Url,New Url,Status,Suggested Link,Archive Link", name="map.csv"):
    path = tmp_path / name
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def run(path, **options) -> tuple:
    """(report, findings)"""
    findings: list[Finding] = []
    report = import_file(path, on_finding=findings.append, **options)
    return report, findings


def said(findings):
    return [(finding.line, finding.kind, finding.level) for finding in findings]


def test_a_map_of_a_closed_site_answers_on_ours(lamps, client, tmp_path):
    path = make_map(
        tmp_path,
        f"{OLD}/a?b=1&c=2,https://elsewhere.example/x#part,301,,",
        f"{OLD}/b%20c/,https://shop.example/lamps/?color=red,301,,",
        f"{OLD}/gone,,410,http://better.example/,http://archive.example/1",
        f"{OLD}/law,,451,,",
    )
    report, findings = run(path)
    assert (report.rows, report.written, report.left_out, findings) == (4, 4, 0, [])
    assert ask(client, "/a?c=2&b=1") == (301, "https://elsewhere.example/x#part")
    assert ask(client, "/b c/") == (301, "/lamps/?color=red")
    html = client.get("/gone").content.decode()
    assert 'href="http://better.example/"' in html
    assert 'href="http://archive.example/1"' in html
    assert ask(client, "/law")[0] == 451


def test_each_fault_is_named_with_its_line(lamps, tmp_path):
    path = make_map(
        tmp_path,
        f"{OLD}/a,{OLD}/b,301,,",
        f"{OLD}/b,{OLD}/a,301,,",
        f"{OLD}/c,{OLD}/a,301,,",
        f"{OLD}/self,{OLD}/self/,301,,",
        f"{OLD}/d,{OLD}/e,301,,",
        f"{OLD}/e,https://elsewhere.example/,302,,",
        f"{OLD}/e,https://elsewhere.example/,302,,",
        f"{OLD}/e,https://other.example/,301,,",
        f"{OLD}/tea,https://elsewhere.example/,418,,",
        f"{OLD}/none,,301,,",
        f"{OLD}/js,javascript:alert(1),301,,",
        "no-slash,https://elsewhere.example/,301,,",
        f"{OLD}/lamps/,https://elsewhere.example/,301,,",
        f"{OLD}/later,https://shop.example/not-yet/,301,,",
    )
    report, findings = run(path)
    assert said(findings) == [
        (2, "loop", "left out"),
        (3, "loop", "left out"),
        (4, "loop", "left out"),
        (5, "loop", "left out"),
        (6, "chain", "noted"),
        (8, "duplicate", "left out"),
        (9, "contradiction", "left out"),
        (10, "status", "left out"),
        (11, "target", "left out"),
        (12, "target", "left out"),
        (13, "address", "left out"),
        (14, "page", "left out"),
        (15, "nothing", "noted"),
    ]
    assert "/a (line 2) → /b (line 3) → /a (line 2)" in findings[0].message
    assert (report.rows, report.written, report.left_out) == (14, 3, 11)
    flat = RedirectRule.objects.get(path="/d")
    assert (flat.target, flat.status) == ("https://elsewhere.example/", 302)


def test_a_dry_run_says_the_same_and_writes_nothing(lamps, tmp_path):
    path = make_map(
        tmp_path, f"{OLD}/a,{OLD}/b,301,,", f"{OLD}/b,https://x.example/,301,,", f"{OLD}/c,,301,,"
    )
    dry, findings = run(path, dry_run=True)
    assert not RedirectRule.objects.exists()
    assert (dry, findings) == run(path)


def test_run_again_it_changes_nothing(lamps, tmp_path):
    path = make_map(
        tmp_path,
        f"{OLD}/a,{OLD}/b,301,,",
        f"{OLD}/b,https://shop.example/lamps/,301,,",
        f"{OLD}/g,,410,/lamps/,",
        f"{OLD}/z,https://shop.example/nowhere/,301,,",
    )
    run(path)
    RedirectRule.objects.update(hits=3)
    report, _findings = run(path)
    assert (report.written, report.changed, report.unchanged) == (0, 0, 4)
    changed = make_map(tmp_path, f"{OLD}/a,https://x.example/,301,,")
    assert run(changed)[0].changed == 1
    assert RedirectRule.objects.get(path="/a").hits == 3


def test_interrupted_it_goes_on_where_it_was(lamps, tmp_path, monkeypatch):
    monkeypatch.setattr("cms.redirects.bulk.BATCH", 10)
    path = make_map(tmp_path, *(f"{OLD}/{number},https://x.example/{number},301,," for number in range(35)))

    def stop(stage, count):
        if stage == "written" and count >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(path, on_progress=stop)
    assert RedirectRule.objects.count() == 20
    report, _findings = run(path)
    assert (report.written, report.unchanged) == (15, 20)


def test_an_editors_rule_is_kept_unless_it_is_to_be_replaced(lamps, tmp_path):
    RedirectRule.add("/a", lamps)
    path = make_map(tmp_path, f"{OLD}/a,https://x.example/,301,,")
    assert said(run(path)[1]) == [(2, "rule", "left out")]
    assert run(path, replace=True)[0].changed == 1
    assert RedirectRule.objects.get().target == "https://x.example/"


def test_what_leads_to_a_rule_that_stands_is_cut_short_and_a_circle_refused(lamps, tmp_path):
    RedirectRule.add("/b", lamps)
    RedirectRule.add("/c", "/d")
    path = make_map(tmp_path, f"{OLD}/a,{OLD}/b,301,,", "/d,/c,301,,")
    assert said(run(path)[1]) == [(2, "chain", "noted"), (3, "loop", "left out")]
    assert RedirectRule.objects.get(path="/a").page.pk == lamps.pk


def test_columns_are_found_by_other_names_and_in_other_tables(lamps, tmp_path):
    tsv = make_map(tmp_path, "/a\thttps://x.example/\t302", header="from\tto\tcode", name="map.tsv")
    assert run(tsv)[0].written == 1
    odd = make_map(tmp_path, "/b;https://x.example/", header="Was;Is", name="odd.csv")
    call_command("import_redirects", odd, column=["old=Was", "new=Is"], stdout=StringIO())
    assert RedirectRule.objects.get(path="/b").status == 301
    with pytest.raises(CommandError, match="column"):
        call_command("import_redirects", odd, stdout=StringIO())


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_what_is_no_map_is_refused(content, home, tmp_path):
    path = tmp_path / "map.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_redirects", path, stdout=StringIO())


def test_what_is_exported_can_be_imported_again(lamps, tmp_path):
    RedirectRule.add("/a?x=1", lamps, status=308, passes="all", note="=1+1")
    RedirectRule.add("/b/*", "https://x.example/$1", is_pattern=True)
    RedirectRule.add("/c", status=410, reason="Sold, out")
    RedirectRule.add("/d-*", lamps, is_pattern=True)
    before = list(
        RedirectRule.objects.values("path", "page", "target", "status", "passes", "reason", "is_pattern")
    )
    out = StringIO()
    call_command("export_redirects", stdout=out)
    path = tmp_path / "export.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    RedirectRule.objects.all().delete()
    assert run(path)[0].written == 4
    after = RedirectRule.objects.values("path", "page", "target", "status", "passes", "reason", "is_pattern")
    assert list(after) == before


def test_what_the_admin_exports_can_be_imported_again(lamps, tmp_path):
    RedirectRule.add("/a", lamps)
    RedirectRule.add("/b/*", "https://x.example/$1", is_pattern=True)
    exported = client_of("SEO managers").get(reverse("redirect:index") + "?export=csv")
    path = tmp_path / "redirects.csv"
    path.write_bytes(exported.getvalue())
    before = list(RedirectRule.objects.values("path", "page", "target", "status", "is_pattern"))
    RedirectRule.objects.all().delete()
    assert run(path)[0].written == 2
    assert list(RedirectRule.objects.values("path", "page", "target", "status", "is_pattern")) == before


def test_a_line_without_an_old_address_is_named_as_such(lamps, tmp_path):
    counts, findings = run(make_map(tmp_path, ",https://shop.example/lamps/,301,,"))
    assert counts.written == 0
    assert "no old address" in findings[0].message


def test_a_row_costs_no_query_of_its_own(lamps, tmp_path):
    costs = []
    for count in (3, 300):
        lines = [f"{OLD}/{count}-{number},{OLD}/{count}-{number + 1},301,," for number in range(0, count, 2)]
        path = make_map(tmp_path, *lines, f"{OLD}/x{count},https://shop.example/lamps/,301,,")
        with CaptureQueriesContext(connection) as captured:
            run(path)
        costs.append(len(captured))
    assert costs[1] <= costs[0]


def test_in_the_admin_a_map_is_judged_first_and_written_when_wanted(lamps, client, tmp_path):
    lines = [f"{OLD}/a,https://shop.example/lamps/,301,,", f"{OLD}/tea,https://x.example/,418,,"]
    path, seo = make_map(tmp_path, *lines), client_of("SEO managers")
    assert reverse("import_redirects") in seo.get(reverse("redirect:index")).content.decode()
    with path.open("rb") as file:
        html = seo.post(reverse("import_redirects"), {"file": file, "judge": ""}).content.decode()
    assert "Nothing is written yet" in html
    assert "418" in html
    assert not RedirectRule.objects.exists()
    with path.open("rb") as file:
        seo.post(reverse("import_redirects"), {"file": file, "write": ""})
    assert ask(client, "/a") == (301, "/lamps/")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a,b\n1,2"])
def test_in_the_admin_what_is_no_map_is_refused(content, home):
    file = SimpleUploadedFile("map.csv", content)
    response = client_of("SEO managers").post(reverse("import_redirects"), {"file": file, "write": ""})
    assert response.context["form"].errors["file"]


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Merchandisers"])
def test_maps_are_for_those_who_answer_for_search(role, home):
    assert is_refused(client_of(role).get(reverse("import_redirects")))
