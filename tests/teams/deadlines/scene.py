"""A deadline that a test sets, and a team that submits before or after it."""

from datetime import timedelta

from django.utils import timezone

from hackathon.kernel.guard import unguarded
from teams.deadlines.services.deadlines import ask_late
from teams.models import Team
from teams.submissions.services.submissions import submit

CONTENT = {"title": "Railbow", "summary": "Trains, found faster."}
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    with unguarded("test"):
        row.save()


def ends(event, moment):
    change(event, submissions_close_at=moment)


def close(seat, minutes=30):
    ends(seat.team.event, timezone.now() - minutes * MINUTE)


def fresh(team):
    return Team.objects.select_related("event", "challenge").get(pk=team.pk)


def hand_in(seat, key="one"):
    team = fresh(seat.team)
    return submit(actor=seat.user, team=team, key=key, revision=0, content=CONTENT)


def asked(seat):
    close(seat)
    return ask_late(actor=seat.user, team=fresh(seat.team), reason="Our train was late.")
