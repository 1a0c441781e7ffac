"""From an editor's draft to the reader: submitted, mailed, approved or sent back."""

from django.core import mail
from django.test import override_settings
from django.urls import reverse

from wagtail.models import TaskState

import pytest

from cms.models import User
from home.models import ContentPage
from tests.make import make_content
from tests.people import client_of, edit_page, is_refused, make_user, sign_in

pytestmark = pytest.mark.django_db

CONFIRM = {"action-submit": "1"}


@pytest.fixture
def draft(home) -> ContentPage:
    return make_content(home, title="Fog", live=False)


@pytest.fixture
def editor(db) -> User:
    return make_user("Editors")


@pytest.fixture
def moderator(db) -> User:
    return make_user("Moderators")


def submit(editor: User, page: ContentPage) -> TaskState:
    """The editor submits the page; gives the state that waits for a moderator."""
    response = edit_page(sign_in(editor), page, title="Fog at night", **CONFIRM)
    assert response.status_code == 302
    return ContentPage.objects.get(pk=page.pk).current_workflow_task_state


def decide(moderator: User, page: ContentPage, state: TaskState, action: str, comment: str = ""):
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return sign_in(moderator).post(url, {"comment": comment})


def test_a_submitted_page_is_mailed_to_the_moderators(draft, editor, moderator):
    bystander = make_user("Merchandisers")
    submit(editor, draft)
    assert [message.to for message in mail.outbox] == [[moderator.email]]
    [message] = mail.outbox
    assert "Fog at night" in message.subject + message.body
    assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in message.body
    assert bystander.email not in str(message.message())


def test_a_submitted_page_is_on_the_moderators_dashboard(draft, editor, moderator):
    submit(editor, draft)
    assert "Fog at night" in sign_in(moderator).get(reverse("wagtailadmin_home")).content.decode()
    assert (
        "Awaiting your review"
        not in client_of("Merchandisers").get(reverse("wagtailadmin_home")).content.decode()
    )


def test_a_submitted_page_is_not_yet_public(draft, editor, client):
    submit(editor, draft)
    assert client.get(draft.url).status_code == 404


def test_an_approved_page_is_published_and_the_editor_is_told(draft, editor, moderator, client):
    state = submit(editor, draft)
    mail.outbox.clear()
    assert decide(moderator, draft, state, "approve").status_code == 302
    draft.refresh_from_db()
    assert (draft.live, draft.title) == (True, "Fog at night")
    assert client.get(draft.url).status_code == 200
    assert [message.to for message in mail.outbox] == [[editor.email]]


def test_a_rejected_page_goes_back_with_the_comment(draft, editor, moderator):
    state = submit(editor, draft)
    mail.outbox.clear()
    decide(moderator, draft, state, "reject", "Too foggy: say which coast.")
    draft.refresh_from_db()
    assert not draft.live
    assert draft.current_workflow_state.status == "needs_changes"
    [message] = mail.outbox
    assert message.to == [editor.email]
    assert "Too foggy: say which coast." in message.body


def test_a_rejected_page_can_be_submitted_again(draft, editor, moderator):
    decide(moderator, draft, submit(editor, draft), "reject", "No.")
    edit_page(sign_in(editor), draft, title="Fog, again", **CONFIRM)
    state = ContentPage.objects.get(pk=draft.pk).current_workflow_task_state
    assert state.status == TaskState.STATUS_IN_PROGRESS
    decide(moderator, draft, state, "approve")
    draft.refresh_from_db()
    assert draft.title == "Fog, again"


@pytest.mark.parametrize("group", ["Editors", "SEO managers", "Merchandisers"])
def test_nobody_else_approves(group, draft, editor, client):
    state = submit(editor, draft)
    response = decide(make_user(group), draft, state, "approve")
    draft.refresh_from_db()
    assert not draft.live
    assert is_refused(response) or response.status_code == 302
    assert client.get(draft.url).status_code == 404


def test_an_editor_does_not_approve_himself(draft, editor):
    state = submit(editor, draft)
    decide(editor, draft, state, "approve")
    draft.refresh_from_db()
    assert not draft.live


def test_a_change_of_a_live_page_waits_while_the_old_words_stay(home, editor, moderator, client):
    page = make_content(home, title="Old words")
    edit_page(sign_in(editor), page, title="New words", **CONFIRM)
    assert "Old words" in client.get(page.url).content.decode()
    state = ContentPage.objects.get(pk=page.pk).current_workflow_task_state
    decide(moderator, page, state, "approve")
    assert "New words" in client.get(page.url).content.decode()


@override_settings(MAILERS={"default": {"BACKEND": "tests.broken_mail.EmailBackend"}})
def test_a_dead_mail_server_does_not_lose_the_submission(draft, editor):
    state = submit(editor, draft)
    assert state.status == TaskState.STATUS_IN_PROGRESS
