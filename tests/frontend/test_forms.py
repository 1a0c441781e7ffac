"""A form works as plain HTML: sent, refused with words beside the question, and closed to programs."""

import time

import pytest


@pytest.fixture
def answers(shop, writing):
    """What was kept, as dictionaries."""
    from home.models import FormPage

    page = FormPage.objects.get(slug="contact", locale__language_code="en-gb")
    submissions = page.get_submission_class().objects.filter(page=page)
    submissions.delete()
    yield lambda: [submission.form_data for submission in submissions.all()]
    submissions.delete()


def fill(page, **values):
    for name, value in values.items():
        field = page.locator(f'[name="{name}"]')
        if field.first.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    time.sleep(2.1)  # nobody writes faster than that


def test_an_answer_is_taken(open_page, answers):
    page = open_page("/contact/")
    fill(
        page,
        your_name="Ada",
        what_is_it_about="A repair",
        e_mail_address="ada@visitor.example",
        your_letter="Do you post lenses?",
    )
    page.get_by_role("button", name="Send").click()
    assert page.locator('[role="status"]').inner_text().strip()
    [kept] = answers()
    assert kept["your_name"] == "Ada"


@pytest.fixture
def led_on(answers, home):
    """The form leads to another page after sending; the path of that page."""
    from cms.models import Page
    from home.models import FormPage

    forms = FormPage.objects.filter(slug="contact", locale__language_code="en-gb")
    page = Page.objects.readable().child_of(home).get(slug="about")
    forms.update(thanks_page=page)
    yield page.get_url_parts()[2]
    forms.update(thanks_page=None)


def test_an_answer_leads_to_the_page_editors_chose(open_page, answers, led_on):
    page = open_page("/contact/")
    fill(
        page,
        your_name="Ada",
        what_is_it_about="A repair",
        e_mail_address="ada@visitor.example",
        your_letter="Do you post lenses?",
    )
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(f"**{led_on}")
    assert len(answers()) == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_wrong_is_said_beside_the_question_and_nothing_written_is_lost(open_page, answers, width):
    page = open_page("/contact/", width=width)
    fill(
        page,
        your_name="Ada",
        what_is_it_about="A repair",
        e_mail_address="not an address",
        your_letter="Do you post lenses?",
    )
    page.get_by_role("button", name="Send").click()
    wrong = page.locator('[name="e_mail_address"]')
    assert wrong.get_attribute("aria-invalid") == "true"
    assert page.locator(f"#{wrong.get_attribute('aria-describedby')} .errorlist").inner_text().strip()
    assert wrong.input_value() == "not an address"
    assert page.locator('[name="your_letter"]').input_value() == "Do you post lenses?"
    assert answers() == []
    fill(page, e_mail_address="ada@visitor.example")
    page.get_by_role("button", name="Send").click()
    assert len(answers()) == 1


def test_what_falls_into_the_trap_is_not_kept(open_page, answers):
    page = open_page("/contact/", javascript=True)
    fill(
        page,
        your_name="Bot",
        what_is_it_about="A repair",
        e_mail_address="bot@visitor.example",
        your_letter="Buy",
    )
    page.locator(".trap input").evaluate("field => field.value = 'https://spam.example'")
    page.get_by_role("button", name="Send").click()
    page.locator('[role="status"]').wait_for()
    assert answers() == []


def test_a_form_is_taken_from_its_own_page_only(front, answers):
    for origin in ("https://elsewhere.example", "null", ""):
        answer = front.ask("POST", "/contact/", data={"your_name": "Eve"}, headers={"Origin": origin})
        assert answer.status_code == 403
    assert answers() == []
