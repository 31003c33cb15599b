"""The organisers' workplace: Django's admin, entered through the site's own sign-in."""

from collections.abc import Iterable
from functools import partial, wraps
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.models.event import Event
from hackathon.kernel.phases import Phase
from hackathon.kernel.texts import StrOrPromise
from hackathon.web.signed_in import user_of
from hackathon.web.site_paths import path_inside

# Acts whose pages the card of an event leads to only while they are possible.
LED_TO = ("team.match",)
NEXT_STEPS = {
    Phase.DRAFT: _("Complete the texts, challenges and criteria, then make the event visible."),
    Phase.REGISTRATION: _("Teams register. Invite the jury, and check that every prize is there."),
    Phase.HACKING: _("Teams write and submit. Check that every judge has accepted."),
    Phase.JUDGING: _("The jury scores. Keep an eye on the scorecards that are still missing."),
    Phase.DELIBERATION: _("Give each prize to a submission, look at the preview, then publish."),
    Phase.PUBLISHED: _("The results are public."),
}
READY = _("Everything that is needed is there. Registration opens by itself on %(start)s.")


def next_step(event: Event, needed: list) -> StrOrPromise:
    """In a sentence; what is ``needed`` stands below it, each with its page."""
    phase = event.phase_at(event.seen_at)
    if phase != Phase.DRAFT or needed:
        return NEXT_STEPS[phase]
    return READY % {"start": event.local_time(event.registration_opens_at)}


# Leads from any row's number to its address, whoever's it is; and past the site's own passwords.
LEFT_OUT = {"view_on_site", "password_change", "password_change_done"}


class OrganisersAdminSite(AdminSite):
    site_header = site_title = _("Organisers")
    index_title = _("What you organise")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        # the site is made before the models are
        from hackathon.kernel.predicates import is_event_maker
        from hackathon.workplace.base import organises_any

        return is_event_maker(request.user) or organises_any(request)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Takes the models of this product's own apps, and leaves out what other apps bring.

        Their generic pages change addresses, second factors and sessions without any of the
        operations that ask who may, and without an entry in the log.
        """
        models = model_or_iterable if isinstance(model_or_iterable, Iterable) else ()
        own = [model for model in models or [model_or_iterable] if is_of_the_house(model)]
        super().register(own, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Somebody signed in who has nothing to do here finds nothing; others sign in first."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                is_leaving = request.path == reverse("admin:logout")
                index = reverse("admin:index")
                return redirect_to_login(index if is_leaving else request.get_full_path())
            if not self.has_permission(request):
                raise Http404
            if "%00" in request.META.get("QUERY_STRING", ""):
                raise BadRequest  # no list is asked for this by its own links
            return inner(request, *args, **kwargs)

        return guarded

    def get_urls(self) -> list:
        from hackathon.accounts.admin import (  # the site is made before the models are
            find_person,
            help_person,
        )
        from hackathon.health.admin import show_health

        own = [
            path("health/", self.admin_view(show_health), name="health"),
            path("people/", self.admin_view(find_person), name="find_person"),
            path(
                "people/<int:person_id>/",
                self.admin_view(help_person),
                name="help_person",
            ),
        ]
        rest = [page for page in super().get_urls() if getattr(page, "name", "") not in LEFT_OUT]
        return own + rest

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Asked for by every page and shown by two: what may be done with each model is found
        out where it is shown."""
        return SimpleLazyObject(partial(super().get_app_list, request, app_label))

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """One's own events come first, each with what it needs next."""
        # the site is made before the models are
        from hackathon.events.overview import overviews
        from hackathon.events.selectors import organised_by
        from hackathon.health.findings import count_quick_troubles
        from hackathon.kernel.operations import database_clock, registry
        from hackathon.kernel.predicates import is_event_maker
        from hackathon.mail.admin import counts_for
        from hackathon.mail.selectors import server_trouble

        events = list(organised_by(user_of(request)).order_by("-hacking_starts_at", "-pk"))
        runs_site = is_event_maker(request.user)
        found = counts_for(request, events)
        now = database_clock()
        for event in events:
            event.seen_at = now
            event.mail_counts = found.get(event.pk)
            event.offered = {verb for verb in LED_TO if registry[verb].open_now(event)}
        told = overviews(events, user_of(request))
        own = [
            (event, event.phase_at(now), next_step(event, told[event.pk].needed), told[event.pk])
            for event in events
        ]
        context = {
            "own_events": own,
            "runs_site": runs_site,
            "site_mails": found.get(None) if runs_site else None,
            "server": server_trouble(),
            "troubles": count_quick_troubles() if runs_site else 0,
        }
        return super().index(request, {**context, **(extra_context or {})})

    def logout(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """An organiser may write for a team, or judge: the device forgets it all the same."""
        from hackathon.accounts.views.leaving import (
            FORGETTING,  # the site is made before the models are
        )

        response = super().logout(request, extra_context)
        response["Clear-Site-Data"] = FORGETTING
        return response

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The site's own sign-in is the only one; whoever has signed in goes where they wanted."""
        wanted = request.GET.get(REDIRECT_FIELD_NAME, "")
        inside = path_inside(wanted)
        if inside.partition("?")[0] == request.path:
            inside = ""
        if not request.user.is_authenticated:
            return redirect_to_login(inside or reverse("admin:index"))
        if not self.has_permission(request):
            raise Http404
        return redirect(inside or "admin:index")


def is_of_the_house(model: type[Model]) -> bool:
    return apps.get_app_config(model._meta.app_label).name in settings.FLOORS
