from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from hackathon.workplace.base import ReadOnlyAdmin
from teams.submissions.models.submission import Version
from teams.submissions.selectors.checklist import questions_for
from teams.submissions.selectors.submissions import told_answers, version_file_or_404
from teams.submissions.views.downloads import download, list_files
from teams.team.admin.rivals import HidesRivals

LINE = mark_safe("<br>")


@admin.register(Version)
class VersionAdmin(HidesRivals, ReadOnlyAdmin):
    """What the jury reads of a submission, word for word, with its file."""

    event_path = "submission__team__event"
    path_to_team = "submission__team"
    list_display = ["title", "team", "number", "submitted_at", "submitted_by"]
    list_select_related = ["submission__team", "submitted_by"]
    search_fields = ["title"]
    ordering = ["-submitted_at"]
    fields = [
        "submission",
        "number",
        "submitted_at",
        "submitted_by",
        "title",
        "summary",
        "description",
        "repository_url",
        "demo_url",
        "video_url",
        "slides_url",
        "technologies",
        "answers_told",
        "files_listed",
        "origin",
        "in_grace",
        "sha256",
    ]

    @admin.display(description=_("team"))
    def team(self, version: Version) -> str:
        return str(version.submission.team)

    @admin.display(description=_("Files"))
    def files_listed(self, version: Version) -> str:
        files = list_files(version.files, "admin:teams_version_file", version.pk)
        rows = ((file.url, file.name, filesizeformat(file.size)) for file in files)
        return format_html_join(LINE, '<a href="{}">{}</a> ({})', rows)

    @admin.display(description=_("Answers"))
    def answers_told(self, version: Version) -> str:
        told = told_answers(version, questions_for(version.submission.team))
        return format_html_join(LINE, "{}: {}", told)

    def get_readonly_fields(self, request: HttpRequest, obj: Version | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "files_listed", "answers_told"]

    def get_urls(self) -> list[URLPattern]:
        file = self.admin_site.admin_view(self.file)
        own = path("<int:version_id>/files/<int:file_id>/", file, name="teams_version_file")
        return [own, *super().get_urls()]

    def file(self, request: HttpRequest, version_id: int, file_id: int) -> HttpResponseBase:
        version = get_object_or_404(self.get_queryset(request), pk=version_id)
        return download(version_file_or_404(version, file_id))
