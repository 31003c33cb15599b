"""How a page of an event is shown: in the event's zone, with the strip that tells the time."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hackathon.models import Event
from hackathon.operations import seen_at
from hackathon.phases import Phase

SENTENCES = {
    Phase.DRAFT: _("Registration opens on"),
    Phase.REGISTRATION: _("Teams can register. Hacking starts on"),
    Phase.HACKING: _("Projects can be submitted until"),
    Phase.JUDGING: _("The jury is at work until"),
    Phase.DELIBERATION: _("The jury deliberates. The winners are announced soon."),
    Phase.PUBLISHED: _("The results are public."),
}


@dataclass(frozen=True)
class Strip:
    """Where the event stands and what ends next, in one sentence."""

    phase: Phase
    sentence: str
    ends_at: datetime | None
    now: datetime

    @property
    def urgency(self) -> str:
        if not self.ends_at or self.phase != Phase.HACKING:
            return ""
        left = (self.ends_at - self.now).total_seconds()
        return "is-wrong" if left <= 900 else "is-careful" if left <= 7200 else ""


def strip_of(event: Event) -> Strip:
    now = seen_at(event)
    phase = event.phase_at(now)
    return Strip(phase, SENTENCES[phase], event.next_change_after(now), now)


def event_page(
    request: HttpRequest, event: Event, template: str, context: dict | None = None, **options
) -> HttpResponse:
    with timezone.override(event.zone):
        strip = strip_of(event)
        context = {"event": event, "strip": strip, "phase": strip.phase, **(context or {})}
        return render(request, template, context, **options)
