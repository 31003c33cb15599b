"""How a page of an event is shown: in the event's zone, with the strip that tells the time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hackathon.models import Event
from hackathon.operations import seen_at
from hackathon.phases import Phase
from hackathon.sections import BANNERS, LINKS, STRIP, Link, OwnTime, composed

SENTENCES = {
    Phase.DRAFT: _("Registration opens on"),
    Phase.REGISTRATION: _("Teams can register. Hacking starts on"),
    Phase.HACKING: _("Projects can be submitted until"),
    Phase.JUDGING: _("The jury is at work until"),
    Phase.DELIBERATION: _("The jury deliberates. The winners are announced soon."),
    Phase.PUBLISHED: _("The results are public."),
}
WRONG_SECONDS, CAREFUL_SECONDS = 15 * 60, 2 * 3600


@dataclass(frozen=True)
class Strip:
    """Where the event stands, what ends next, and what its reader can do about it."""

    phase: Phase
    sentence: str
    ends_at: datetime | None
    now: datetime
    links: list[Link] = field(default_factory=list)
    more: str = ""
    is_over: bool = False

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
    if own:
        return Strip(phase, own.sentence, own.at, now, links, own.more, own.is_over)
    ends_at = None if phase == Phase.PUBLISHED else event.next_change_after(now)
    more = closes_for_good(ends_at, event) if phase == Phase.HACKING else ""
    return Strip(phase, SENTENCES[phase], ends_at, now, links, more)


def closes_for_good(deadline: datetime, event: Event) -> str:
    """The minutes of grace after a deadline, in words; nothing if there are none."""
    closes = min(deadline + timedelta(minutes=event.grace_minutes), event.judging_closes_at)
    if closes <= deadline:
        return ""
    start, end = (timezone.localtime(moment, event.zone) for moment in (deadline, closes))
    shown = "TIME_FORMAT" if start.date() == end.date() else "DATETIME_FORMAT"
    return gettext("closes for good at %(time)s") % {"time": date_format(end, shown)}


def event_page(
    request: HttpRequest, event: Event, template: str, context: dict | None = None, **options
) -> HttpResponse:
    with timezone.override(event.zone):
        signed_in = request.user.is_authenticated
        links = composed(LINKS, event, request.user) if signed_in else []
        own = composed(STRIP, event, request.user) if signed_in else []
        strip = strip_of(event, links, own[0] if own else None)
        frame = {
            "event": event,
            "strip": strip,
            "phase": strip.phase,
            "banners": composed(BANNERS, event, request.user),
        }
        return render(request, template, {**frame, **(context or {})}, **options)
