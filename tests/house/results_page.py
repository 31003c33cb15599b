"""The page of results, held against itself after whatever is done while it is public."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hackathon.accounts.services import sign_in_help
from hackathon.events.services import create_event
from hackathon.kernel.errors import PhaseClosed
from hackathon.kernel.guard import unguarded
from hackathon.kernel.operations import registry
from hackathon.kernel.phases import Phase
from hackathon.mail.services import decisions
from hackathon.models import EmailLog, Event
from judging.models import Correction
from judging.scorecards.services.refusals import record_refusal
from teams.gallery.services import close_gallery, open_gallery
from teams.help.services import help as help_requests
from teams.mergers import services as mergers_services
from teams.models import Bundle
from teams.participants.services.participation import agree_to
from teams.submissions.services import attempts, bundles, uploads
from teams.team.services import joining
from tests import factories
from tests.house.forms_scene import Scene
from tests.house.visiting import Entered
from tests.judging.embargo.twins import FLEETING

# Whom to ask about the event, which other pages it has, and in which colour: the frame's.
FRAME = re.compile(r'<footer>.*?</footer>|<nav class="tabs".*?</nav>|data-accent="\w*"', re.DOTALL)


def make_event(scene: Scene) -> None:
    event = factories.EventFactory.build(name="Another", slug="another")
    create_event(actor=scene.roles["superuser"], event=event)


def try_too_late(scene: Scene) -> None:
    team, why = scene.rows["team"], PhaseClosed("Too late.")
    with suppress(ValidationError):
        attempts.answer_or_refuse(
            actor=scene.rows["captain"], team=team, key="k", body="b", why=why
        )


def end_sessions(scene: Scene) -> None:
    asked = {"actor": scene.roles["superuser"], "person": scene.rows["captain"]}
    sign_in_help.end_sessions(reason="A lost telephone.", **asked)


def send_link(scene: Scene) -> None:
    person = scene.rows["captain"]
    EmailAddress.objects.get_or_create(user=person, email=person.email, verified=True)
    asked = {"actor": scene.roles["superuser"], "person": person}
    sign_in_help.send_sign_in_link(reason="A lost password.", **asked)


def decide_mail(scene: Scene, decide: Callable[..., int], status: str) -> None:
    mail = EmailLog.objects.get(pk=scene.rows["mail"].pk)
    EmailLog.objects.filter(pk=mail.pk).update(status=status)
    said = {"actor": scene.rows["boss"], "event": scene.event, "reason": "It was lost."}
    assert decide(mails=[mail.pk], **said) == 1


def decide_site_mail(scene: Scene) -> None:
    mail = EmailLog.objects.create(recipient="a@example.org", template="t", subject="S", text="T")
    decisions.decide_site_mails(
        actor=scene.roles["superuser"], act="hold", mails=[mail.pk], reason="It was lost."
    )


def take_factor(scene: Scene) -> None:
    person = scene.rows["captain"]
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    asked = {"actor": scene.roles["superuser"], "person": person}
    given = sign_in_help.announce_factor(reason="A lost telephone.", **asked)
    assert sign_in_help.take_factor_away(given)


def keep_factor(scene: Scene) -> None:
    person = scene.rows["captain"]
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    actor = scene.roles["superuser"]
    given = sign_in_help.announce_factor(actor=actor, person=person, reason="A lost telephone.")
    sign_in_help.keep_factor(actor=actor, given=given)


def agree(scene: Scene) -> None:
    participant = scene.roles["participant"].takes_part.get(event=scene.event)
    agree_to(actor=participant.user, participant=participant, texts=scene.event.consent_texts.all())


def settle_upload(scene: Scene) -> None:
    uploads.settle_upload(scene.rows["captain"], scene.rows["upload"], "Given up.")


def withdraw_request(scene: Scene) -> None:
    request = scene.rows["request"]
    joining.withdraw_request(actor=request.user, request=request)


def decline_merge(scene: Scene) -> None:
    offer = scene.rows["offer"]
    captain = offer.asked_team.members.get(is_captain=True).user
    mergers_services.decline_merge(actor=captain, offer=offer)


def end_help(scene: Scene) -> None:
    assert help_requests.end_help(scene.rows["help"])


def archive(scene: Scene) -> Bundle:
    with unguarded("scene"):
        return Bundle.objects.create(
            event=scene.event, asked_by=scene.rows["boss"], asked_at=timezone.now()
        )


# What no form of that phase begins: by its own service, on rows of the scene.
BY_ITSELF: dict[str, Callable[[Scene], object]] = {
    "event.create": make_event,
    "attempt.record": try_too_late,
    "refusal.record": lambda scene: record_refusal(
        actor=scene.rows["captain"], event=scene.event, verb="scorecard.save", reason="Too late."
    ),
    "gallery.open": lambda scene: open_gallery(actor=scene.rows["boss"], event=scene.event),
    "gallery.close": lambda scene: close_gallery(actor=scene.rows["boss"], event=scene.event),
    "participant.agree": agree,
    "person.send_link": send_link,
    "person.announce_factor": take_factor,
    "person.take_factor": take_factor,
    "person.keep_factor": keep_factor,
    "person.end_sessions": end_sessions,
    "mail.hold": lambda scene: decide_mail(scene, decisions.hold_mails, "queued"),
    "mail.resend": lambda scene: decide_mail(scene, decisions.resend_mails, "failed"),
    "site_mail.decide": decide_site_mail,
    "join_request.withdraw": withdraw_request,
    "merge.decline": decline_merge,
    "help.end": end_help,
    "upload.end": settle_upload,
    "upload.sweep": lambda scene: uploads.sweep_upload(scene.rows["upload"]),
    "bundle.finish": lambda scene: bundles.finish(
        bundle=archive(scene), status=Bundle.Status.FAILED, wrong=[bundles.not_whole(1)]
    ),
    "bundle.drop": lambda scene: bundles.drop(archive(scene)),
}


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def open_when_published() -> set[str]:
    return {verb for verb, operation in registry.items() if Phase.PUBLISHED in operation.phases}


class ResultsPage:
    """As somebody reads it who is not signed in; what corrections tell is their own matter."""

    def __init__(self, event: Event) -> None:
        self.event, self.client = event, Client()
        self.path = reverse("judging:results", args=[event.slug])
        self.as_published, self.corrections = self.read(), self.count()
        self.carried_out: set[str] = set()
        self.corrected: set[str] = set()
        self.changed: list[tuple[list[str], str]] = []

    def read(self) -> str:
        page = self.client.get(self.path)
        return f"{page.status_code} {FRAME.sub('', FLEETING.sub('', page.text))}"

    def count(self) -> int:
        return Correction.objects.filter(event=self.event).count()

    def look_after(self, what: str, entered: list[Entered]) -> None:
        """Called after each form, before what it did is taken back."""
        done = [entry.verb for entry in entered if entry.refusal is None]
        if not done:
            return
        self.carried_out.update(done)
        if self.count() > self.corrections:
            self.corrected.update(done)
        elif self.read() != self.as_published:
            self.changed.append((done, what))

    def carry_out_by_itself(self, scene: Scene, entered: list[Entered]) -> None:
        """What is left: each operation by its own service, taken back as forms are."""
        for verb, carry_out in BY_ITSELF.items():
            before = len(entered)
            with taken_back():
                carry_out(scene)
                self.look_after(f"the service of {verb}", entered[before:])
