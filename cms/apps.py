from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

# Django's own words for an empty choice, which its Russian and Arabic catalogs lack.
NO_CHOICE = gettext_noop("- Select an option -")


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("Content")

    def ready(self) -> None:
        from cms import (
            checks,  # noqa: F401 - registers the checks when imported
            foreign,
        )

        foreign.connect()
