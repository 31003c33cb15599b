"""What the organiser asks of the teams in their submissions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from modeltranslation.admin import TranslationAdmin

from hackathon.web.signed_in import user_of
from hackathon.workplace.base import EventScopedAdmin
from teams.submissions import policy
from teams.submissions.models.question import ProjectQuestion
from teams.submissions.services.project_form import delete_question, save_question


@admin.register(ProjectQuestion)
class ProjectQuestionAdmin(EventScopedAdmin, TranslationAdmin):
    operation = policy.EDIT_PROJECT_FORM
    list_display = ["label", "kind", "challenge", "is_required", "is_public", "position", "event"]
    list_select_related = ["event", "challenge"]
    fields = [
        "event",
        "challenge",
        "position",
        "label",
        "help",
        "kind",
        "options",
        "is_required",
        "is_public",
    ]

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Every kind but files: those have a place of their own."""
        if db_field.name == "kind":
            kinds = ProjectQuestion.Kind.choices
            kwargs["choices"] = [kind for kind in kinds if kind[0] != ProjectQuestion.Kind.FILE]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: ProjectQuestion, form: Any, change: bool
    ) -> None:
        saved = save_question(
            actor=user_of(request),
            question=obj,
            fields=form.changed_data if change else None,
            require_current=form.require_current,
        )
        obj.pk = saved.pk

    def delete_model(self, request: HttpRequest, obj: ProjectQuestion) -> None:
        delete_question(actor=user_of(request), question=obj)
