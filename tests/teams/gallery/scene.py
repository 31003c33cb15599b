"""Teams with something to show, and the gallery that shows it."""

from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from tests.factories import MemberFactory, SubmissionFactory, VersionFactory


def entered(challenge, title="Railbow", team="", **content):
    """A team with a submitted version; only the version carries the words."""
    named = {"team__name": team} if team else {}
    seat = MemberFactory(team__event=challenge.event, team__challenge=challenge, **named)
    submission = SubmissionFactory(team=seat.team, title="draft")
    version = VersionFactory(submission=submission, title=title, submitted_by=seat.user, **content)
    return submission, version


def opened(event):
    with unguarded("test"):
        event.gallery_opened_at = timezone.now()
        event.save()
    return event


def titles(client, **asked):
    page = client.get(reverse("teams:gallery", args=["show"]), asked).text
    return [part.split('">')[1].split("</a>")[0] for part in page.split("<h3>")[1:]]
