"""What delivery adds to Wagtail's admin."""

from wagtail import hooks

from delivery import desk
from delivery.indexnow import report
from delivery.webhooks import desk as webhook_desk
from delivery.webhooks import notices

hooks.register("register_admin_urls", desk.urls)
hooks.register("register_reports_menu_item", desk.menu_item)
hooks.register("register_admin_urls", report.urls)
hooks.register("register_reports_menu_item", report.menu_item)
hooks.register("construct_homepage_panels", notices.add_panel)
hooks.register("register_admin_viewset", webhook_desk.viewset)
