"""What every page of the organisers' workplace shares: one's own events only, services only."""

from collections.abc import Callable, Iterator
from datetime import tzinfo
from typing import Any, NoReturn
from urllib.parse import parse_qs

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import models
from django.db.models import QuerySet
from django.db.models.deletion import Collector, ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.manager import get_translatable_fields_for_model
from modeltranslation.utils import build_localized_fieldname

from hackathon.events.selectors import organised_by
from hackathon.events.services import delete_row, save_row
from hackathon.kernel.columns import column_of
from hackathon.kernel.consequences import Act
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.models.audit import AuditEntry
from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User
from hackathon.kernel.operations import (
    Operation,
    database_clock,
    registry,
    seen_at,
)
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import event_of, knows_marks
from hackathon.kernel.sections import READ_ONLY, compose_sections
from hackathon.kernel.texts import StrOrPromise
from hackathon.web.fields import WallClockField
from hackathon.web.forms import NATIVE, text_to_see
from hackathon.web.once import once_a_request
from hackathon.web.refused_fields import field_refused
from hackathon.web.revised_forms import RevisedForm
from hackathon.web.signed_in import user_of
from hackathon.web.site_paths import path_inside
from hackathon.workplace.acting import Step, take_step


def language_chosen(request: HttpRequest) -> str:
    """What somebody chose beside a button that invites; empty if nothing was to be chosen.

    Raises StateConflict for a language that the site does not speak.
    """
    chosen = request.POST.get("language", "")
    if chosen and chosen not in dict(settings.LANGUAGES):
        raise StateConflict(
            gettext("This site does not speak the language that was chosen. Nobody was invited.")
        )
    return chosen


# How Django's own filters write their parameters, after the name of the field.
ENDS_OF_A_FILTER = {"", "exact", "id__exact", "isnull", "isempty", "gte", "lt"}


def event_named(request: HttpRequest) -> str:
    """The number of the event for which a form was opened: by a link that names it, or from a list
    that was filtered by it. Empty if there is none."""
    filters = parse_qs(request.GET.get("_changelist_filters", ""))
    asked = request.GET.get("event") or filters.get("event", [""])[0]
    return asked if asked.isdecimal() else ""


NOT_A_SHORT_NAME = _(
    "A short name has letters without accents, digits and hyphens only, for example "
    "“smart-mobility”."
)


def organises_any(request: HttpRequest) -> bool:
    """Asked for every model of the index."""
    return request.user.is_authenticated and bool(own_events(request))


def own_events(request: HttpRequest) -> list[Event]:
    """The events that one organises, read once a request."""
    return once_a_request(request, "own_events", lambda: list(organised_by(user_of(request))))


def timed_events(request: HttpRequest) -> list[Event]:
    """The same with one instant of the database for all, so that each tells its phase."""
    return once_a_request(request, "timed_events", lambda: at_one_instant(own_events(request)))


def at_one_instant(events: list[Event]) -> list[Event]:
    now = database_clock()
    for event in events:
        event.seen_at = now
    return events


def bar_in(request: HttpRequest, operation: Operation, event: Event) -> str:
    """What keeps one from deciding about the contest of the event, asked once a request."""
    bars: dict[int, str] = once_a_request(request, "bars", dict)
    if event.pk not in bars:
        bars[event.pk] = operation.bar(request.user, event)
    return bars[event.pk]


def own_time(name: str) -> Callable[[Event], str]:
    """A column with one of an event's instants, as its own clocks tell it."""

    @admin.display(description=column_of(Event, name).verbose_name, ordering=name)
    def shown(event: Event) -> str:
        moment = getattr(event, name)
        local = moment and timezone.localtime(moment, event.zone)
        return date_format(local, "DATETIME_FORMAT") if local else ""

    return shown


def came_from(request: HttpRequest) -> HttpResponseRedirect | None:
    """Back to the page that named itself in the address of the form which it leads to."""
    path = path_inside(request.GET.get(REDIRECT_FIELD_NAME, ""))
    return redirect(path) if path else None


