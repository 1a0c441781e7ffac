"""Crawl insight: logs are read once and in bounded memory, crawlers are known and checked, nobody's address is kept."""

import gzip
import json
import re
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from cms.charts import ColumnChart
from tests.make import make_content
from tests.people import client_of, is_refused, make_user, sign_in
from visits import ingest as reading
from visits import report
from visits.crawlers import OTHER, is_genuine, recognise, verifiable
from visits.ingest import LogInUse, ingest
from visits.log_lines import NotALine, read_line
from visits.models import AccessLog, CrawlDay, CrawlVisit, Kind, Origin

GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GOOGLES, NOT_GOOGLES = "66.249.66.1", "192.0.2.7"


def make_line(
    target: str = "/",
    *,
    agent: str = GOOGLEBOT,
    status: int = 200,
    address: str = GOOGLES,
    at: str = "17/May/2026:10:05:40 +0000",
) -> str:
    return f'{address} - - [{at}] "GET {target} HTTP/1.1" {status} 512 "-" "{agent}"\n'


def make_log(*lines: str) -> BytesIO:
    return BytesIO("".join(lines or (make_line(),)).encode())


# Lines -----------------------------------------------------------------------------------------------------


def test_a_combined_line_is_read() -> None:
    visit = read_line(make_line("/lamps/?page=2", at="17/May/2026:12:05:40 +0200").strip())
    assert (visit.target, visit.status, visit.address) == ("/lamps/?page=2", 200, GOOGLES)
    assert visit.at == datetime(2026, 5, 17, 10, 5, 40, tzinfo=UTC)


def test_a_quote_within_a_line_ends_nothing() -> None:
    line = r'192.0.2.7 - - [17/May/2026:10:05:40 +0000] "GET /a\"b HTTP/1.1" 404 1 "-" "a \"bot\" of mine"'
    assert read_line(line).agent == r"a \"bot\" of mine"


def test_a_json_line_is_read() -> None:
    said = {
        "time_iso8601": "2026-05-17T12:05:40+02:00",
        "remote_addr": GOOGLES,
        "host": "shop.example",
        "request_method": "GET",
        "request_uri": "/lamps/",
        "status": "304",
        "http_user_agent": GOOGLEBOT,
    }
    visit = read_line(json.dumps(said))
    assert (visit.host, visit.target, visit.status) == ("shop.example", "/lamps/", 304)
    assert visit.at == datetime(2026, 5, 17, 10, 5, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("upstream timed out while reading", "neither"),
        ('{"status": 200', "cannot be read"),
        ('{"time": "2026-05-17T10:00:00Z", "request_uri": "/"}', "without a status"),
        ('{"time": "yesterday", "request_uri": "/", "status": 200}', "no time"),
        (make_line(at="17/Mai/2026:10:05:40 +0000").strip(), "no time"),
    ],
)
def test_what_is_no_line_is_refused_with_the_reason(line: str, reason: str) -> None:
    with pytest.raises(NotALine, match=reason):
        read_line(line)


def test_nginx_writes_json_that_is_read() -> None:
    """The format in deploy/nginx/nginx.conf, with its variables filled in."""
    conf = (Path(__file__).parent.parent / "deploy" / "nginx" / "nginx.conf").read_text()
    written = "".join(re.findall(r"'([^']*)'", conf.partition("log_format json")[2].partition(";")[0]))
    values = {
        "time_iso8601": "2026-05-17T10:05:40+00:00",
        "remote_addr": GOOGLES,
        "host": "shop.example",
        "request_method": "GET",
        "logged_uri": "/lamps/",
        "status": "200",
        "http_user_agent": GOOGLEBOT,
    }
    line = re.sub(r"\$(\w+)", lambda found: values.get(found[1], "1"), written)
    visit = read_line(line)
    assert (visit.target, visit.status, visit.agent, visit.address) == ("/lamps/", 200, GOOGLEBOT, GOOGLES)


