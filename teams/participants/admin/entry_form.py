"""What the organiser asks of people who want to take part."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin

from hackathon.web.signed_in import user_of
from hackathon.workplace.base import EventScopedAdmin
from teams.participants import policy
from teams.participants.models.form import ConsentText, EntryQuestion
from teams.participants.models.participant import AdmissionCode
from teams.participants.services.admission import publish_consent, save_code


@admin.register(EntryQuestion)
class EntryQuestionAdmin(EventScopedAdmin, TranslationAdmin):
    operation = policy.EDIT_ENTRY_FORM
    list_display = ["label", "kind", "is_required", "position", "event"]
    list_select_related = ["event"]
    fields = [
        "event",
        "position",
        "label",
        "help",
        "kind",
        "options",
        "is_required",
        "shown_if",
        "shown_if_answer",
    ]

    def tell_consequences(self, request: HttpRequest, obj: EntryQuestion) -> list[str]:
        answers = obj.answers.count()
        if not answers:
            return []
        return [
            ngettext(
                "%(n)d person has answered it. The answer is deleted, too.",
                "%(n)d people have answered it. Their answers are deleted, too.",
                answers,
            )
            % {"n": answers}
        ]


@admin.register(AdmissionCode)
class AdmissionCodeAdmin(EventScopedAdmin):
    operation = policy.EDIT_CODES
    list_display = ["code", "label", "uses", "uses_left", "expires_at", "event"]
    list_select_related = ["event"]
    fields = ["event", "code", "label", "uses", "uses_left", "expires_at"]
    readonly_fields = ["uses_left"]

    def save_model(self, request: HttpRequest, obj: AdmissionCode, form: Any, change: bool) -> None:
        saved = save_code(
            actor=user_of(request),
            code=obj,
            fields=form.changed_data if change else None,
            require_current=form.require_current,
        )
        obj.pk = saved.pk


@admin.register(ConsentText)
class ConsentTextAdmin(EventScopedAdmin, TranslationAdmin):
    """Texts are written once; writing one of the same kind again makes the next version."""

    operation = policy.PUBLISH_CONSENT
    list_display = ["__str__", "sentence", "is_required", "published_at", "people", "event"]
    list_select_related = ["event"]
    list_filter = ["kind"]
    fields = ["event", "kind", "sentence", "text", "is_required"]

    @admin.display(description=_("agreements"))
    def people(self, text: ConsentText) -> int:
        return text.acceptances.count()

    def has_change_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ConsentText, form: Any, change: bool) -> None:
        publish_consent(actor=user_of(request), event=obj.event, text=obj)
