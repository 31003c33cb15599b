from django.contrib import admin

from teams.team.models.team import Member


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
