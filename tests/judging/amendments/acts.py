"""An event in each state of judging, and what an organiser may do to it by mistake."""

import pickle
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import Event, User
from judging.models import (
    Award,
    Criterion,
    Judge,
    JuryRules,
    Panel,
    PanelSeat,
    Score,
    Scorecard,
    TieDecision,
)
from judging.ranking.selectors import computing
from judging.rules.services import publish
from judging.scorecards.selectors import marks
from teams.models import (
    HelpRequest,
    Invitation,
    JoinLink,
    JoinRequest,
    Member,
    Submission,
    Team,
    Version,
)
from tests.factories import (
    ChallengeFactory,
    CriterionFactory,
    EventFactory,
    HelpRequestFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
    ScorecardFactory,
    ScoreFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
)
from tests.publishing import give_award, official_of, publish_as_it_is

STATES = ["no marks", "some marks", "handed in", "deliberation", "published"]
MARKS = {"Amber": (5, 4), "Birch": (4, 4), "Cedar": (3, 2), "Dune": (4, 5), "Elder": (2, 2)}
WHERE = {"Amber": 0, "Birch": 0, "Cedar": 0, "Dune": 1, "Elder": 1}


@dataclass
class Scene:
    """Two challenges, each with a panel of two; Amber leads the first, Dune the second."""

    event: Event
    boss: User
    challenges: list
    judges: list
    teams: dict
    criteria: list
    state: str

    def read(self) -> "Scene":
        """The same, as the database holds it now."""
        event = Event.objects.get(pk=self.event.pk)
        teams = {name: Team.objects.get(pk=team.pk) for name, team in self.teams.items()}
        judges = [Judge.objects.get(pk=judge.pk) for judge in self.judges]
        challenges = list(event.challenges.order_by("pk"))
        criteria = [Criterion.objects.get(pk=row.pk) for row in self.criteria]
        return Scene(event, self.boss, challenges, judges, teams, criteria, self.state)


def scene_in(state: str) -> Scene:
    at_rest = state in ("deliberation", "published")
    event = EventFactory(during="deliberation" if at_rest else "judging")
    boss = OrganiserFactory(event=event).user
    challenges = [ChallengeFactory(event=event, title=title) for title in ("Roads", "Rivers")]
    criteria = [CriterionFactory(event=event, title_en=title, weight=35) for title in "AB"]
    judges = JudgeFactory.create_batch(4, event=event)
    for place, judge in enumerate(judges):
        role = "president" if place % 2 == 0 else "member"
        PanelSeatFactory(judge=judge, challenge=challenges[place // 2], role=role)
    teams = {}
    for name, place in WHERE.items():
        seat = MemberFactory(
            team__event=event,
            team__challenge=challenges[place],
            team__name=name,
            seat=2,
            is_named=True,
            team__is_open=True,
        )
        MemberFactory(team=seat.team, seat=4, is_captain=False)
        submission = SubmissionFactory(team=seat.team, title=name, revision=1)
        version = VersionFactory(submission=submission, submitted_by=seat.user, title=name)
        teams[name] = seat.team
        for judge in judges[2 * place : 2 * place + 2]:
            mark(state, judge, version, criteria, MARKS[name])
    with unguarded("test"):
        publish(event, boss, timezone.now())
    scene = Scene(event, boss, challenges, judges, teams, criteria, state)
    open_some_doors(scene)
    if at_rest:
        for challenge, name in zip(challenges, ("Amber", "Dune"), strict=True):
            prize = PrizeFactory(challenge=challenge)
            give_award(actor=boss, prize=prize, submission=teams[name].submission)
    if state == "published":
        publish_as_it_is(boss, event)
    return scene.read()


def mark(state: str, judge, version, criteria, values) -> None:
    if state == "no marks":
        return
    is_in = state != "some marks"
    card = ScorecardFactory(
        judge=judge, version=version, handed_in_at=timezone.now() if is_in else None, revision=1
    )
    for criterion, value in list(zip(criteria, values, strict=True))[: 2 if is_in else 1]:
        ScoreFactory(scorecard=card, criterion=criterion, value=value)


def open_some_doors(scene: Scene) -> None:
    """Amber is a team in full life: somebody is invited, asks, may come by a link, needs help."""
    team, captain, now = (
        scene.teams["Amber"],
        scene.teams["Amber"].members.first().user,
        (timezone.now()),
    )
    with unguarded("test"):
        Invitation.offering(team, "eve@example.org", invited_by=captain, created_at=now).save()
        JoinLink.opening(
            team,
            made_by=captain,
            created_at=now,
            uses=2,
            uses_left=2,
            expires_at=now + timedelta(days=9),
        ).save()
        JoinRequest.objects.create(team=team, user=UserFactory(), asked_at=now)
    HelpRequestFactory(team=team, asked_by=captain)


ROWS = [
    Team,
    Submission,
    Version,
    Scorecard,
    Score,
    PanelSeat,
    Panel,
    Award,
    TieDecision,
    Criterion,
    JuryRules,
    Judge,
    Invitation,
    JoinLink,
    JoinRequest,
    HelpRequest,
]


# An undo is a new state of a draft: a page that is open notices it. What the draft says is its own.
COUNTERS = {Submission: ["revision", "changed_in"]}


def hashes(model=None, *, but=()) -> dict:
    """Every row that a result rests on, by its hash; a seat counts by whose it is, not by key.

    ``but``: models whose counters, as in ``COUNTERS``, are left out.
    """
    found = {}
    for kind in [model] if model else [*ROWS, Member]:
        key = '"team_id", "user_id"' if kind is Member else '"id"'
        left_out = ["id", *(COUNTERS[kind] if kind in but else ())]
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT md5((to_jsonb(row) - %s::text[])::text), {key} "  # noqa: S608
                f'FROM "{kind._meta.db_table}" row',
                [left_out],
            )
            for told, *keys in cursor.fetchall():
                found[kind._meta.label_lower, *keys] = told
    return found


def ranking(event: Event) -> dict:
    """Each ranked submission: its challenge, its place, its points."""
    official = official_of(Event.objects.get(pk=event.pk))
    return {
        line.entry: (challenge, line.rank, line.points)
        for challenge, lines in official.ranks.items()
        for line in lines
    }


@contextmanager
def each_ranking_once():
    """The arithmetic is the same for the same marks: it is done once for all tests."""
    patch = pytest.MonkeyPatch()
    patch.setattr(marks, "standings", remembered(marks.standings))
    patch.setattr(computing, "leave_one_judge_out", remembered(computing.leave_one_judge_out))
    yield
    patch.undo()


def remembered(compute):
    known = {}

    def recall(*args, **named):
        key = pickle.dumps((args, sorted(named.items())))
        if key not in known:
            known[key] = compute(*args, **named)
        return known[key]

    return recall


def changed(before: dict, after: dict) -> set:
    return {key for key in {**before, **after} if before.get(key) != after.get(key)}


def keys_of(found: set, model: str) -> set:
    return {key[1] for key in found if key[0] == model}
