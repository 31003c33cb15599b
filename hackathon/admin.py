from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from hackathon import policy
from hackathon.admin_base import EventScopedAdmin, OrganiserForm, ReadOnlyAdmin, own_time
from hackathon.models import AuditEntry, EmailLog, Event, Organiser
from hackathon.models.event import FileKind, every_kind
from hackathon.operations import registry
from hackathon.predicates import is_event_maker
from hackathon.services import events


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

    class Meta:
        model = Event
        exclude = ["published_at"]


@admin.register(Event)
class EventAdmin(EventScopedAdmin, TranslationAdmin):
    form = EventForm
    operation = policy.EDIT_EVENT
    event_path = ""
    list_display = [
        "name", "phase", own_time("hacking_starts_at"), own_time("submissions_close_at"),
        "time_zone", "is_listed",
    ]  # fmt: skip
    readonly_fields = ["published_at"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "headline", "summary", "story", "place"]}),
        (
            _("Timetable"),
            {
                "fields": [*("time_zone", *events.TIMETABLE), "published_at"],
                "description": _("All times are in the event's own time zone, above."),
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
    def phase(self, event: Event) -> str:
        return event.phase_at(timezone.now()).label

    def has_module_permission(self, request) -> bool:
        return is_event_maker(request.user) or super().has_module_permission(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return is_event_maker(request.user) or super().has_view_permission(request, obj)

    def has_add_permission(self, request) -> bool:
        return is_event_maker(request.user)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def zone_of(self, request, object_id):
        """The zone that was just typed, else the event's, else the site's."""
        typed = Event(time_zone=request.POST.get("time_zone", ""))
        known = self.get_object(request, object_id) if object_id else None
        for event in (typed, known):
            try:
                return event.zone
            except (AttributeError, ValueError, OSError, KeyError):
                continue
        return timezone.get_default_timezone()

    def save_model(self, request, obj, form, change) -> None:
        if not change:
            events.create_event(actor=request.user, event=obj)
            return
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        moved = {name: changes.pop(name) for name in events.DECISIVE if name in changes}
        event = Event.objects.get(pk=obj.pk)
        with transaction.atomic():
            if moved:
                events.reschedule_event(actor=request.user, event=event, changes=moved)
            if changes:
                events.edit_event(actor=request.user, event=event, changes=changes)


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
    email = forms.EmailField(
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

    def has_change_permission(self, request, obj=None) -> bool:
        return obj is not None and policy.TRUST_ORGANISER.allows(request.user, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return obj is None or policy.REMOVE_ORGANISER.allows(request.user, obj)

    def get_fields(self, request, obj=None):
        return ["event", "user", "sees_marks"] if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        return ["event", "user"] if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Who is an organiser already is not asked for an address again."""
        kwargs["form"] = TrustForm if obj else NewOrganiserForm
        return super().get_form(request, obj, change=change, **kwargs)

    def save_model(self, request, obj, form, change) -> None:
        seen = form.cleaned_data["sees_marks"]
        if change:
            events.trust_organiser(actor=request.user, organiser=obj, sees_marks=seen)
            return
        added = events.add_organiser(
            actor=request.user, event=obj.event, email=form.cleaned_data["email"], sees_marks=seen
        )
        obj.pk, obj.user = added.pk, added.user

    def delete_model(self, request, obj) -> None:
        events.remove_organiser(actor=request.user, organiser=obj)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "verb", "actor", "subject_type", "subject_id", "event"]
    list_select_related = ["actor", "subject_type", "event"]
    search_fields = ["verb"]
    ordering = ["-id"]

    def get_queryset(self, request):
        """Until the results are public, who won is in the log for those who see marks alone."""
        telling = [verb for verb, operation in registry.items() if operation.tells_marks]
        trusted = Event.objects.filter(organisers__user=request.user, organisers__sees_marks=True)
        secret = Q(verb__in=telling, event__published_at=None)
        return super().get_queryset(request).exclude(secret & ~Q(event__in=trusted.values("pk")))


@admin.register(EmailLog)
class EmailLogAdmin(ReadOnlyAdmin):
    event_path = "entry__event"
    list_display = ["created_at", "recipient", "template", "status", "sent_at", "error"]
    list_filter = ["status"]
    search_fields = ["recipient"]
    ordering = ["-id"]
    fields = [
        "recipient", "language", "template", "status", "attempts", "created_at", "sent_at", "error",
    ]  # fmt: skip