# Crawlers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (GOOGLEBOT, "Googlebot"),
        ("Googlebot-Image/1.0", "Googlebot-Image"),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "Bingbot"),
        (
            "Mozilla/5.0 AppleWebKit/537.36; compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot",
            "OAI-SearchBot",
        ),
        ("Mozilla/5.0 (compatible; YandexImages/3.0; +http://yandex.com/bots)", "YandexImages"),
        ("LumiBot 2.0", OTHER),
        ("magpie-crawler/1.1 (U; Linux amd64; en-GB)", OTHER),
        (BROWSER, ""),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT Build/P) AppleWebKit/537.36", ""),
        ("", ""),
    ],
)
def test_a_crawler_is_known_by_its_user_agent(agent: str, name: str) -> None:
    assert recognise(agent) == name


@pytest.mark.parametrize(
    ("crawler", "address", "genuine"),
    [
        ("Googlebot", GOOGLES, True),
        ("Googlebot", "2001:4860:4801:10::1", True),
        ("Googlebot", f"::ffff:{GOOGLES}", True),
        ("Googlebot", NOT_GOOGLES, False),
        ("Bingbot", GOOGLES, False),
        ("Bingbot", "40.77.167.9", True),
        ("GPTBot", "20.171.207.255", True),
        ("Googlebot", "-", None),
        ("YandexBot", "5.255.253.1", None),
    ],
)
def test_the_makers_list_tells_the_genuine_from_others(
    crawler: str, address: str, genuine: bool | None
) -> None:
    assert is_genuine(crawler, address) is genuine


def test_the_shipped_list_covers_the_engines_that_publish_one() -> None:
    assert {"Googlebot", "Bingbot", "Applebot", "GPTBot", "ClaudeBot", "PerplexityBot"} <= set(verifiable())


# Reading -----------------------------------------------------------------------------------------------------


def test_visits_are_counted_by_day_crawler_and_answer(site) -> None:
    ingest(make_log(make_line(), make_line(), make_line("/nope/", status=404)), "access.log")
    rows = CrawlVisit.objects.values_list("crawler", "path", "status", "hits", "origin").order_by("path")
    assert list(rows) == [
        ("Googlebot", "/", 200, 2, Origin.GENUINE),
        ("Googlebot", "/nope/", 404, 1, Origin.GENUINE),
    ]
    assert sum(CrawlDay.objects.values_list("hits", flat=True)) == 3


def test_readers_and_addresses_are_not_kept(site) -> None:
    ingest(
        make_log(make_line(agent=BROWSER, address="198.51.100.99"), make_line(address=NOT_GOOGLES)),
        "access.log",
    )
    kept = " ".join(str(row) for model in (CrawlVisit, CrawlDay, AccessLog) for row in model.objects.values())
    assert "198.51.100.99" not in kept
    assert NOT_GOOGLES not in kept
    assert CrawlVisit.objects.get().origin == Origin.FOREIGN


def test_the_same_log_twice_changes_nothing(site) -> None:
    lines = [make_line(f"/{number}/") for number in range(50)]
    ingest(make_log(*lines), "access.log")
    before = list(CrawlVisit.objects.order_by("pk").values())
    again = ingest(make_log(*lines), "a-copy-of-it.log")
    assert (again.again, again.lines, again.visits) == (True, 0, 0)
    assert list(CrawlVisit.objects.order_by("pk").values()) == before


def test_a_log_that_grew_is_gone_on_with(site) -> None:
    lines = [make_line(f"/{number}/") for number in range(50)]
    ingest(make_log(*lines[:20]), "access.log")
    second = ingest(make_log(*lines), "access.log")
    assert (second.lines, sum(CrawlVisit.objects.values_list("hits", flat=True))) == (30, 50)


def test_a_short_log_is_known_again_after_it_grew(site) -> None:
    ingest(make_log(make_line()), "access.log")
    assert ingest(make_log(make_line(), make_line("/later/")), "access.log").lines == 1


def test_a_line_still_being_written_is_left_for_the_next_time(site) -> None:
    whole = make_line("/a/") + make_line("/b/")
    first = ingest(BytesIO(whole[:-30].encode()), "access.log")
    second = ingest(BytesIO(whole.encode()), "access.log")
    assert (first.visits, second.visits) == (1, 1)