def without_what_tells_marks(
    request: HttpRequest, rows: models.QuerySet, path: str = ""
) -> models.QuerySet:
    """Rows of an event, each with the verb of an operation: those that tell how marks stand are
    there for who may know them, until the results are public. ``path`` leads to event and verb."""
    return rows.exclude(what_tells_marks(request, path))


def what_tells_marks(request: HttpRequest, path: str = "") -> models.Q:
    """What such rows are left out by."""
    telling = [verb for verb, operation in registry.items() if operation.tells_marks]
    entries = AuditEntry.objects.filter(verb__in=telling, event__published_at=None)
    there = set(entries.values_list("event", flat=True).distinct())  # else there is nothing to ask
    events = [event for event in own_events(request) if event.pk in there]
    known = [event.pk for event in events if knows_marks(request.user, event)]
    secret = models.Q(**{f"{path}verb__in": telling, f"{path}event__published_at": None})
    return secret & ~models.Q(**{f"{path}event__in": known})


def tell_asked_no_more(page: admin.ModelAdmin, request: HttpRequest, asked: Any) -> None:
    """Who was invited at another address than the one that was just written down."""
    sentence = _(
        "The address is another one now, so the invitation to the old one has ended. Nobody has "
        "been written to at %(address)s: invite %(person)s again."
    )
    words = sentence % {"address": asked.email or "–", "person": asked}
    page.message_user(request, words, messages.WARNING)


class ShownFirst(Exception):
    """What a form would do is shown before it is done."""

    def __init__(self, step: Step) -> None:
        super().__init__()
        self.step = step


def in_its_language(label: Any) -> Any:
    """Of a text that is there in each language: the language by its own name, not by its code."""
    words, _mark, code = str(label or "").partition(" [")
    own = NATIVE.get(code.removesuffix("]"))
    return f"{words} ({own})" if own else label


IN_ANY_LANGUAGE = _("Write this in at least one language.")


def texts_to_write(form: forms.ModelForm) -> list[list[str]]:
    """The fields of each text that cannot be left out, one for each language.

    Any one of them is enough: readers of the other languages read that one until theirs is written.
    """
    groups = []
    for text in get_translatable_fields_for_model(form._meta.model) or ():
        names = [build_localized_fieldname(text, code) for code in NATIVE]
        names = [name for name in names if name in form.fields]
        if any(form.fields[name].required for name in names):
            groups.append(names)
            form.fields[names[0]].help_text = form.fields[names[0]].help_text or IN_ANY_LANGUAGE
        for name in names:
            form.fields[name].required = False
    return groups


def is_of_event(model: type[models.Model]) -> bool:
    """Whether each row of the model belongs to one event."""
    return any(field.name == "event" for field in model._meta.fields)


