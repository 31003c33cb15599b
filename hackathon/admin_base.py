"""What every page of the organisers' workplace shares: one's own events only, services only."""

from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from hackathon.errors import PhaseClosed
from hackathon.fields import WallClockField
from hackathon.models import Event
from hackathon.operations import Operation, seen_at
from hackathon.predicates import event_of
from hackathon.selectors import organised_by
from hackathon.services.events import delete_row, save_row


def organises_any(request: HttpRequest) -> bool:
    """Asked for every model of the index, answered by one query a request."""
    if not hasattr(request, "organises_any"):
        user = request.user
        request.organises_any = user.is_authenticated and organised_by(user).exists()
    return request.organises_any


def own_time(name: str) -> Callable[[Event], str]:
    """A column with one of an event's instants, as its own clocks tell it."""

    @admin.display(description=Event._meta.get_field(name).verbose_name, ordering=name)
    def shown(event: Event) -> str:
        moment = getattr(event, name)
        local = moment and timezone.localtime(moment, event.zone)
        return date_format(local, "DATETIME_FORMAT") if local else ""

    return shown


class OrganiserForm(forms.ModelForm):
    """A row's own form, which can also say what the service refused."""

    request: HttpRequest

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, WallClockField):
                field.kept = getattr(self.instance, name, None)
            if isinstance(field.widget, forms.MultiWidget):
                parts = zip(field.widget.widgets, (_("date"), _("time")), strict=False)
                for widget, part in parts:
                    widget.attrs["aria-label"] = f"{field.label}, {part}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for sentence in getattr(self.request, "refusals", []):
            self.add_error(None, sentence)
        return cleaned


class OwnEventFilter(admin.SimpleListFilter):
    title = _("event")
    parameter_name = "event"

    def lookups(self, request, model_admin):
        return [(event.pk, event.name) for event in organised_by(request.user)]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        if not self.value().isdecimal():
            return queryset.none()
        return queryset.filter(**{self.path: int(self.value())})

    @classmethod
    def along(cls, path: str) -> type["OwnEventFilter"]:
        return type("OwnEventFilter", (cls,), {"path": path})


class OwnRowsFilter(admin.RelatedFieldListFilter):
    """Offers the rows of one's own events; another event's are not named either."""

    def field_choices(self, field, request, model_admin):
        related = model_admin.admin_site.get_model_admin(field.remote_field.model)
        own = {"pk__in": related.get_queryset(request).values("pk")}
        return field.get_choices(include_blank=False, limit_choices_to=own)


class EventScopedAdmin(admin.ModelAdmin):
    """Rows of the events that one organises; without ``operation`` they can only be read.

    ``event_path`` leads from the row to its event. Someone else's row is a 404, like a missing one.
    """

    form = OrganiserForm
    operation: Operation | None = None
    event_path = "event"
    actions = None
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.DateTimeField: {"form_class": WallClockField, "widget": AdminSplitDateTime},
    }
    list_per_page = 100
    show_full_result_count = False

    def get_queryset(self, request):
        path = f"{self.event_path}__organisers__user" if self.event_path else "organisers__user"
        return super().get_queryset(request).filter(**{path: request.user})

    def get_list_filter(self, request):
        scope = [OwnEventFilter.along(self.event_path)] if self.event_path else []
        return [*scope, *super().get_list_filter(request)]

    def lookup_allowed(self, lookup, value, request):
        """Nothing is found through a parameter that the page does not offer."""
        offered = {getattr(part, "parameter_name", part) for part in self.list_filter}
        return lookup == "event" or lookup.removesuffix("__exact") in offered

    def has_module_permission(self, request) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None) -> bool:
        return organises_any(request)

    def has_add_permission(self, request) -> bool:
        return self.operation is not None and self.has_view_permission(request)

    def has_change_permission(self, request, obj=None) -> bool:
        if self.operation is None or not self.has_view_permission(request):
            return False
        # What is sent reaches the service, which refuses in words and loses nothing typed.
        is_sent = request.method == "POST"
        return obj is None or is_sent or self.operation.allows(request.user, obj)

    def has_delete_permission(self, request, obj=None) -> bool:
        return self.has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        """A row stays where it was made: what refers to it belongs to the same event."""
        fixed = [self.event_path.split("__")[0]] if obj and self.event_path else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def view_on_site(self, obj) -> str | None:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """Only what is registered here can be chosen, and only within one's own events."""
        related = self.admin_site.get_model_admin(db_field.remote_field.model)
        kwargs["queryset"] = related.get_queryset(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """A refusal rolls back; the form is shown again with its sentence and what was typed.

        Times are typed and shown in the event's own zone.
        """
        view = super().changeform_view
        with timezone.override(self.zone_of(request, object_id)):
            try:
                response = view(request, object_id, form_url, extra_context)
            except ValidationError as refusal:
                self.keep_refusal(request, object_id, refusal)
                request.refusals = refusal.messages
                response = view(request, object_id, form_url, extra_context)
            return response.render() if hasattr(response, "render") else response

    def keep_refusal(self, request, object_id, refusal: ValidationError) -> None:
        """For floors that keep what was refused; nothing else of the attempt is left."""

    def zone_of(self, request, object_id) -> tzinfo:
        """The zone of the row's event, or of the one that was chosen for a new row."""
        row = self.get_object(request, object_id) if object_id else None
        chosen = request.POST.get("event", "")
        event = event_of(row) if row else None
        if event is None and chosen.isdecimal():
            event = organised_by(request.user).filter(pk=chosen).first()
        return event.zone if event else timezone.get_default_timezone()

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if change and not self.has_change_permission(request, obj):
            self.say_why(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def say_why(self, request, obj) -> None:
        """A form that the phase has closed can be read, and tells which phase that is."""
        event = event_of(obj)
        try:
            if self.operation and event:
                self.operation.check(request.user, obj, event, seen_at(event))
        except PhaseClosed as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.WARNING)

    def delete_view(self, request, object_id, extra_context=None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except ValidationError as refusal:
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
            return redirect("..")

    def save_model(self, request, obj, form, change) -> None:
        save_row(actor=request.user, operation=self.operation, row=obj, fields=form.changed_data)

    def delete_model(self, request, obj) -> None:
        delete_row(actor=request.user, operation=self.operation, row=obj)

    def history_view(self, request, object_id, extra_context=None):
        """The audit log is the history; it has a page of its own."""
        raise Http404

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404

    def log_addition(self, request, obj, message) -> None:
        """The service has written the audit entry."""

    log_change = log_addition

    def log_deletions(self, request, queryset) -> None:
        """Likewise."""


class ReadOnlyAdmin(EventScopedAdmin):
    """Rows to look at."""

    operation = None
    view_on_site = False  # a team's own pages are for its members

    def get_readonly_fields(self, request, obj=None):
        return [field.name for field in self.model._meta.fields]
