"""Reports, Bulk writes: who sees what, the report of rows as CSV, the button."""

from django.contrib.auth.models import Permission

import pytest

from headless.jobs.models import BulkJob
from tests.bulk import as_lines, caller, finish, make_rows, make_worker, write
from tests.make import make_category
from tests.people import make_user, sign_in

URL = "/admin/reports/bulk-writes/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def lamps(home):
    make_worker()
    return make_category(home, title="Lamps", slug="lamps")


def desk(**fields):
    return sign_in(make_user(is_superuser=True, **fields))


def test_jobs_are_listed_with_how_far_they_are(lamps):
    erp = caller()
    finish(erp, make_rows(2))
    write(erp, make_rows(3))
    page = desk().get(URL).content.decode()
    assert "2 / 2" in page
    assert "0 / 3" in page
    assert "waits" in page


def test_the_report_of_rows_is_read_and_taken_along_as_csv(lamps):
    rows = make_rows(2)
    rows[1] |= {"id": "=1+1", "title": ""}
    job = finish(caller(), rows)
    page = desk().get(f"{URL}{job['id']}/").content.decode()
    assert "/lamps/lantern-1/" in page
    assert "title: " in page
    response = desk().get(f"{URL}{job['id']}/?export=csv")
    told = b"".join(response.streaming_content).decode()
    assert "erp:1,created,/lamps/lantern-1/" in told
    assert ",erp:=1+1,failed," in told
    failed = desk().get(f"{URL}{job['id']}/", {"status": "failed"}).content.decode()
    assert "/lamps/lantern-1/" not in failed


def test_a_cell_is_no_formula(lamps):
    job = finish(caller(), as_lines([{"sku": "=cmd|x", "price": 1}]), "prices")
    told = b"".join(desk().get(f"{URL}{job['id']}/?export=csv").streaming_content).decode()
    assert "'=cmd|x" in told


def test_the_button_stops_a_job(lamps):
    write(caller(), make_rows(3))
    job = BulkJob.objects.get()
    client = desk()
    address = f"{URL}{job.pk}/"
    assert "Stop it" in client.get(address).content.decode()
    assert client.get(f"{address}cancel/").status_code == 405
    assert client.post(f"{address}cancel/").status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"
    assert "Stop it" not in client.get(address).content.decode()


def test_a_merchandiser_sees_their_own_and_others_none(lamps):
    owner, other = make_user("Merchandisers"), make_user("Merchandisers")
    for user in (owner, other):
        user.user_permissions.set(Permission.objects.filter(codename__in=["view_bulkjob", "cancel_bulkjob"]))
    write(caller(owner), make_rows(3), publish="false")
    job = BulkJob.objects.get()
    assert "0 / 3" in sign_in(owner).get(URL).content.decode()
    assert "0 / 3" not in sign_in(other).get(URL).content.decode()
    assert sign_in(other).get(f"{URL}{job.pk}/").status_code == 404
    assert sign_in(other).post(f"{URL}{job.pk}/cancel/").status_code == 404
    assert sign_in(make_user("Editors")).get(URL).status_code == 302
    assert sign_in(make_user("Editors")).get("/admin/").content.decode().count("bulk-writes") == 0


def test_the_reports_cost_the_same_for_many_rows(lamps, django_assert_max_num_queries):
    job = finish(caller(), make_rows(60))
    client = desk()
    client.get(URL)
    with django_assert_max_num_queries(40):
        client.get(URL)
    with django_assert_max_num_queries(40):
        client.get(f"{URL}{job['id']}/")
