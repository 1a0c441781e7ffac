"""Create the first administrator."""

import os
import secrets
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cms.models import User


class Command(BaseCommand):
    help = (
        "Creates the superuser “admin” unless there is one; "
        "its password is ADMIN_PASSWORD, else generated and printed once."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(is_superuser=True).exists():
            return
        given = os.environ.get("ADMIN_PASSWORD", "")
        password = given or secrets.token_urlsafe(12)
        user = User(username="admin", is_superuser=True, is_staff=True)
        if given:
            try:
                validate_password(given, user)
            except ValidationError as error:
                raise CommandError(f"ADMIN_PASSWORD: {' '.join(error.messages)}") from error
        user.set_password(password)
        user.save()
        shown = "the password in ADMIN_PASSWORD" if given else f"this password, shown only now: {password}"
        self.stdout.write(f"Created the administrator “admin” with {shown}")
