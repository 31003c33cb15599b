from collections.abc import Sequence
from copy import deepcopy
from datetime import tzinfo
from itertools import pairwise
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from hackathon.events import policy, services
from hackathon.events.selectors import organised_by
from hackathon.kernel.log_words import verbs_said, words_for
from hackathon.kernel.models.audit import AuditEntry
from hackathon.kernel.models.event import Event, FileKind, Organiser, every_kind
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import is_event_maker
from hackathon.kernel.texts import StrOrPromise
from hackathon.web.forms import AddressField, PlainField
from hackathon.web.signed_in import user_of
from hackathon.workplace.base import (
    EventScopedAdmin,
    OrganiserForm,
    ReadOnlyAdmin,
    own_events,
    own_time,
    without_what_tells_marks,
)

TIMETABLE = (
    "registration_opens_at",
    "hacking_starts_at",
    "submissions_close_at",
    "judging_closes_at",
)


FIRST_ASKED: Any = [
    (
        None,
        {
            "fields": ["name", "slug", "language"],
            "description": _(
                "Only what an event cannot be without. Nobody sees it before you make it visible, "
                "and everything can be changed in its settings."
            ),
        },
    ),
    (
        _("Timetable"),
        {
            "fields": ["time_zone", *services.TIMETABLE],
            "description": _("All times are in the event's own time zone, the first field here."),
        },
    ),
    (
        _("Signing in"),
        {
            "fields": ["organisers_need_second_factor"],
            "description": _(
                "If you have no second factor yet, you set one up right after you save."
            ),
        },
    ),
]


