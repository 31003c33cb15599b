"""A panel whose ladder leaves projects level, and its president's decision."""

from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import JuryRules
from judging.ranking.selectors.ties import settles_sha256
from judging.ranking.services.calculation import calculate
from judging.ranking.services.ties import decide_tie
from tests.factories import (
    ChallengeFactory,
    CriterionFactory,
    EventFactory,
    JudgeFactory,
    MemberFactory,
    PanelSeatFactory,
    ScorecardFactory,
    ScoreFactory,
    SubmissionFactory,
    VersionFactory,
)

MARKS = {"Amber": 4, "Birch": 4, "Cedar": 3, "Dune": 2, "Elder": 2}


def level_at_the_top(during="deliberation", ladder=("median", "president")):
    """Amber and Birch share rank 1, Dune and Elder rank 4; two judges have marked everything."""
    event = EventFactory(during=during)
    challenge = ChallengeFactory(event=event)
    criterion = CriterionFactory(event=event)
    judges = JudgeFactory.create_batch(2, event=event)
    for judge, role in zip(judges, ("president", "member"), strict=True):
        PanelSeatFactory(judge=judge, challenge=challenge, role=role)
    entered = {}
    for title, value in MARKS.items():
        seat = MemberFactory(team__event=event, team__challenge=challenge)
        submission = SubmissionFactory(team=seat.team, title=title)
        version = VersionFactory(submission=submission, submitted_by=seat.user, title=title)
        entered[title] = submission
        for judge in judges:
            card = ScorecardFactory(judge=judge, version=version, handed_in_at=timezone.now())
            ScoreFactory(scorecard=card, criterion=criterion, value=value)
    with unguarded("test"):
        JuryRules.objects.create(event=event, ladder=list(ladder))
    return challenge, judges, entered


def seen(challenge, *submissions):
    """What the page shows of these lines: names the marks that they have."""
    wanted = {row.pk for row in submissions}
    lines = challenge.calculations.first().result["lines"]
    return settles_sha256([row for row in lines if row["submission"] in wanted])


def decide(challenge, judge, *submissions, reason="Closer to what was asked.", **more):
    calculate(event=challenge.event)
    said = {"settles_sha256": seen(challenge, *submissions), **more}
    order = [row.pk for row in submissions]
    return decide_tie(actor=judge.user, challenge=challenge, order=order, reason=reason, **said)
