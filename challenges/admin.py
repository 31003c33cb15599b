from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext
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
from challenges.selectors import next_rank
from challenges.services import offer
from challenges.services.questions import add_owner, remove_owner
from hackathon.web.forms import AddressField
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import EventScopedAdmin, OrganiserForm

if TYPE_CHECKING:
    from hackathon.kernel.models.event import Event
    from hackathon.kernel.models.user import User


@admin.register(Challenge)
class ChallengeAdmin(EventScopedAdmin, TranslationAdmin):
    operation = policy.EDIT_CHALLENGE
    list_display = ["title", "event", "position"]
    list_select_related = ["event"]
    fields = ["event", "title", "slug", "question", "brief", "position", "submissions_close_at"]
    prepopulated_fields = {"slug": ("title",)}
    why_held = _(
        "Teams have chosen it, questions have been asked about it, or the jury works on it. Move "
        "the teams to another challenge first; what the jury has done stays."
    )

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Challenge | None = None
    ) -> dict[str, Sequence[str]]:
        """An address that people have learned does not follow the title."""
        return super().get_prepopulated_fields(request, obj) if obj is None else {}

    def save_model(self, request: HttpRequest, obj: Challenge, form: Any, change: bool) -> None:
        """Texts and deadline are two operations; a text that is saved moves no deadline back."""
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        closes_at = changes.pop(offer.DEADLINE, obj.submissions_close_at)
        said = {"actor": request.user, "require_current": form.require_current}

        def act() -> None:
            with transaction.atomic():
                if change and changes:
                    challenge = Challenge.objects.get(pk=obj.pk)
                    offer.edit_challenge(challenge=challenge, changes=changes, **said)
                if offer.DEADLINE in form.changed_data:
                    challenge = Challenge.objects.get(pk=obj.pk)
                    offer.reschedule_challenge(challenge=challenge, closes_at=closes_at, **said)

        if change and offer.DEADLINE in form.changed_data:
            self.do_as_shown(request, obj.event, act)
            return
        with transaction.atomic():
            if not change:
                obj.submissions_close_at = None
                super().save_model(request, obj, form, change)
            act()


@admin.register(Prize)
class PrizeAdmin(EventScopedAdmin, TranslationAdmin):
    operation = policy.EDIT_PRIZE
    event_path = "challenge__event"
    list_display = ["title", "challenge", "rank"]
    list_select_related = ["challenge__event"]
    fields = ["challenge", "title", "reward", "rank"]
    why_not_mine = _(
        "From the beginning of judging, prizes are changed by organisers who may know the jury's "
        "marks."
    )
    why_held = _(
        "It has been decided who gets this prize. Take the decision back first: Ranking and "
        "winners."
    )

    def takes_new(self, request: HttpRequest, event: "Event") -> bool:
        """Only where this organiser may: later it depends on who may know the marks."""
        if policy.is_before_judging(request.user, event):
            return True
        return event.sees_marks and policy.EDIT_PRIZE.may(request.user, event)

    def is_held(self, row: Any, reader: "User") -> bool:
        """That a prize has been decided is not for every organiser to know."""
        return policy.EDIT_PRIZE.allows(reader, row) and super().is_held(row, reader)

    def get_form(
        self, request: HttpRequest, obj: Prize | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        if not change and (rank := form.base_fields.get("rank")):
            rank.required, rank.initial = False, None
            rank.help_text = _("Empty: after the others.")
        return form

    def save_model(self, request: HttpRequest, obj: Prize, form: Any, change: bool) -> None:
        if obj.rank is None:
            obj.rank = next_rank(obj.challenge)
        super().save_model(request, obj, form, change)

    def tell_consequences(self, request: HttpRequest, obj: Prize) -> list[str]:
        return [gettext("It is a prize of the challenge “%s”.") % obj.challenge]


class OwnerForm(OrganiserForm):
    email = AddressField(
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

    def has_change_permission(
        self, request: HttpRequest, obj: ChallengeOwner | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: ChallengeOwner | None = None
    ) -> bool:
        return obj is None or policy.REMOVE_OWNER.allows(request.user, obj)

    def get_fields(self, request: HttpRequest, obj: ChallengeOwner | None = None) -> Any:
        return ["challenge", "user"] if obj else self.fields

    def save_model(
        self, request: HttpRequest, obj: ChallengeOwner, form: Any, change: bool
    ) -> None:
        email = form.cleaned_data["email"]
        added = add_owner(actor=user_of(request), challenge=obj.challenge, email=email)
        obj.pk, obj.user = added.pk, added.user

    def delete_model(self, request: HttpRequest, obj: ChallengeOwner) -> None:
        remove_owner(actor=user_of(request), owner=obj)


class PageAdmin(EventScopedAdmin, TranslationAdmin):
    """A fact of the event's public page."""

    operation = policy.EDIT_PAGE
    list_display = ["__str__", "event", "position"]
    list_select_related = ["event"]


admin.site.register([Partner, Quotation, Figure, Milestone], PageAdmin)
