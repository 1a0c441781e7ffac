"""A body is shown whatever became of the things it names."""

import pytest
from lxml import html

from home.models import ContentPage
from tests.make import make_content, make_picture

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["picture", "gallery"])
def test_a_picture_that_was_deleted_leaves_the_rest_of_the_page(kind, home, client):
    gone, kept = make_picture(), make_picture(alt_text="The harbour")
    one = {"picture": gone, "caption": "Gone"}
    value = one if kind == "picture" else {"pictures": [one, {"picture": kept, "caption": "Kept"}]}
    page = make_content(home, body=[(kind, value), ("text", "<p>What follows.</p>")])
    gone.delete()
    html = client.get(ContentPage.objects.get(pk=page.pk).url).text
    assert "What follows." in html
    assert "Gone" not in html
    assert ("The harbour" in html) == (kind == "gallery")


def test_what_is_not_to_be_quoted_is_shown_marked_and_left_out_of_the_graph(home, client):
    question = {"question": "Who reads this?", "answer": "<p>Readers do.</p>"}
    inside = [("text", "<p>For readers only.</p>"), ("faq", {"questions": [question]})]
    page = make_content(home, body=[("text", "<p>For all.</p>"), ("unquoted", {"pieces": inside})])
    answer = client.get(page.url)
    document = html.fromstring(answer.text)
    [marked] = document.xpath("//*[@data-nosnippet]")
    assert marked.tag in {"span", "div", "section"}  # Google reads it on no other element
    assert "For readers only." in marked.text_content()
    assert "For all." not in marked.text_content()
    assert "Who reads this?" not in str(page.get_head().json_ld)
    block = page.get_content()["body"][1]
    assert (block["type"], block["value"]["nosnippet"]) == ("unquoted", True)
    assert block["value"]["pieces"][0]["value"] == "<p>For readers only.</p>"
