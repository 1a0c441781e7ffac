"""API tokens in the admin: Wagtail's own screens, with scopes and an end."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.models import APIToken
from wagtail.users.views import api_tokens

from cms.models import User
from headless.access import SCOPES, covers, scopes_of
from headless.models import TokenPolicy

DAYS = 90  # how long a token that writes lives unless something else is said


class PolicyFields(forms.Form):
    """The scopes of a token and its end. Nobody gives a scope that his own rights, or the owner's, do not cover."""

    scopes = forms.MultipleChoiceField(
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label=_("Scopes"),
        help_text=_(
            "What programs with this token may do, as far as its owner may. Without a scope it only buys a higher rate."
        ),
    )
    expires_at = forms.DateTimeField(
        widget=AdminDateTimeInput,
        required=False,
        label=_("Expires at"),
        help_text=_("Afterwards the token is refused. A token that writes must have an end."),
    )
    giver: User
    held: frozenset[str] = frozenset()  # what the token has already; keeping it gives nothing

    def token_owner(self) -> User | None:
        raise NotImplementedError

    def clean_expires_at(self) -> Any:
        moment = self.cleaned_data["expires_at"]
        kept = self.fields["expires_at"].initial
        # The form shows minutes.
        is_kept = isinstance(kept, datetime) and moment and abs(moment - kept) < timedelta(minutes=1)
        if moment is not None and moment <= timezone.now() and not is_kept:
            raise ValidationError(_("This moment has passed."))
        return moment

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        scopes, owner = set(cleaned.get("scopes", [])), self.token_owner()
        for person in filter(None, (self.giver, owner)):
            if uncovered := sorted(name for name in scopes - self.held if not covers(person, name)):
                message = _("%(person)s has no rights that cover: %(scopes)s")
                self.add_error("scopes", message % {"person": person, "scopes": ", ".join(uncovered)})
        if not cleaned.get("expires_at") and "expires_at" not in self.errors and writes(scopes):
            self.add_error("expires_at", _("A token that writes must have an end."))
        return cleaned

    def save_policy(self, token: APIToken) -> None:
        values = {
            "scopes": sorted(self.cleaned_data["scopes"]),
            "expires_at": self.cleaned_data["expires_at"],
        }
        TokenPolicy.objects.update_or_create(token=token, defaults=values)


def writes(scopes: set[str]) -> bool:
    """Whether one of these scopes changes anything."""
    return any(not name.endswith(":read") for name in scopes)


class NewTokenForm(PolicyFields, api_tokens.APITokenForm):
    field_order = ["name", "user", "scopes", "expires_at"]

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver
        self.fields["expires_at"].initial = _days_from_now

    def token_owner(self) -> User | None:
        return self.cleaned_data.get("user")


class TokenForm(PolicyFields, forms.ModelForm):
    class Meta:
        model = APIToken
        fields = ["name"]

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver, self.held = giver, scopes_of(self.instance)
        policy = TokenPolicy.objects.filter(token=self.instance).first()
        self.fields["scopes"].initial = sorted(self.held)
        self.fields["expires_at"].initial = policy.expires_at if policy else _days_from_now

    def token_owner(self) -> User:
        return self.instance.user

    @transaction.atomic
    def save(self, commit: bool = True) -> APIToken:
        token = super().save(commit)
        self.save_policy(token)
        return token


class NewTokenView(api_tokens.CreateView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"giver": self.request.user}

    @transaction.atomic
    def form_valid(self, form: NewTokenForm) -> HttpResponse:
        response = super().form_valid(form)
        form.save_policy(self.object)
        return response


class TokenView(api_tokens.EditView):
    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("for_user", None)
        return kwargs | {"giver": self.request.user}


class TokenIndex(api_tokens.IndexView):
    @cached_property
    def columns(self) -> list[Column]:
        own = [
            Column(
                "scopes", label=_("Scopes"), accessor=lambda token: ", ".join(sorted(scopes_of(token))) or "–"
            ),
            DateColumn("expires_at", label=_("Expires at"), accessor="policy.expires_at"),
        ]
        return [*super().columns, *own]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("policy")


def _days_from_now() -> Any:
    return (timezone.localtime() + timedelta(days=DAYS)).replace(second=0, microsecond=0)


def use() -> None:
    """Put these views and forms into the viewset Wagtail registers; its classes are attributes made for that."""
    viewset = api_tokens.APITokenViewSet
    viewset.index_view_class, viewset.add_view_class, viewset.edit_view_class = (
        TokenIndex,
        NewTokenView,
        TokenView,
    )
    viewset.get_form_class = lambda self, for_update=False: TokenForm if for_update else NewTokenForm
