"""What acts may touch on the teams' floor: teams, their people and deadlines, and projects."""

from datetime import datetime

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hackathon.kernel.columns import with_columns
from hackathon.kernel.consequences import (
    Fact,
    Facts,
    Watched,
    follow,
    watch,
)
from hackathon.models import Event
from teams.deadlines.rule import with_closing
from teams.submissions.models.submission import Submission, Version
from teams.submissions.services.clock import take_last_drafts
from teams.team.models.team import Member, Team


def look_at_teams(event: Event) -> Facts:
    facts: Facts = {}
    seats = Member.objects.select_related("user").order_by("-is_captain", "seat")
    teams = with_closing(event.teams.select_related("challenge", "merged_into"))
    for team in teams.prefetch_related(Prefetch("members", seats)):
        facts["name", team.pk] = Fact(team.name, team.name, team.name)
        facts["state", team.pk] = Fact(team.name, state_of(team), team.closed_at is None)
        facts["challenge", team.pk] = Fact(team.name, str(team.challenge), team.challenge_id)
        people = [member.user_id for member in team.members.all()]
        facts["people", team.pk] = Fact(team.name, people_of(team), people)
        closes = _("closes for good on %(at)s") % {"at": in_words(team.closes_at, event)}
        facts["deadline", team.pk] = Fact(team.name, closes, team.closes_at.isoformat())
    return facts


def state_of(team: Team) -> str:
    if team.merged_into:
        return _("goes up in %(team)s") % {"team": team.merged_into}
    return _("closed") if team.closed_at else _("open")


def people_of(team: Team) -> str:
    """How many, and who leads them."""
    seats = list(team.members.all())
    number = ngettext("%(n)d member", "%(n)d members", len(seats)) % {"n": len(seats)}
    captain = next((str(seat.user) for seat in seats if seat.is_captain), "")
    return (
        _("%(number)s, captain %(name)s") % {"number": number, "name": captain}
        if captain
        else (number)
    )


def in_words(moment: datetime, event: Event) -> str:
    return event.local_time(moment)


def look_at_submissions(event: Event) -> Facts:
    last = Version.objects.standing().filter(submission=OuterRef("pk")).order_by("-number")
    rows = Submission.objects.filter(team__event=event).select_related("team")
    standing = set(Version.objects.entered().values_list("submission", flat=True))
    facts: Facts = {}
    rows = with_columns(
        rows,
        last_number=Subquery(last.values("number")[:1]),
        last_origin=Subquery(last.values("origin")[:1]),
    )
    for row in rows:
        is_in = row.pk in standing
        state = [row.status, row.triage, row.last_number, is_in, row.team_id]
        facts["submission", row.pk] = Fact(name_project(row), project_in_words(row, is_in), state)
    return facts


def name_project(submission: Submission) -> str:
    title = submission.title or submission.team.name
    return title if title == submission.team.name else f"{title} · {submission.team.name}"


def project_in_words(submission: Submission, is_in: bool) -> str:
    """Its state, its version, and whether jury and public see it."""
    parts = [submission.get_status_display()]
    if submission.last_number:
        parts.append(_("version %(n)d") % {"n": submission.last_number})
    if submission.last_origin == Version.Origin.CLOCK:
        parts.append(_("the last draft, submitted by the clock, with a receipt to the team"))
    if submission.triage != Submission.Triage.NEW:
        parts.append(submission.get_triage_display())
    if submission.status == Submission.Status.SUBMITTED:
        parts.append(_("in the contest") if is_in else _("out of the contest"))
    return ", ".join(parts)


follow(take_last_drafts)
watch(Watched("teams", gettext_lazy("Teams"), look_at_teams, order=20))
watch(Watched("submissions", gettext_lazy("Projects"), look_at_submissions, order=30))
