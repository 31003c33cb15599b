from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from hackathon.admin_base import ReadOnlyAdmin
from teams.admin_coaches import CoachAdmin, HelpRequestAdmin
from teams.downloads import download
from teams.models import Coach, HelpRequest, Member, Submission, Team, Version

admin.site.register(Coach, CoachAdmin)
admin.site.register(HelpRequest, HelpRequestAdmin)


class MemberInline(admin.StackedInline):
    model = Member
    fields = ["user", "is_captain", "joined_at"]
    extra = 0
    view_on_site = False
    can_delete = False

    def has_view_permission(self, request, obj=None) -> bool:
        return True

    def has_add_permission(self, request, obj=None) -> bool:
        return False

    has_change_permission = has_delete_permission = has_add_permission

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")


class VersionInline(MemberInline):
    model = Version
    fields = ["number", "title", "submitted_at", "submitted_by", "sha256"]
    readonly_fields = ["sha256"]
    show_change_link = True

    def get_queryset(self, request):
        return admin.StackedInline.get_queryset(self, request).select_related("submitted_by")


@admin.register(Team)
class TeamAdmin(ReadOnlyAdmin):
    list_display = ["name", "challenge", "event", "created_at"]
    list_select_related = ["challenge", "event"]
    search_fields = ["name"]
    fields = ["event", "challenge", "name", "created_at"]
    inlines = [MemberInline]


@admin.register(Submission)
class SubmissionAdmin(ReadOnlyAdmin):
    event_path = "team__event"
    list_display = ["title", "team", "status", "submitted_at"]
    list_select_related = ["team"]
    list_filter = ["status"]
    search_fields = ["title"]
    inlines = [VersionInline]


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    """What the jury reads of a submission, word for word, with its file."""

    event_path = "submission__team__event"
    list_display = ["title", "team", "number", "submitted_at", "submitted_by"]
    list_select_related = ["submission__team", "submitted_by"]
    search_fields = ["title"]
    ordering = ["-submitted_at"]
    fields = [
        "submission", "number", "submitted_at", "submitted_by", "title", "summary", "description",
        "repository_url", "demo_url", "video_url", "pdf", "sha256",
    ]  # fmt: skip

    @admin.display(description=_("team"))
    def team(self, version: Version) -> str:
        return str(version.submission.team)

    @admin.display(description=_("PDF"))
    def pdf(self, version: Version) -> str:
        if version.attachment is None:
            return ""
        address = reverse("admin:teams_version_file", args=[version.pk])
        return format_html('<a href="{}">{}</a>', address, version.attachment)

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "pdf"]

    def get_urls(self):
        file = self.admin_site.admin_view(self.file)
        own = path("<int:version_id>/file/", file, name="teams_version_file")
        return [own, *super().get_urls()]

    def file(self, request: HttpRequest, version_id: int) -> HttpResponse:
        return download(get_object_or_404(self.get_queryset(request), pk=version_id).attachment)
