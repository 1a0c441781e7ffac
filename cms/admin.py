"""Django's own admin at /django-admin/: the emergency exit for superusers. Daily work is done in /admin/."""

from django.contrib.admin import AdminSite
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.models import User


class SuperuserSite(AdminSite):
    site_header = site_title = _("Pharos: accounts")
    index_title = _("Accounts and groups")

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)


superuser_admin = SuperuserSite(name="admin")
superuser_admin.register(User, UserAdmin)
superuser_admin.register(Group, GroupAdmin)
