from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "audit"
    verbose_name = _("Site audit")

    def ready(self) -> None:
        from wagtail.api.v3.api import api

        from audit.api import router

        # As Wagtail's snippets do: a router is added before anybody asks for the API's addresses.
        api.add_router("/audit/", router)
