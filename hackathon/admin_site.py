"""The organisers' workplace: Django's admin, entered through the site's own sign-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class OrganisersAdminSite(AdminSite):
    site_header = site_title = _("Organisers")
    index_title = _("What you organise")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return user.is_active and (
            user.is_staff
            or user.is_superuser
            or (user.is_authenticated and user.organises.exists())
        )

    login = secure_admin_login(AdminSite.login)
