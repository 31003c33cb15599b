"""How a page of an event is shown: in the event's zone, with the strip that tells the time."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.grace import end_of_grace, is_in_grace
from hackathon.kernel.models.event import Event
from hackathon.kernel.operations import Operation, seen_at
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import require_event
from hackathon.kernel.sections import (
    BANNERS,
    LINKS,
    STRIP,
    Link,
    OwnTime,
    compose_sections,
)
from hackathon.kernel.texts import StrOrPromise
from hackathon.web.kept_pages import bound_life

SENTENCES = {
    Phase.DRAFT: _("Registration opens on"),
    Phase.REGISTRATION: _("Teams can register. Hacking starts on"),
    Phase.HACKING: _("Projects can be submitted until"),
    Phase.JUDGING: _("The jury is at work until"),
    Phase.DELIBERATION: _("The jury deliberates. The winners are announced soon."),
    Phase.PUBLISHED: _("The results are public."),
}
IN_GRACE = _("The deadline has passed; projects are still taken until")
REGISTRATION_IS_CLOSED = _("Registration is closed. Hacking starts on")
TEAMS_ARE_FIXED = _("The teams are fixed. Hacking starts on")
WRONG_SECONDS, CAREFUL_SECONDS = 15 * 60, 2 * 3600


@dataclass(frozen=True)
class Strip:
    """Where the event stands, what ends next, and what its reader can do about it."""

    phase: Phase
    sentence: StrOrPromise
    ends_at: datetime | None
    now: datetime
    links: list[Link] = field(default_factory=list)
    more: str = ""
    is_over: bool = False
    is_in_grace: bool = False  # the event's deadline has passed, its minutes of grace have not

    @property
    def urgency(self) -> str:
        if not self.ends_at or self.is_over or self.phase not in (Phase.HACKING, Phase.JUDGING):
            return ""
        left = (self.ends_at - self.now).total_seconds()
        if left <= WRONG_SECONDS:
            return "is-wrong"
        return "is-careful" if left <= CAREFUL_SECONDS else ""

    @property
    def action(self) -> Link | None:
        return next((link for link in self.links if link.is_action), None)


def strip_of(event: Event, links: list[Link], own: OwnTime | None = None) -> Strip:
    now = seen_at(event)
    phase = event.phase_at(now)
    is_late = is_in_grace(event, event.submissions_close_at, now)
    if own:
        own_part = (own.sentence, own.at, now, links, own.more, own.is_over)
        return Strip(phase, *own_part, is_late)
    if is_late:
        closes = end_of_grace(event, event.submissions_close_at)
        return Strip(phase, IN_GRACE, closes, now, links, is_in_grace=True)
    ends_at = None if phase == Phase.PUBLISHED else event.next_change_after(now)
    more = closes_for_good(ends_at, event) if ends_at and phase == Phase.HACKING else ""
    return Strip(phase, sentence_at(event, phase, now), ends_at, now, links, more)


def sentence_at(event: Event, phase: Phase, now: datetime) -> StrOrPromise:
    """What the phase is, before the instant that the strip shows."""
    if phase == Phase.REGISTRATION:
        if event.team_changes_close_at and now >= event.team_changes_close_at:
            return TEAMS_ARE_FIXED
        if event.registration_closes_at and now >= event.registration_closes_at:
            return REGISTRATION_IS_CLOSED
    return SENTENCES[phase]


def closes_for_good(deadline: datetime, event: Event) -> str:
    """The minutes of grace after a deadline, in words; nothing if there are none."""
    closes = end_of_grace(event, deadline)
    if closes <= deadline:
        return ""
    start, end = (timezone.localtime(moment, event.zone) for moment in (deadline, closes))
    shown = "TIME_FORMAT" if start.date() == end.date() else "DATETIME_FORMAT"
    return gettext("closes for good at %(time)s") % {"time": date_format(end, shown)}


def event_page(
    request: HttpRequest, event: Event, template: str, context: dict | None = None, **options: Any
) -> HttpResponse:
    with timezone.override(event.zone):
        signed_in = request.user.is_authenticated
        parts = compose_sections(LINKS, event, request.user) if signed_in else []
        links = [part for part in parts if isinstance(part, Link)]
        times = compose_sections(STRIP, event, request.user) if signed_in else []
        own = next((part for part in times if isinstance(part, OwnTime)), None)
        strip = strip_of(event, links, own)
        bound_life(event, strip.now, strip.ends_at)
        frame = {
            "event": event,
            "strip": strip,
            "phase": strip.phase,
            "banners": compose_sections(BANNERS, event, request.user),
        }
        return render(request, template, {**frame, **(context or {})}, **options)


def too_late_page(
    request: HttpRequest, operation: Operation, target: Any, *, title: str, back: Link
) -> HttpResponse | None:
    """Instead of a form that this moment would refuse: why; None if it is the time for it.

    What is sent all the same reaches the service, and what was typed stays in the form.
    """
    refusal = operation.refusal_now(target)
    if refusal is None or request.method == "POST":
        return None
    context = {"title": title, "sentence": " ".join(refusal.messages), "back": back}
    return event_page(request, require_event(target), "too_late.html", context)
