from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError

from hackathon.kernel.guard import unguarded
from hackathon.kernel.operations import database_clock, hold
from hackathon.models import AuditEntry, Event, User
from judging.demo import accounts, phases, rehearsal, smart_policing

PHASES = tuple(phases.HOURS)


class Command(BaseCommand):
    """Loads the demonstration's two events where they are missing, and moves the rehearsal."""

    help = "Load the demonstration events, put the rehearsal edition in a phase, list sign-ins."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--phase", choices=PHASES)
        parser.add_argument("--signins", action="store_true", help="only print the sign-ins")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("load_demo is for the demonstration: set HACKATHON_DEMO=1.")
        if options["signins"]:
            self.stdout.write(accounts.table())
            return
        with unguarded("demo"):
            self.load_missing(options["phase"])

    def load_missing(self, phase: str | None) -> None:
        known = {event.slug: event for event in Event.objects.all()}
        if smart_policing.SLUG not in known:
            self.stdout.write("Loading Smart Policing 2020 ...")
            record(smart_policing.load(organiser("organiser2020@example.org")))
        event = known.get(rehearsal.SLUG)
        if event is None:
            self.stdout.write("Loading the rehearsal edition: 4 challenges, 43 teams ...")
            event = rehearsal.load(organiser("organiser@example.org"))
            record(event)
            phase = phase or "hacking"
        if phase:
            hold(event, exclusive=True)  # the demo may be running, with people in it
            self.stdout.write(f"Putting the rehearsal edition in the phase {phase} ...")
            phases.put_in(event, phase)
            record(event, phase=phase)


def organiser(address: str) -> User:
    return accounts.make([("Organisers", address)], language="en", is_staff=True)[0]


def record(event: Event, **data: str) -> None:
    """On record like everything else; without a promise, so that nobody gets mail about it."""
    AuditEntry.objects.create(
        event=event,
        verb="demo.load",
        subject_type=ContentType.objects.get_for_model(event),
        subject_id=event.pk,
        data=data,
        at=database_clock(),
    )
