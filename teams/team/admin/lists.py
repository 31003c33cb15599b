"""What an organiser takes along: the chosen rows as a workbook."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hackathon.web.exports import download

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event


def local(moment: datetime | None, event: "Event") -> str:
    if moment is None:
        return ""
    return date_format(timezone.localtime(moment, event.zone), "SHORT_DATETIME_FORMAT")


@admin.action(description=_("Download as a workbook"))
def download_participants(
    modeladmin: Any, request: HttpRequest, rows: QuerySet[Any]
) -> HttpResponse:
    columns = [
        _("event"),
        _("name"),
        _("email address"),
        _("state"),
        _("registered"),
        _("team"),
        _("arrived"),
        _("skills"),
        _("languages"),
        _("note, for organisers only"),
    ]
    lines = (
        [
            row.event,
            row.user.name,
            row.user.email,
            row.get_status_display(),
            local(row.applied_at, row.event),
            modeladmin.team(row),
            local(row.arrived_at, row.event),
            ", ".join(row.skills),
            ", ".join(row.languages),
            row.note,
        ]
        for row in rows
    )
    return download("participants", columns, lines)


@admin.action(description=_("Download as a workbook"))
def download_teams(modeladmin: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
    columns = [_("event"), _("team"), _("challenge"), _("captain"), _("members"), _("closed")]
    teams = rows.select_related("event", "challenge").prefetch_related("members__user")
    lines = (
        [
            team.event,
            team.name,
            team.challenge,
            modeladmin.captain(team),
            "; ".join(f"{seat.user} <{seat.user.email}>" for seat in team.members.all()),
            local(team.closed_at, team.event),
        ]
        for team in teams
    )
    return download("teams", columns, lines)
