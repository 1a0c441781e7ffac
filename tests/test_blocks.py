"""A body is shown whatever became of the things it names."""

import pytest

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