class EventForm(OrganiserForm):
    """Times are typed and shown in the event's own zone, also when the zone changes with them."""

    file_kinds = forms.MultipleChoiceField(
        label=_("Kinds of files"),
        choices=FileKind.choices,
        initial=every_kind,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What a file is, its content decides. Tick none to take no files."),
    )

    reason = PlainField(
        label=_("Why the event goes back to an earlier phase"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Only needed where a time moves so that the event returns to an earlier phase. The "
            "judges read these words in a mail."
        ),
    )

    class Meta:
        model = Event
        exclude = ["published_at"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for before, after in pairwise(TIMETABLE):
            first, then = cleaned.get(before), cleaned.get(after)
            if first and then and then <= first:
                said = _("This must be after the time of “%(before)s”.")
                self.add_error(after, said % {"before": self.fields[before].label})
        return cleaned

    def page_zone(self) -> tzinfo:
        """The zone that the page showed its times in; another may have been typed since."""
        try:
            return Event(time_zone=self.read_shown("time_zone")).zone
        except (AttributeError, ValueError, OSError, KeyError, TypeError):
            return super().page_zone()


@admin.register(Event)
class EventAdmin(EventScopedAdmin, TranslationAdmin):
    form = EventForm
    operation = policy.EDIT_EVENT
    event_path = ""
    list_display = [
        "name",
        "phase",
        own_time("hacking_starts_at"),
        own_time("submissions_close_at"),
        "time_zone",
        "is_listed",
    ]
    readonly_fields = ["published_at"]
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = [
        (None, {"fields": ["name", "slug", "headline", "summary", "story", "place", "language"]}),
        (
            _("Timetable"),
            {
                "fields": [*("time_zone", *services.TIMETABLE), "published_at", "reason"],
                "description": _(
                    "All times are in the event's own time zone, the first field here."
                ),
            },
        ),
        (
            _("Taking part"),
            {
                "fields": [
                    "needs_approval",
                    "needs_code",
                    "capacity",
                    "confirm_days",
                    "registration_closes_at",
                ]
            },
        ),
        (_("Deadline"), {"fields": ["grace_minutes", "last_draft_counts"]}),
        (_("Teams"), {"fields": ["min_team_size", "max_team_size", "team_changes_close_at"]}),
        (_("Files"), {"fields": ["file_kinds", "max_file_mb", "max_total_mb"]}),
        (
            _("Signing in"),
            {"fields": ["organisers_need_second_factor", "judges_need_second_factor"]},
        ),
        (_("Public page"), {"fields": ["is_listed", "accent", "contact_email"]}),
    ]

    @admin.display(description=_("phase"))
    def phase(self, event: Event) -> StrOrPromise:
        return event.phase_at(timezone.now()).label

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_event_maker(request.user) or super().has_module_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return is_event_maker(request.user) or super().has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_event_maker(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> Any:
        """What the results page rests on can be read once they are public, and no longer typed.

        What was sent all the same reaches the service, which refuses in words.
        """
        is_open = obj is None or not obj.published_at or "slug" in request.POST
        fixed = () if is_open else (*services.STANDING, *services.DECISIVE)
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new event speaks first the language in which it is made."""
        return {"language": get_language(), **super().get_changeform_initial_data(request)}

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> Any:
        """A new event is asked for what it cannot be without; the rest stands in its settings."""
        if obj is not None:
            return super().get_fieldsets(request, obj)
        return self._patch_fieldsets(deepcopy(FIRST_ASKED))  # each text in every language

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Event | None = None
    ) -> dict[str, Sequence[str]]:
        """An address that people have learned does not follow the name."""
        return super().get_prepopulated_fields(request, obj) if obj is None else {}

    def response_post_save_add(self, request: HttpRequest, obj: Event) -> HttpResponseRedirect:
        """To its card, which says what comes next."""
        return redirect("admin:index")

    def zone_of(self, request: HttpRequest, object_id: str | None) -> tzinfo:
        """The zone that was just typed, else the event's, else the site's."""
        typed = Event(time_zone=request.POST.get("time_zone", ""))
        known = self.get_object(request, object_id) if object_id else None
        for event in (typed, known):
            try:
                if event:
                    return event.zone
            except (AttributeError, ValueError, OSError, KeyError):
                continue
        return timezone.get_default_timezone()

    def save_model(self, request: HttpRequest, obj: Event, form: Any, change: bool) -> None:
        if not change:
            services.create_event(actor=user_of(request), event=obj)
            return
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        reason = changes.pop("reason", "")
        moved = {name: changes.pop(name) for name in services.DECISIVE if name in changes}
        said = {"actor": request.user, "require_current": form.require_current}

        def act() -> None:
            event = Event.objects.get(pk=obj.pk)
            with transaction.atomic():
                if moved:
                    services.reschedule_event(event=event, changes=moved, reason=reason, **said)
                if changes:
                    services.edit_event(event=event, changes=changes, **said)

        event = Event.objects.get(pk=obj.pk)
        if moved and event.phase_at(timezone.now()) != Phase.DRAFT:
            self.do_as_shown(request, event, act)
        else:
            act()


class TrustForm(OrganiserForm):
    class Meta:
        model = Organiser
        fields = ["event", "sees_marks"]

    def clean_sees_marks(self) -> bool:
        """Nobody gives away what they do not have."""
        event = self.instance.event if self.instance.pk else self.cleaned_data.get("event")
        wanted = self.cleaned_data["sees_marks"]
        if wanted and event and not policy.TRUST_ORGANISER.may(self.request.user, event):
            raise forms.ValidationError(
                _("Only somebody who sees the jury's marks can let others see them.")
            )
        return wanted


class NewOrganiserForm(TrustForm):
    email = AddressField(
        label=_("Email address"), help_text=_("Of somebody who has an account on this site.")
    )


@admin.register(Organiser)
class OrganiserAdmin(EventScopedAdmin):
    operation = policy.ADD_ORGANISER
    list_display = ["user", "address", "event", "sees_marks"]
    list_select_related = ["user", "event"]
    form = NewOrganiserForm
    fields = ["event", "email", "sees_marks"]

    @admin.display(description=_("email address"))
    def address(self, organiser: Organiser) -> str:
        return organiser.user.email

    def has_change_permission(self, request: HttpRequest, obj: Organiser | None = None) -> bool:
        return obj is not None and policy.TRUST_ORGANISER.allows(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Organiser | None = None) -> bool:
        return obj is None or policy.REMOVE_ORGANISER.allows(request.user, obj)

    def get_fields(self, request: HttpRequest, obj: Organiser | None = None) -> Any:
        if obj:
            return ["event", "user", "sees_marks"]
        own, is_sent = own_events(request), "sees_marks" in request.POST
        may_trust = any(policy.TRUST_ORGANISER.may(request.user, event) for event in own)
        return self.fields if may_trust or is_sent else ["event", "email"]

    def get_readonly_fields(self, request: HttpRequest, obj: Organiser | None = None) -> Any:
        return ["event", "user"] if obj else []

    def get_form(
        self,
        request: HttpRequest,
        obj: Organiser | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Who is an organiser already is not asked for an address again."""
        kwargs["form"] = TrustForm if obj else NewOrganiserForm
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Organiser, form: Any, change: bool) -> None:
        seen = form.cleaned_data.get("sees_marks", False)
        if change:
            services.trust_organiser(
                actor=user_of(request),
                organiser=obj,
                sees_marks=seen,
                require_current=form.require_current,
            )
            return
        added = services.add_organiser(
            actor=user_of(request),
            event=obj.event,
            email=form.cleaned_data["email"],
            sees_marks=seen,
        )
        obj.pk, obj.user = added.pk, added.user

    def delete_model(self, request: HttpRequest, obj: Organiser) -> None:
        services.remove_organiser(actor=user_of(request), organiser=obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """Whoever has removed themselves has no list to go back to."""
        response = super().response_delete(request, obj_display, obj_id)
        return response if organised_by(user_of(request)).exists() else redirect("hackathon:me")


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "done", "actor", "about", "event"]
    list_select_related = ["actor", "subject_type", "event"]
    fields = ["at", "done", "actor", "event", "about", "data"]
    readonly_fields = ["done", "about"]
    search_fields = ["actor__name"]
    search_help_text = _("Words of what happened, or the name of who did it.")
    ordering = ["-id"]

    @admin.display(description=_("what happened"), ordering="verb")
    def done(self, entry: AuditEntry) -> str:
        return words_for(entry.verb)

    @admin.display(description=_("about"))
    def about(self, entry: AuditEntry) -> str:
        return f"{entry.subject_type.name} {entry.subject_id}"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> Any:
        """By what the page says, in the reader's language, not by the verbs behind it."""
        found, is_double = super().get_search_results(request, queryset, search_term)
        said = queryset.filter(verb__in=verbs_said(search_term)) if search_term else found
        return found | said, is_double

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Until the results are public, who won is in the log for those who may know it alone."""
        return without_what_tells_marks(request, super().get_queryset(request))
