"""Preview tokens: each opens the draft of one page, for reading, until a moment; none is kept in plain text."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from wagtail.models import Revision

from cms.models import Page

LONGEST = timedelta(days=7)
LIVE_FOR = timedelta(hours=1)  # after the last keystroke
KEPT = timedelta(days=7)  # after its end, so that people see what has been shared
PREFIX = "pv_"
SHOWN = len(PREFIX) + 4  # characters by which people tell tokens apart
USED_EVERY = timedelta(minutes=1)
_SALT = "headless.preview.token"
_LIVE_SALT = "headless.preview.live"


def digests(secret: str) -> Sequence[str]:
    """The digests a secret may be kept under, newest key first: a changed SECRET_KEY ends no link at once."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(_SALT, secret, secret=key, algorithm="sha256").hexdigest() for key in keys]


def may_see_draft(user: Any, page: Page) -> bool:
    """Whether somebody may see a page's draft in the admin: the rule of Wagtail's own view of drafts."""
    may = page.permissions_for_user(user)
    return user.is_active and (may.can_edit() or may.can_publish())


class PreviewTokenQuerySet(models.QuerySet["PreviewToken"]):
    def of(self, user: AbstractBaseUser) -> Self:
        """Those somebody sees in a list: administrators all, everybody else their own."""
        return self if getattr(user, "is_superuser", False) else self.filter(created_by=user)

    def good(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def revoke(self) -> int:
        return self.filter(revoked_at=None).update(revoked_at=timezone.now())

    def opened_by(self, secret: str) -> "PreviewToken | None":
        """The token of a secret, if it is good now and its maker still may see the draft; None in every other case.

        Found by a keyed digest, so that neither the time this takes nor a copy of the table tells of a secret.
        """
        wanted = digests(secret)
        token = self.good().select_related("page", "created_by").filter(key_hash__in=wanted).first()
        if token is None or not any(constant_time_compare(token.key_hash, each) for each in wanted):
            return None
        if not token.is_vouched_for:
            return None
        token.note_use()
        return token


class PreviewToken(models.Model):
    """A link to the draft of one page. With a revision it shows that one, without it whatever the draft says now."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="preview_tokens", verbose_name=_("page")
    )
    # Deleted with its revision: following the draft instead would show what was not shared.
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("version")
    )
    label = models.CharField(_("label"), max_length=100, blank=True)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    prefix = models.CharField(max_length=16, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="preview_tokens",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires at"), db_index=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = PreviewTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.label or self.page} ({self.prefix}…)"

    @classmethod
    def issue(
        cls,
        page: Page,
        user: AbstractBaseUser,
        *,
        revision: Revision | None = None,
        label: str = "",
        lasts: timedelta = LONGEST,
        secret: str = "",
    ) -> tuple["PreviewToken", str]:
        """A new token and its secret, which can be read here and never again; `secret` is for `LiveDraft`.

        Raises ValueError for a time that is none or too long, and for a revision of another page.
        """
        if not timedelta() < lasts <= LONGEST:
            raise ValueError(f"A preview lasts up to {LONGEST.days} days.")
        if revision is not None and not page.revisions.filter(pk=revision.pk).exists():
            raise ValueError(f"The page has no revision {revision.pk}.")
        secret = secret or PREFIX + token_urlsafe(32)
        now = timezone.now()
        token = cls.objects.create(
            page=page,
            revision=revision,
            label=label,
            created_by=user,
            created_at=now,
            expires_at=now + lasts,
            key_hash=digests(secret)[0],
            prefix=secret[:SHOWN],
        )
        return token, secret

    @property
    def is_vouched_for(self) -> bool:
        """Whether who made it may still see the draft: a link dies with the rights of its maker."""
        return may_see_draft(self.created_by, self.page)

    @property
    def is_good(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def version_words(self) -> str:
        """What it shows, in the words of the list."""
        if self.revision is None:
            return _t("the draft, as it changes")
        return _t("the version of %(when)s") % {"when": date_format(self.revision.created_at, "j E Y, H:i")}

    @property
    def draft(self) -> Page:
        """The page as this token shows it: what stands in the editor's form, the pinned revision, or the draft, or the
        live page where there is none."""
        live = getattr(self, "live_draft", None)
        if live is not None:
            return self.page.with_content_json(live.content)
        return self.revision.as_object() if self.revision else self.page.get_latest_revision_as_object()

    @property
    def version(self) -> int | None:
        """Which state of an editor's form `draft` is, the newest has the highest number; None for any other draft."""
        live = getattr(self, "live_draft", None)
        return live.version if live is not None else None

    def note_use(self) -> None:
        """Write down that it was used, once a minute at most."""
        now: datetime = timezone.now()
        if self.last_used_at is None or now - self.last_used_at >= USED_EVERY:
            type(self).objects.filter(pk=self.pk).update(last_used_at=now)

    def revoke(self) -> None:
        """End it now. A token that has ended stays as it is."""
        type(self).objects.filter(pk=self.pk).revoke()


class Kept(NamedTuple):
    """An unsaved draft that was kept: the secret that shows it, and which version it is, from 1."""

    secret: str
    version: int


class LiveDraft(models.Model):
    """What stands in an editor's form now, saved or not, against the token of that editing session.

    The secret is not kept here either: it is made again of `nonce` and SECRET_KEY, so that the panel can go on showing
    the same address.
    """

    token = models.OneToOneField(PreviewToken, on_delete=models.CASCADE, related_name="live_draft")
    nonce = models.CharField(max_length=43, editable=False)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("unsaved draft")
        verbose_name_plural = _("unsaved drafts")

    def __str__(self) -> str:
        return str(self.token)

    @classmethod
    def keep(cls, page: Page, user: AbstractBaseUser, *, goes_on: bool = True) -> Kept:
        """Keep a page as it stands in `page` for an hour.

        With `goes_on` the secret is that of the same person's last one on the same page, as long as it is good.
        """
        content = page.serializable_data()
        with transaction.atomic():
            last = cls._going_on(page, user) if goes_on else None
            if last is None:
                return cls._begin(page, user, content)
            last.content = content
            last.version += 1
            last.save(update_fields=["content", "version"])
            PreviewToken.objects.filter(pk=last.token_id).update(expires_at=timezone.now() + LIVE_FOR)
        return Kept(_live_secret(last.nonce), last.version)

    @classmethod
    def _going_on(cls, page: Page, user: AbstractBaseUser) -> "LiveDraft | None":
        mine = PreviewToken.objects.good().filter(page_id=page.pk, created_by=user)
        rows = cls.objects.select_for_update(of=("self",)).select_related("token").filter(token__in=mine)
        last = rows.order_by("-pk").first()
        is_same = last is not None and last.token.key_hash == digests(_live_secret(last.nonce))[0]
        return last if is_same else None  # another SECRET_KEY makes another secret

    @classmethod
    def _begin(cls, page: Page, user: AbstractBaseUser, content: dict[str, Any]) -> Kept:
        nonce = token_urlsafe(32)
        secret = _live_secret(nonce)
        base = Page.objects.get(pk=page.pk)
        token, _secret = PreviewToken.issue(
            base, user, label=_t("The editor's own preview"), lasts=LIVE_FOR, secret=secret
        )
        begun = cls.objects.create(token=token, nonce=nonce, content=content)
        return Kept(secret, begun.version)


def _live_secret(nonce: str) -> str:
    return PREFIX + urlsafe_b64encode(
        salted_hmac(_LIVE_SALT, nonce, algorithm="sha256").digest()
    ).decode().rstrip("=")


def prune() -> None:
    """Forget unsaved drafts at their end, and tokens a week after theirs; called by the worker."""
    PreviewToken.objects.filter(live_draft__isnull=False).exclude(pk__in=PreviewToken.objects.good()).delete()
    before = timezone.now() - KEPT
    PreviewToken.objects.filter(Q(expires_at__lt=before) | Q(revoked_at__lt=before)).delete()