def test_a_last_line_without_its_end_is_read(site) -> None:
    assert ingest(BytesIO(make_line().rstrip("\n").encode()), "access.log").visits == 1


def test_reading_that_broke_off_goes_on_where_it_was(site, monkeypatch) -> None:
    monkeypatch.setattr(reading, "LINES_PER_BATCH", 10)
    lines = [make_line(f"/{number}/") for number in range(25)]

    def stop(_reading: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(make_log(*lines), "access.log", progress=stop)
    assert AccessLog.objects.get().lines == 10
    ingest(make_log(*lines), "access.log")
    assert set(CrawlVisit.objects.values_list("hits", flat=True)) == {1}
    assert CrawlVisit.objects.count() == 25


def test_two_readers_of_one_log_count_nothing_twice(site, monkeypatch) -> None:
    monkeypatch.setattr(reading, "LINES_PER_BATCH", 10)
    lines = [make_line(f"/{number}/") for number in range(30)]
    others = iter([True])

    def somebody_else_reads(_reading: object) -> None:
        if next(others, False):
            ingest(make_log(*lines), "access.log")

    with pytest.raises(LogInUse):
        ingest(make_log(*lines), "access.log", progress=somebody_else_reads)
    assert sum(CrawlVisit.objects.values_list("hits", flat=True)) == 30


def test_a_packed_log_is_read_and_known_by_what_is_in_it(site, tmp_path) -> None:
    lines = "".join(make_line(f"/{number}/") for number in range(20)).encode()
    plain, packed = tmp_path / "access.log", tmp_path / "access.log.1.gz"
    plain.write_bytes(lines)
    packed.write_bytes(gzip.compress(lines))
    said = StringIO()
    call_command("ingest_access_log", str(packed), str(plain), stdout=said, stderr=StringIO())
    assert "20 crawler visits" in said.getvalue()
    assert "access.log: nothing new" in said.getvalue()


def test_what_is_not_understood_is_named_by_line(site, tmp_path) -> None:
    log = tmp_path / "access.log"
    log.write_text(make_line() + "upstream timed out\n" + make_line())
    said = StringIO()
    call_command("ingest_access_log", str(log), stdout=said, stderr=StringIO())
    assert "1 not understood" in said.getvalue()
    assert "line 2: neither the combined format nor JSON" in said.getvalue()


def test_a_line_without_end_does_not_fill_the_memory(site) -> None:
    long = make_line("/" + "a" * 200_000)
    done = ingest(make_log(make_line(), long, make_line("/b/")), "access.log")
    assert (done.visits, done.not_understood) == (2, 1)


def test_a_missing_log_is_an_error(site) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.log"):
        call_command("ingest_access_log", "nowhere.log", stderr=StringIO())


def test_a_scanners_guesses_become_one_row(site) -> None:
    ingest(
        make_log(*(make_line(f"/wp-{n}.php", agent="EvilBot 1.0", status=404) for n in range(40))),
        "access.log",
    )
    assert CrawlVisit.objects.get().hits == 40


def test_single_visits_are_forgotten_and_sums_stay(site) -> None:
    ingest(make_log(make_line(at="01/Jan/2020:00:00:00 +0000")), "access.log")
    call_command("prune_visits", stdout=StringIO())
    assert (CrawlVisit.objects.count(), CrawlDay.objects.count()) == (0, 1)


# What was there -----------------------------------------------------------------------------------------------


def test_addresses_are_judged_by_what_stands_there(site, home) -> None:
    shown = make_content(home)
    hidden = make_content(home, noindex=True)
    paths = {
        shown.get_url(): Kind.PAGE,
        hidden.get_url(): Kind.HIDDEN,
        shown.get_url() + "?utm_source=x": Kind.QUERY,
        "/robots.txt": Kind.MACHINE,
        "/sitemap.xml": Kind.MACHINE,
        "/media/images/lamp.jpg": Kind.ASSET,
        "/api/v1/resolve/?path=/": Kind.API,
        "/elsewhere/": Kind.OTHER,
    }
    ingest(make_log(*map(make_line, paths)), "access.log")
    assert dict(CrawlVisit.objects.values_list("path", "kind")) == paths


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (304, Kind.UNCHANGED),
        (301, Kind.REDIRECT),
        (410, Kind.MISSING),
        (403, Kind.REFUSED),
        (503, Kind.ERROR),
    ],
)
def test_a_status_says_what_was_got(site, status: int, kind: Kind) -> None:
    ingest(make_log(make_line(status=status)), "access.log")
    assert CrawlVisit.objects.get().kind == kind


