from django import forms
from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from challenges import policy
from challenges.models import (
    Challenge,
    ChallengeOwner,
    Figure,
    Milestone,
    Partner,
    Prize,
    Quotation,
)
from challenges.services import offer
from challenges.services.questions import add_owner, remove_owner
from hackathon.admin_base import EventScopedAdmin, OrganiserForm


@admin.register(Challenge)
class ChallengeAdmin(EventScopedAdmin, TranslationAdmin):
    operation = policy.EDIT_CHALLENGE
    list_display = ["title", "event", "position"]
    list_select_related = ["event"]
    fields = ["event", "title", "slug", "question", "brief", "position", "submissions_close_at"]

    def save_model(self, request, obj, form, change) -> None:
        """Texts and deadline are two operations; a text that is saved moves no deadline back."""
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        closes_at = changes.pop(offer.DEADLINE, obj.submissions_close_at)
        with transaction.atomic():
            if not change:
                obj.submissions_close_at = None
                super().save_model(request, obj, form, change)
            elif changes:
                challenge = Challenge.objects.get(pk=obj.pk)
                offer.edit_challenge(actor=request.user, challenge=challenge, changes=changes)
            if offer.DEADLINE in form.changed_data:
                offer.reschedule_challenge(actor=request.user, challenge=obj, closes_at=closes_at)


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


class OwnerForm(OrganiserForm):
    email = forms.EmailField(
        label=_("Email address"), help_text=_("Of somebody who has an account on this site.")
    )

    class Meta:
        model = ChallengeOwner
        fields = ["challenge"]


@admin.register(ChallengeOwner)
class ChallengeOwnerAdmin(EventScopedAdmin):
    """Who answers questions about a challenge; by address, like organisers."""

    operation = policy.ADD_OWNER
    event_path = "challenge__event"
    list_display = ["user", "challenge", "event"]
    list_select_related = ["user", "challenge__event"]
    form = OwnerForm
    fields = ["challenge", "email"]

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return obj is None or policy.REMOVE_OWNER.allows(request.user, obj)

    def get_fields(self, request, obj=None):
        return ["challenge", "user"] if obj else self.fields

    def save_model(self, request, obj, form, change) -> None:
        email = form.cleaned_data["email"]
        added = add_owner(actor=request.user, challenge=obj.challenge, email=email)
        obj.pk, obj.user = added.pk, added.user

    def delete_model(self, request, obj) -> None:
        remove_owner(actor=request.user, owner=obj)


class PageAdmin(EventScopedAdmin, TranslationAdmin):
    """A fact of the event's public page."""

    operation = policy.EDIT_PAGE
    list_display = ["__str__", "event", "position"]
    list_select_related = ["event"]


admin.site.register([Partner, Quotation, Figure, Milestone], PageAdmin)
