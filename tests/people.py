"""People who sign in: one of each group, and forms filled in as the admin prints them."""

from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from wagtail.models import APIToken
from wagtail.test.utils.form_data import querydict_from_html

from cms.models import Page, User
from headless.models import TokenPolicy

GROUPS = ("Editors", "Moderators", "SEO managers", "Merchandisers")
# StreamFields are drawn by JavaScript, so an editor's HTML does not carry them; these say they are empty.
STREAMS = {"body-count": "0", "shelves-count": "0", "same_as-count": "0", "shipping_exceptions-count": "0"}
_numbers = count(1)


def make_user(*groups: str, **fields: Any) -> User:
    """A user of these groups; `is_superuser=True` for an administrator."""
    name = f"user-{next(_numbers)}"
    user = User.objects.create_user(username=name, email=f"{name}@shop.example", **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    return user


def sign_in(user: User | None, **options: Any) -> Client:
    """A client of the site's own host, signed in as `user` (nobody when None)."""
    client = Client(HTTP_HOST="shop.example", **options)
    client.defaults["wsgi.url_scheme"] = "https"
    if user is not None:
        client.force_login(user)
    return client


def client_of(role: str) -> Client:
    """A signed-in client of a group, of an "administrator", of an "outsider" without a group, of "nobody"."""
    match role:
        case "nobody":
            return sign_in(None)
        case "outsider":
            return sign_in(make_user())
        case "administrator":
            return sign_in(make_user(is_superuser=True))
        case group:
            return sign_in(make_user(group))


def make_bearer(user: User, *scopes: str, **policy: Any) -> dict[str, str]:
    """The headers of a fresh token of this user with these scopes."""
    token, secret = APIToken.create_token(user=user, name="tests")
    TokenPolicy.objects.create(token=token, scopes=list(scopes), **policy)
    return {"authorization": f"Bearer {secret}"}


def is_refused(response: Any) -> bool:
    """Forbidden, or sent to the login or the dashboard, which is how Wagtail refuses."""
    home = reverse("wagtailadmin_home")
    away = response.status_code == 302 and (
        response["Location"] == home or response["Location"].startswith(reverse("wagtailadmin_login"))
    )
    return away or response.status_code == 403


def form_of(client: Client, url: str, **selectors: Any) -> dict[str, Any]:
    """The data a browser would send back from the form on this page if nothing was changed."""
    response = client.get(url)
    assert response.status_code == 200, (response.status_code, response.headers.get("Location"))
    sent = querydict_from_html(response.content.decode(), **selectors).dict()
    # A stream's form is built by script, which counts its blocks; of a variant there is one.
    return sent | ({"member_prices-count": "0"} if "sku" in sent else {})


def edit_page(client: Client, page: Page, **changes: Any) -> Any:
    """Open a page's editor and send its form back with changes; `action_publish="1"` publishes."""
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, {**form_of(client, url, form_id="page-edit-form"), **STREAMS, **changes})


def make_token(user: User, *scopes: str) -> str:
    """A bearer token of a person with these scopes: what stands in the Authorization header."""
    token, secret = APIToken.create_token(user=user, name="A program")
    TokenPolicy.objects.create(token=token, scopes=list(scopes))
    return f"Bearer {secret}"
