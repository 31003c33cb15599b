from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from challenges import policy
from challenges.models import Challenge, Figure, Milestone, Partner, Prize, Quotation
from hackathon.admin_base import EventScopedAdmin


@admin.register(Challenge)
class ChallengeAdmin(EventScopedAdmin, TranslationAdmin):
    operation = policy.EDIT_CHALLENGE
    list_display = ["title", "event", "position"]
    list_select_related = ["event"]
    fields = ["event", "title", "slug", "question", "brief", "position"]


@admin.register(Prize)
class PrizeAdmin(EventScopedAdmin, TranslationAdmin):
    operation = policy.EDIT_PRIZE
    event_path = "challenge__event"
    list_display = ["title", "challenge", "rank"]
    list_select_related = ["challenge__event"]
    fields = ["challenge", "title", "reward", "rank"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        field.queryset = field.queryset.select_related("event")
        field.label_from_instance = lambda challenge: f"{challenge} ({challenge.event})"
        return field


class PageAdmin(EventScopedAdmin, TranslationAdmin):
    """A fact of the event's public page."""

    operation = policy.EDIT_PAGE
    list_display = ["__str__", "event", "position"]
    list_select_related = ["event"]


admin.site.register([Partner, Quotation, Figure, Milestone], PageAdmin)
