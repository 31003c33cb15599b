from django.contrib import admin

from hackathon.admin_base import ReadOnlyAdmin
from teams.models import Member, Submission, Team, Version


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