class OrganiserForm(RevisedForm, forms.ModelForm):
    """A row's own form, which can also say what the service refused."""

    request: HttpRequest

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.revised_row = self.instance if self.instance.pk else None
        self.reader = self.request.user
        self.in_any_language = texts_to_write(self)
        for name, field in self.fields.items():
            if isinstance(field, WallClockField):
                field.kept = getattr(self.instance, name, None)
            if isinstance(field.widget, forms.MultiWidget):
                parts = zip(field.widget.widgets, (_("date"), _("time")), strict=False)
                for widget, part in parts:
                    widget.attrs["aria-label"] = f"{field.label}, {part}"
            field.label = in_its_language(field.label)
        self.offer_rows_of_the_event()
        self.carry_values()

    def offer_rows_of_the_event(self) -> None:
        """A row refers to rows of its own event alone.

        Of a new row, what was chosen from another event stays: a sentence tells what is wrong.
        """
        event = event_of(self.instance) if self.instance.pk else self.chosen_event()
        fields: dict[str, Any] = self.fields
        for name, field in fields.items():
            rows = getattr(field, "queryset", None)
            if event and rows is not None and is_of_event(rows.model):
                chosen = [] if self.instance.pk else self.chosen_keys(name)
                field.queryset = rows.filter(models.Q(event=event) | models.Q(pk__in=chosen))

    def chosen_event(self) -> Event | None:
        """The event that a new row is to belong to, once it is known."""
        typed = self.data.get(self.add_prefix("event")) or self.initial.get("event")
        known = {str(event.pk): event for event in own_events(self.request)}
        return known.get(str(typed))

    def chosen_keys(self, name: str) -> list[str]:
        """The rows that were chosen in this field of the form that was sent."""
        if not self.is_bound:
            return []
        return [key for key in self.data.getlist(self.add_prefix(name)) if key.isdecimal()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = text_to_see(value, self.fields[name].widget)
                if value and not cleaned[name] and self.fields[name].required:
                    self.add_error(name, self.fields[name].error_messages["required"])
        for names in self.in_any_language:
            if not any(cleaned.get(name) or name in self.errors for name in names):
                self.add_error(names[0], IN_ANY_LANGUAGE)
        if refusal := getattr(self.request, "refusal", None):
            self.add_error(None, refusal)
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """What was refused without a field stands beside the one that it is about."""
        if field is not None:
            super().add_error(field, error)
            return
        refusal = error if isinstance(error, ValidationError) else ValidationError(error)
        parts = getattr(refusal, "error_dict", None) or {NON_FIELD_ERRORS: refusal.error_list}
        for name, found in parts.items():
            for one in found:
                super().add_error(name if name in self.fields else field_refused(self, one), one)


class ByNumberFilter(admin.SimpleListFilter):
    """Rows that belong to one other row, chosen by its number; ``path`` leads there."""

    path = ""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = str(self.value() or "")  # counting asks with the numbers themselves
        if not chosen:
            return queryset
        if not chosen.isdecimal():
            return queryset.none()
        return queryset.filter(**{self.path: int(chosen)})


class OwnEventFilter(ByNumberFilter):
    title = _("event")
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [(event.pk, event.name) for event in organised_by(user_of(request))]

    @classmethod
    def along(cls, path: str) -> type["OwnEventFilter"]:
        return type("OwnEventFilter", (cls,), {"path": path})


class OwnRowsFilter(admin.RelatedFieldListFilter):
    """Offers the rows of one's own events; another event's are not named either."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
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
    why_not_mine: StrOrPromise = ""  # a sentence for organisers who may not carry the operation out
    # what may hold a row so that it cannot be deleted, and what to do instead
    why_held: StrOrPromise = ""
    actions: Any = None
    timed_actions: dict[str, Operation] = {}  # an action, and the operation that it begins
    formfield_overrides = {
        models.URLField: {"assume_scheme": "https"},
        models.SlugField: {"error_messages": {"invalid": NOT_A_SHORT_NAME}},
        models.DateTimeField: {"form_class": WallClockField, "widget": AdminSplitDateTime},
    }
    list_per_page = 100
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """One's own rows, in an order: what completes a name is asked for page by page, too."""
        path = f"{self.event_path}__organisers__user" if self.event_path else "organisers__user"
        rows = super().get_queryset(request).filter(**{path: request.user})
        # Said aloud, because rows that are counted in groups lose the model's own order.
        return rows if rows.query.order_by else rows.order_by(*(self.opts.ordering or ["pk"]))

    def get_list_filter(self, request: HttpRequest) -> Any:
        scope = [OwnEventFilter.along(self.event_path)] if self.event_path else []
        return [*scope, *super().get_list_filter(request)]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """An empty name of a field, which an address may hold, is none."""
        return super().get_object(request, object_id, from_field or None)

    def lookup_allowed(self, lookup: Any, value: Any, request: HttpRequest) -> bool:
        """Nothing is found through a parameter that the page does not offer."""
        parts = [part[0] if isinstance(part, tuple) else part for part in self.list_filter]
        offered = {getattr(part, "parameter_name", part) for part in parts}
        asked = lookup.partition("__")
        return lookup == "event" or (asked[0] in offered and asked[2] in ENDS_OF_A_FILTER)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return organises_any(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """While one of one's own events takes such a row. What is sent reaches the service."""
        if self.operation is None or not self.has_view_permission(request):
            return False
        if request.method == "POST":
            return True
        events = self.each_event_for(request, self.operation)
        return any(self.takes_new(request, event) for event in events)

    def takes_new(self, request: HttpRequest, event: Event) -> bool:
        """Whether this organiser may make such a row in the event, where it is the time for it."""
        return True

    def events_for(self, request: HttpRequest, operation: Operation) -> list[Event]:
        """One's own events in which it is the time for this, and nothing keeps one from it."""
        return list(self.each_event_for(request, operation))

    def each_event_for(self, request: HttpRequest, operation: Operation) -> Iterator[Event]:
        """One after the other: whoever needs only one asks about no more."""
        for event in timed_events(request):
            if not operation.open_now(event):
                continue
            if not operation.over_teams or not bar_in(request, operation, event):
                yield event

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list is called what it lists; the language of its page is no filter of it."""
        if "language" in request.GET:
            asked: Any = request.GET.copy()
            del asked["language"]
            request.GET = asked
        own = {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        return super().changelist_view(request, own)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Without those for which it is not the time; what is sent reaches the service."""
        actions = super().get_actions(request)
        if request.method == "POST":
            return actions
        for name, operation in self.timed_actions.items():
            if not any(self.each_event_for(request, operation)):
                actions.pop(name, None)
        return actions

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if self.operation is None or not self.has_view_permission(request):
            return False
        # What is sent reaches the service, which refuses in words and loses nothing typed.
        is_sent = request.method == "POST"
        return obj is None or is_sent or self.operation.allows(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A row stays where it was made: what refers to it belongs to the same event."""
        fixed = [self.event_path.split("__")[0]] if obj and self.event_path else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def view_on_site(self, obj: Any) -> str | None:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only what is registered here can be chosen, and only within one's own events.

        Rows of several events are named with their event.
        """
        model = db_field.remote_field.model
        rows = self.admin_site.get_model_admin(model).get_queryset(request)
        kwargs["queryset"] = rows.select_related("event") if is_of_event(model) else rows
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if is_of_event(model) and len(own_events(request)) > 1:
            field.label_from_instance = lambda row: f"{row} ({row.event})"
        return field

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new row belongs to the event by which the list was filtered that led here, and comes
        after those that are there."""
        initial: dict[str, Any] = dict(super().get_changeform_initial_data(request))
        if event := event_named(request):
            initial = {"event": event, **initial}
        names = {field.name for field in self.opts.fields}
        if {"event", "position"} <= names and "position" not in initial:
            rows = self.get_queryset(request)
            own = rows.filter(event=event) if event else rows
            initial["position"] = (own.aggregate(last=models.Max("position"))["last"] or 0) + 1
        return initial

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A refusal rolls back; the form is shown again with its sentence and what was typed.

        Times are typed and shown in the event's own zone.
        """
        view = super().changeform_view
        with timezone.override(self.zone_of(request, object_id)):
            try:
                response = view(request, object_id, form_url, extra_context)
            except ShownFirst as shown:
                vars(request)["step"] = shown.step
                vars(request)["refusal"] = ValidationError(
                    _("Nothing is saved yet. Read what this does; then save it, as shown.")
                )
                response = view(request, object_id, form_url, extra_context)
            except ValidationError as refusal:
                self.keep_refusal(request, object_id, refusal)
                vars(request)["refusal"] = refusal
                response = view(request, object_id, form_url, extra_context)
            return response.render() if hasattr(response, "render") else response

    def do_as_shown(self, request: HttpRequest, event: Event, act: Act) -> Any:
        """For what touches more than its own row: told first, done with the second press."""
        step = take_step(request, event, act)
        if not step.is_done:
            raise ShownFirst(step)
        return step.result

    def keep_refusal(
        self, request: HttpRequest, object_id: str | None, refusal: ValidationError
    ) -> None:
        """For floors that keep what was refused; nothing else of the attempt is left."""

    def zone_of(self, request: HttpRequest, object_id: str | None) -> tzinfo:
        """The zone of the row's event, or of the one that was chosen for a new row."""
        row = self.get_object(request, object_id) if object_id else None
        chosen = request.POST.get("event", "")
        event = event_of(row) if row else None
        if event is None and chosen.isdecimal():
            event = organised_by(user_of(request)).filter(pk=chosen).first()
        return event.zone if event else timezone.get_default_timezone()

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if hasattr(request, "step"):
            context["errors"] = None  # what is shown before it is done is no mistake
        if change and not self.has_change_permission(request, obj):
            context |= self.why_read_only(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def why_read_only(self, request: HttpRequest, obj: Any) -> dict[str, Any]:
        """What the page says above a row that can be read, and the way that is left to change it.

        Nothing was tried, so nothing was refused: this is a statement, and no warning.
        """
        event = event_of(obj)
        if not self.operation or not event:
            return {}
        now = seen_at(event)
        if not self.operation.may(request.user, obj):
            return {"read_only": self.why_not_mine or _("You can read this, but others change it.")}
        if bar := self.operation.bar(request.user, obj):
            return {"read_only": bar}
        if end := self.operation.ended_at(obj, now):
            local = event.local_time(end)
            sentence = gettext("You can read this. It could be changed until %(end)s.")
            return {"read_only": sentence % {"end": local}}
        phase = event.phase_at(now)
        sentence = gettext("You can read this. It cannot be changed in the phase “%(phase)s”.")
        sentence %= {"phase": phase.label}
        links = (
            compose_sections(READ_ONLY, event, user_of(request)) if phase == Phase.PUBLISHED else []
        )
        return {"read_only": sentence, "read_only_links": links}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Names the row alone. Django would list all that hangs on it, and relations lead to what
        the reader may not know: a prize's winner, a criterion's marks, a question's answers."""
        held = [str(row) for row in objs if self.is_held(row, user_of(request))]
        return [str(row) for row in objs], {}, set(), held

    def is_held(self, row: Any, reader: User) -> bool:
        """Whether something else depends on the row, so that the database would refuse."""
        try:
            Collector(using=row._state.db).collect([row])
        except ProtectedError:
            return True
        return False

    def tell_consequences(self, request: HttpRequest, obj: Any) -> list[str]:
        """Sentences about what goes with the row, as far as this person may know it."""
        return []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        told: dict[str, Any] = {
            "consequences": self.tell_consequences(request, row) if row else [],
            "why_held": self.why_held,
        }
        try:
            return super().delete_view(request, object_id, {**told, **(extra_context or {})})
        except ValidationError as refusal:
            is_held = isinstance(refusal.__cause__, ProtectedError)
            words = [str(self.why_held)] if is_held and self.why_held else refusal.messages
            self.message_user(request, " ".join(words), messages.ERROR)
            return redirect("..")

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return came_from(request) or super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return came_from(request) or super().response_post_save_change(request, obj)

    def own_operation(self) -> Operation:
        """By which rows are written here; a page without one lets nobody write."""
        if self.operation is None:
            raise PermissionDenied
        return self.operation

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_row(
            actor=user_of(request),
            operation=self.own_operation(),
            row=obj,
            fields=form.changed_data,
            require_current=form.require_current,
        )

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_row(actor=user_of(request), operation=self.own_operation(), row=obj)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> NoReturn:
        """The audit log is the history; it has a page of its own."""
        raise Http404

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> NoReturn:
        raise Http404

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The service has written the audit entry."""

    log_change = log_addition

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Likewise."""


class ReadOnlyAdmin(EventScopedAdmin):
    """Rows to look at."""

    operation = None

    def view_on_site(self, obj: Any) -> None:
        """A team's own pages are for its members."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [field.name for field in self.model._meta.fields]