# The report ---------------------------------------------------------------------------------------------------


def test_a_page_changed_after_its_last_visit_waits_to_be_crawled(site, home) -> None:
    seen, unseen = make_content(home), make_content(home)
    agent = "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"
    ingest(
        make_log(
            make_line(seen.get_url(), at="01/Jan/2099:00:00:00 +0000"),
            make_line(unseen.get_url(), at="01/Jan/2020:00:00:00 +0000", agent=agent, address="40.77.167.9"),
        ),
        "access.log",
    )
    waiting = {page.pk: page.crawled for page in report.not_crawled_since(site)}
    assert seen.pk not in waiting
    assert waiting[unseen.pk] == datetime(2020, 1, 1, tzinfo=UTC)


def test_somebody_under_an_engines_name_has_not_crawled_for_it(site, home) -> None:
    page = make_content(home)
    ingest(
        make_log(make_line(page.get_url(), at="01/Jan/2099:00:00:00 +0000", address=NOT_GOOGLES)),
        "access.log",
    )
    assert page.pk in {one.pk for one in report.not_crawled_since(site)}


def test_the_budget_names_what_was_wasted(site) -> None:
    ingest(make_log(*[make_line("/robots.txt")] * 3, make_line("/gone/", status=410)), "access.log")
    shares = report.budget(report.Window.of(site, 30))
    assert [(share.kind, share.percent, share.is_wasted) for share in shares] == [
        (Kind.MACHINE, 75.0, False),
        (Kind.MISSING, 25.0, True),
    ]


def test_the_chart_draws_what_the_table_says() -> None:
    chart = ColumnChart.of("Visits", ["1 May", "2 May"], {"Googlebot": [30, 0], "Bingbot": [10, 5]})
    assert [(label, figures, total) for label, figures, total in chart.rows] == [
        ("1 May", (30, 10), 40),
        ("2 May", (0, 5), 5),
    ]
    first, second = chart.columns
    assert [piece.series for piece in first.pieces] == [0, 1]
    assert first.pieces[0].height == pytest.approx(3 * first.pieces[1].height, abs=0.3)
    assert [piece.series for piece in second.pieces] == [1]
    assert chart.ticks[-1].value >= 40


def test_the_report_is_for_those_who_may_see_it(site, home) -> None:
    ingest(make_log(), "access.log")
    assert is_refused(client_of("Editors").get(reverse("crawlers")))
    seen = client_of("SEO managers").get(reverse("crawlers"))
    assert "Googlebot" in seen.content.decode()


@pytest.mark.parametrize("name", ["crawlers", "not_crawled"])
def test_a_report_asks_no_more_for_more_visits(site, home, name: str) -> None:
    client = sign_in(make_user(is_superuser=True))
    client.get(reverse(name))
    ingest(make_log(make_line(), make_line("/gone/", status=410)), "first.log")
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    ingest(make_log(*(make_line(f"/{n}/", status=404) for n in range(40))), "second.log")
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(name))
    assert len(many) == len(few)


def test_a_question_that_makes_no_sense_is_answered_with_all(site, home) -> None:
    ingest(make_log(), "access.log")
    response = sign_in(make_user(is_superuser=True)).get(
        reverse("crawlers") + "?days=x&crawler=nobody&site=0&p=z"
    )
    assert response.status_code == 200
    assert "Googlebot" in response.content.decode()
