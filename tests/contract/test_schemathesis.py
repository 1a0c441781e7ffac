"""schemathesis over every operation of the delivery API's document: whatever is sent, nothing breaks, and every answer
is one the document says. `make test-contract`; the same questions in every run."""

from typing import Any

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import override_settings

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from headless.access import SCOPES
from tests.make import (
    make_article,
    make_article_index,
    make_brand,
    make_category,
    make_content,
    make_form,
    make_picture,
    make_product,
    make_review,
)
from tests.people import make_bearer, make_user

pytestmark = [
    pytest.mark.contract,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore"),  # the tool's own
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def shop(home, organization) -> Any:
    """A little of everything, and a token that may do everything."""
    category = make_category(home)
    for number in range(3):
        make_review(make_product(category, title=f"Lamp {number}", brand=make_brand()))
    make_content(home)
    make_article(make_article_index(home))
    make_form(home)
    make_picture()
    return make_bearer(make_user(is_superuser=True), *SCOPES)


@pytest.fixture
def contract(shop) -> Any:
    # A request of a real server ends its connections; these are the test's own.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with override_settings(ALLOWED_HOSTS=["*"], API_KEPT_SECONDS=60):
            yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


AS_ASKED = hypothesis.settings(
    max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


def wrong_answers(contract: Any, settings: hypothesis.settings, headers: dict[str, str]) -> dict[str, str]:
    """What is wrong with each operation's answers, by its name; nothing is kept of what was written."""
    wrong, asked = {}, 0
    for found in contract.get_all_operations():
        operation = found.ok()
        asked += 1

        @settings
        @hypothesis.given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            with transaction.atomic():
                try:
                    case.call_and_validate(checks=CHECKS, headers=headers)
                finally:
                    transaction.set_rollback(True)

        try:
            ask()
        except Exception as failure:  # noqa: BLE001 - told of all operations at once
            wrong[operation.label] = str(failure)[:700]
    assert asked >= 50
    return wrong


def test_whatever_is_sent_the_answer_is_one_the_document_says(contract, shop):
    assert wrong_answers(contract, AS_ASKED, shop) == {}


def test_so_it_is_for_who_shows_no_token(contract):
    assert wrong_answers(contract, hypothesis.settings(AS_ASKED, max_examples=8), {}) == {}
