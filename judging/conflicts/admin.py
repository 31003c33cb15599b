"""The register of conflicts of interest, for organisers."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from hackathon.events.selectors import organised_by
from hackathon.web.exports import download
from hackathon.web.signed_in import SignedInRequest, user_of
from hackathon.workplace.base import ReadOnlyAdmin
from judging.conflicts.models import Conflict
from judging.conflicts.selectors import register
from judging.conflicts.selectors.register import tied_teams
from judging.seats.views import ruling


@admin.register(Conflict)
class ConflictAdmin(ReadOnlyAdmin):
    event_path = "judge__event"
    list_display = ["judge", "team", "state", "kind", "origin", "sign", "declared_at"]
    list_select_related = ["judge", "team"]
    list_filter = ["state", "origin"]
    actions = ["export_selected"]
    change_list_template = "admin/judging/conflict/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """As in the register: of a team that the reader is tied to, only their own rows."""
        others = Q(team__in=tied_teams(user_of(request))) & ~Q(judge__user=user_of(request))
        return super().get_queryset(request).exclude(others)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.register)
        return [
            path("register/<int:event_id>/", view, name="judging_conflict_register"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        events = {"own_events": list(organised_by(user_of(request)))}
        return super().changelist_view(request, {**events, **(extra_context or {})})

    @admin.action(description=_("Download the selected rows"))
    def export_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        chosen = rows.values("pk")
        events = organised_by(user_of(request))
        found = [
            row
            for event in events
            for row in register.register_of(event.challenges.all(), user_of(request)).filter(
                pk__in=chosen
            )
        ]
        return download("conflicts", register.COLUMNS, register.lines(register.with_cards(found)))

    def register(self, request: SignedInRequest, event_id: int) -> HttpResponse:
        event = get_object_or_404(organised_by(user_of(request)), pk=event_id)
        page = ruling.register_page(request, event, event.challenges.all())
        if request.GET.get("as") == "file":
            return download("conflicts", register.COLUMNS, register.lines(page.context["rows"]))
        if page.said:
            self.message_user(request, page.said)
            return redirect("admin:judging_conflict_register", event_id)
        frame = {**self.admin_site.each_context(request), "title": _("Register of conflicts")}
        context = {**frame, "opts": self.opts, "event": event, **page.context}
        return render(request, "admin/judging/conflict/register.html", context)
