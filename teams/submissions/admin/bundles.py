"""All submissions of an event as one archive: asked for, watched, taken along."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from hackathon.events.selectors import organised_by
from hackathon.web.refusals import refusal_in_message
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import ReadOnlyAdmin
from teams.submissions import policy
from teams.submissions.models.review import Bundle
from teams.submissions.selectors.archive import last_versions
from teams.submissions.services.bundles import KEPT, ask_bundle, file_of
from teams.team.admin.rivals import seats_before_results

UNDER_WAY = (Bundle.Status.WAITING, Bundle.Status.MAKING)


@admin.register(Bundle)
class BundleAdmin(ReadOnlyAdmin):
    list_display = ["event", "status", "asked_by", "asked_at", "finished_at", "size"]
    list_select_related = ["event", "asked_by"]
    list_filter = ["status"]
    fields = ["event", "status", "asked_by", "asked_at", "finished_at", "size", "sha256", "wrong"]

    def get_readonly_fields(self, request: HttpRequest, obj: Bundle | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "wrong"]

    @admin.display(description=_("reason"))
    def wrong(self, bundle: Bundle) -> str:
        return bundle.what_is_wrong

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("event/<int:event_id>/", view(self.of_event), name="teams_bundle_event"),
            path("<int:bundle_id>/download/", view(self.download), name="teams_bundle_download"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Not of an event in which the reader competes, until its results are public."""
        own = seats_before_results(user_of(request))
        return super().get_queryset(request).exclude(event__in=own.values("event"))

    def of_event(self, request: HttpRequest, event_id: int) -> HttpResponse:
        """Where the newest archive stands; the button asks for the next one."""
        event = get_object_or_404(organised_by(user_of(request)), pk=event_id)
        if request.method == "POST":
            with refusal_in_message(request):
                ask_bundle(actor=user_of(request), event=event)
            return redirect("admin:teams_bundle_event", event_id)
        bundles = list(event.bundles.select_related("asked_by")[:5])
        context = {
            **self.admin_site.each_context(request),
            "title": _("All submissions as one archive"),
            "opts": self.opts,
            "event": event,
            "bundles": bundles,
            "is_under_way": any(bundle.status in UNDER_WAY for bundle in bundles),
            "teams": last_versions(event).count(),
            "days": KEPT.days,
            "may_ask": policy.ASK_BUNDLE.allows(request.user, event),
            "bar": policy.ASK_BUNDLE.bar(request.user, event),
        }
        part = "state" if request.headers.get("HX-Request") else "event"
        return render(request, f"admin/teams/bundle/{part}.html", context)

    def download(self, request: HttpRequest, bundle_id: int) -> FileResponse:
        ready = self.get_queryset(request).filter(status=Bundle.Status.READY)
        bundle = get_object_or_404(ready, pk=bundle_id)
        if not file_of(bundle).is_file():
            raise Http404
        response = FileResponse(
            file_of(bundle).open("rb"),
            as_attachment=True,
            filename=bundle.name,
            content_type="application/zip",
        )
        response["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return response
