from django.apps import AppConfig


class HeadlessConfig(AppConfig):
    name = "headless"

    def ready(self) -> None:
        from wagtail.api.v3.api import api

        from headless import authoring

        authoring.govern(api)
