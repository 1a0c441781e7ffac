"""Watch pages: one video, its moments as addresses of the same page, and nothing that needs a script."""

from datetime import timedelta

from django.core.exceptions import ValidationError

import pytest
from bs4 import BeautifulSoup

from home.models import Clip, VideoPage
from seo.videos import clips_problem, clock, embed_of, iso_duration
from tests.make import make_video
from tests.people import STREAMS, client_of, form_of

SECONDS = [timedelta(seconds=number) for number in range(300)]


def video_node(page):
    return next(node for node in page.get_head().json_ld["@graph"] if node["@id"].endswith("#video"))


@pytest.mark.parametrize(
    ("seconds", "iso", "shown"),
    [
        (200, "PT3M20S", "3:20"),
        (3800, "PT1H3M20S", "1:03:20"),
        (3600, "PT1H", "1:00:00"),
        (5, "PT5S", "0:05"),
    ],
)
def test_a_length_is_written_for_machines_and_for_people(seconds, iso, shown):
    assert (iso_duration(timedelta(seconds=seconds)), clock(timedelta(seconds=seconds))) == (iso, shown)


@pytest.mark.parametrize(
    ("url", "player"),
    [
        (
            "https://www.youtube.com/watch?v=abcDEF12345&t=9",
            "https://www.youtube-nocookie.com/embed/abcDEF12345",
        ),
        ("https://youtu.be/abcDEF12345", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://www.youtube.com/shorts/abcDEF12345", "https://www.youtube-nocookie.com/embed/abcDEF12345"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871"),
    ],
)
def test_every_form_of_an_address_leads_to_the_player_without_cookies(url, player):
    assert embed_of(url).player_url == player


@pytest.mark.parametrize(
    "url",
    [
        "https://youtube.com.evil.example/watch?v=abcDEF12345",
        "https://www.youtube.com/",
        'https://youtu.be/"><script>',
        "https://vimeo.com/channels",
        "https://example.org/abcDEF12345",
    ],
)
def test_other_addresses_are_no_player(url):
    with pytest.raises(ValueError, match="YouTube or Vimeo"):
        embed_of(url)


@pytest.mark.parametrize(
    ("clips", "problem"),
    [
        ([(20, 80), (80, None)], ""),
        ([(20, None), (20, None)], "does not begin after"),
        ([(80, None), (20, None)], "does not begin after"),
        ([(80, 20)], "ends before it begins"),
        ([(20, 201)], "beyond the end"),
        ([(201, None)], "beyond the end"),
    ],
)
def test_clips_stand_in_order_and_within_the_video(clips, problem):
    rows = [(SECONDS[start], SECONDS[end] if end else None) for start, end in clips]
    found = clips_problem(rows, SECONDS[200])
    assert problem in found
    assert bool(problem) == bool(found)


@pytest.fixture
def video(home, organization):
    page = make_video(home, slug="wick", title="Trim a wick")
    page.clips.add(
        Clip(sort_order=0, name="The cut", start=SECONDS[20], end=SECONDS[80]),
        Clip(sort_order=1, name="The corners", start=SECONDS[80]),
    )
    page.save_revision().publish()
    return VideoPage.objects.get(pk=page.pk)


@pytest.mark.django_db
def test_clips_are_addresses_of_the_same_page(video, client):
    clips = video_node(video)["hasPart"]
    assert [clip["url"] for clip in clips] == [
        "https://shop.example/wick/?t=20",
        "https://shop.example/wick/?t=80",
    ]
    shown = BeautifulSoup(client.get("/wick/").content, "html.parser")
    assert [link["href"] for link in shown.select(".clips a")] == ["?t=20", "?t=80"]
    jumped = BeautifulSoup(client.get("/wick/?t=80").content, "html.parser")
    assert jumped.select_one("link[rel=canonical]")["href"] == "https://shop.example/wick/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "start"), [("80", "?start=80"), ("9999", ""), ("-1", ""), ("x", ""), ("²", "")]
)
def test_the_player_begins_where_the_address_says(asked, start, home, organization, client):
    make_video(home, slug="horn", content_url="", provider_url="https://youtu.be/abcDEF12345")
    shown = BeautifulSoup(client.get("/horn/", {"t": asked}).content, "html.parser")
    assert shown.iframe["src"] == f"https://www.youtube-nocookie.com/embed/abcDEF12345{start}"
    assert shown.iframe["title"]


@pytest.mark.django_db
def test_a_player_without_clips_lets_search_engines_seek(home, organization):
    page = make_video(home, slug="horn", content_url="", provider_url="https://youtu.be/abcDEF12345")
    action = video_node(page)["potentialAction"]
    assert action["target"] == "https://shop.example/horn/?t={seek_to_second_number}"
    assert action["startOffset-input"] == "required name=seek_to_second_number"


@pytest.mark.django_db
def test_a_video_elsewhere_is_a_picture_that_links_to_it(video, client):
    shown = BeautifulSoup(client.get(video.url).content, "html.parser").main
    assert shown.select_one(".watch-plate")["href"] == "https://pictures.example/video.mp4"
    assert shown.select_one(".watch-plate img")
    assert "3:20" in shown.get_text()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "rule"),
    [
        ({"content_url": ""}, "file", "Choose a file"),
        ({"provider_url": "https://youtu.be/abcDEF12345"}, "file", "not several"),
        ({"provider_url": "https://example.org/a", "content_url": ""}, "provider_url", "YouTube or Vimeo"),
        ({"cover": None}, "cover", "needs a still picture"),
        ({"duration": timedelta(0)}, "duration", "more than nothing"),
        ({"regions_allowed": "Scotland"}, "regions_allowed", "two capital letters"),
    ],
)
def test_wrong_facts_are_refused_at_their_field(changes, field, rule, video):
    for name, value in changes.items():
        setattr(video, name, value)
    with pytest.raises(ValidationError) as caught:
        video.full_clean()
    assert rule in " ".join(caught.value.message_dict[field])


@pytest.mark.django_db
def test_the_editor_is_told_which_clip_is_out_of_order(video):
    client = client_of("administrator")
    url = f"/admin/pages/{video.pk}/edit/"
    form = {**form_of(client, url, form_id="page-edit-form"), **STREAMS}
    response = client.post(url, {**form, "clips-1-start": "00:00:10", "clips-1-end": ""})
    assert response.status_code == 200
    assert "The clip at 0:10 does not begin after" in response.content.decode()
    assert client.post(url, form).status_code == 302
