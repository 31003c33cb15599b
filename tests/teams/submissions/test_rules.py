"""Rules that stand twice, for one row and for a query: both forms say the same of many rows."""

from datetime import timedelta
from itertools import product

import pytest
from django.db.models import F
from django.utils import timezone

from hackathon.kernel.grace import end_of_grace, end_of_grace_in
from hackathon.kernel.guard import unguarded
from hackathon.models import Event
from teams.deadlines.rule import closing_of, deadline_in, deadline_of, open_at, over_at
from teams.gallery.selectors import every_project
from teams.models import Submission, Team, Version
from teams.submissions.models.eligibility import Bar, Status, Triage, bar_to_contest, bar_to_prize
from teams.team import policy
from teams.team.freeze import fixed_from, fixed_from_in
from tests.factories import (
    ChallengeFactory,
    EventFactory,
    SubmissionFactory,
    TeamFactory,
    UserFactory,
    VersionFactory,
)

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
SHIFTS = (None, -90 * MINUTE, timedelta(), 7 * MINUTE, 300 * MINUTE)
GRACE = (0, 5, 120)


def moved(moment, shift):
    return None if shift is None else moment + shift


@pytest.fixture
def teams():
    """A team for each combination of grace, the challenge's deadline and the team's own."""
    with unguarded("test"):
        for grace in GRACE:
            event = EventFactory(grace_minutes=grace)
            event.submissions_close_at = timezone.now() - 30 * MINUTE
            event.judging_closes_at = event.submissions_close_at + 60 * MINUTE
            event.save()
            for own, extension in product(SHIFTS, SHIFTS):
                shared = event.submissions_close_at
                challenge = ChallengeFactory(event=event, submissions_close_at=moved(shared, own))
                until = moved(shared, extension)
                TeamFactory(event=event, challenge=challenge, extended_until=until)
    return Team.objects.select_related("event", "challenge")


def test_a_query_knows_the_same_deadline_as_a_row(teams):
    rows = teams.annotate(in_query=deadline_in())

    assert {team.pk: team.in_query for team in rows} == {t.pk: deadline_of(t) for t in rows}
    assert len({team.in_query - team.event.submissions_close_at for team in rows}) == 4


def test_a_query_knows_the_same_teams_that_can_submit_at_every_instant(teams):
    rows = list(teams)
    instants = {closing_of(team) for team in rows}
    assert len(instants) > 9

    for moment in sorted({i + step for i in instants for step in (-MINUTE, timedelta(), MINUTE)}):
        writing = {team.pk for team in rows if moment < closing_of(team)}
        assert set(open_at(teams, moment).values_list("pk", flat=True)) == writing
        over = {team.pk for team in rows} - writing
        assert set(over_at(teams, moment).values_list("pk", flat=True)) == over


def test_a_query_knows_the_same_grace_as_an_event(teams):
    events = Event.objects.annotate(ends=end_of_grace_in("", F("submissions_close_at")))

    for event in events:
        assert event.ends == end_of_grace(event, event.submissions_close_at)
    assert len({event.ends - event.submissions_close_at for event in events}) == 3


def test_teams_are_fixed_for_a_query_for_a_row_and_for_whoever_wants_to_join():
    with unguarded("test"):
        for shift in SHIFTS:
            event = EventFactory()
            event.team_changes_close_at = moved(event.submissions_close_at, shift)
            event.save()
            TeamFactory(event=event)
    teams = Team.objects.select_related("event").annotate(in_query=fixed_from_in("event__"))

    for team in teams:
        assert team.in_query == fixed_from(team.event)
        assert policy.USE_LINK.open_at(team, team.in_query - MINUTE)
        assert not policy.USE_LINK.open_at(team, team.in_query)


@pytest.fixture
def submissions():
    """One in each state, of a team that is there, that has closed, or that ended after the results
    were public; of an event before its results and of one after them. Each has a version."""
    person = UserFactory()
    with unguarded("test"):
        for during, is_public in (("judging", False), ("deliberation", True)):
            event = EventFactory(during=during)
            if is_public:
                event.published_at = event.judging_closes_at + MINUTE
            event.gallery_opened_at = event.submissions_close_at
            event.save()
            challenge = ChallengeFactory(event=event)
            shared = event.judging_closes_at + MINUTE
            for status, triage, closed in product(Status, Triage, (None, -MINUTE, MINUTE)):
                closed_at = moved(shared, closed)
                team = TeamFactory(event=event, challenge=challenge, closed_at=closed_at)
                row = SubmissionFactory(team=team, status=status, triage=triage)
                VersionFactory(submission=row, submitted_by=person)
    return Submission.objects.select_related("team__event", "team__challenge")


def numbers(rows):
    return set(rows.values_list("pk", flat=True))


def test_a_query_knows_the_same_contest_as_a_row(submissions):
    inside = {row.pk for row in submissions if bar_to_contest(row) is None}

    assert numbers(submissions.judgeable()) == inside
    assert set(Version.objects.entered().values_list("submission", flat=True)) == inside
    assert {bar_to_contest(row) for row in submissions} == {None, *Bar}
    assert len(inside) == 9  # three decisions each: of teams that are there, and that ended later


def test_a_query_knows_the_same_winners_as_a_row(submissions):
    able = {row.pk for row in submissions if bar_to_prize(row) is None}

    assert numbers(submissions.able_to_win()) == able
    assert len(able) == 6


def test_the_gallery_shows_what_is_in_the_contest(submissions):
    inside = {row.pk for row in submissions if bar_to_contest(row) is None}

    shown = [row.id for event in Event.objects.all() for row in every_project(event)]
    assert set(shown) == inside
    assert len(shown) == len(inside)


def test_the_gallery_shows_nothing_of_teams_that_can_still_submit(teams):
    person = UserFactory()
    for team in teams:
        submission = SubmissionFactory(team=team)
        VersionFactory(submission=submission, submitted_by=person)
    with unguarded("test"):
        Event.objects.update(gallery_opened_at=timezone.now())

    shown = {row.id for event in Event.objects.all() for row in every_project(event)}
    over = [team for team in teams.all() if closing_of(team) <= timezone.now()]
    assert shown == {team.submission.pk for team in over}
    assert 0 < len(shown) < len(teams)
