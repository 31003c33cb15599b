"""The organisers' workplace: Django's admin, entered through the site's own sign-in."""

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hackathon.phases import Phase

NEXT_STEPS = {
    Phase.DRAFT: _("Complete the texts, challenges and criteria, then make the event visible."),
    Phase.REGISTRATION: _("Teams register. Invite the jury, and check that every prize is there."),
    Phase.HACKING: _("Teams write and submit. Check that every judge has accepted."),
    Phase.JUDGING: _("The jury scores. Keep an eye on the scorecards that are still missing."),
    Phase.DELIBERATION: _("Give each prize to a submission, look at the preview, then publish."),
    Phase.PUBLISHED: _("The results are public."),
}


# Leads from any row's number to its address, whoever's it is; and past the site's own passwords.
LEFT_OUT = {"view_on_site", "password_change", "password_change_done"}


class OrganisersAdminSite(AdminSite):
    site_header = site_title = _("Organisers")
    index_title = _("What you organise")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        # the site is made before the models are
        from hackathon.admin_base import organises_any
        from hackathon.predicates import is_event_maker

        return is_event_maker(request.user) or organises_any(request)

    def get_urls(self) -> list:
        return [page for page in super().get_urls() if getattr(page, "name", "") not in LEFT_OUT]

    def index(self, request: HttpRequest, extra_context=None):
        """One's own events come first, each with what it needs next."""
        from hackathon.selectors import organised_by  # the site is made before the models are

        own = [
            (event, phase, NEXT_STEPS[phase])
            for event in organised_by(request.user).order_by("-hacking_starts_at", "-pk")
            for phase in [event.phase_at(timezone.now())]
        ]
        return super().index(request, {"own_events": own, **(extra_context or {})})

    def logout(self, request: HttpRequest, extra_context=None):
        """An organiser may write for a team, or judge: the device forgets it all the same."""
        from hackathon.views.leaving import FORGETTING  # the site is made before the models are

        response = super().logout(request, extra_context)
        response["Clear-Site-Data"] = FORGETTING
        return response

    login = secure_admin_login(AdminSite.login)
