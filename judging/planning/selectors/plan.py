"""What the page shows on which reviews are shared out."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.models import Event, User
from judging.assignment.models import Assignment, Wave
from judging.conflicts.selectors.register import hidden_submissions
from judging.embargo.waits import may_know_standings
from judging.jury.models import Judge
from judging.planning.selectors.assigning import Roster, plans_another, roster_of
from judging.scorecards.models import Scorecard
from teams.models import Submission


def planned_challenge_or_404(event: Event, user: User, slug: str) -> Challenge:
    """A challenge for whoever may know how its marks stand; for others it is not."""
    challenge = get_object_or_404(event.challenges, slug=slug)
    challenge.event = event
    if not may_know_standings(user, challenge):
        raise Http404
    return challenge


@dataclass(frozen=True)
class Load:
    """A judge of the panel: how much they were asked, and how much of it is in."""

    judge: Judge
    asked: int
    done: int
    reviews: list[Assignment]


def loads_of(roster: Roster, hidden: set[int]) -> list[Load]:
    standing = Assignment.objects.filter(judge__in=roster.judges, ended_at=None)
    standing = standing.filter(submission__in=roster.submissions).exclude(submission__in=hidden)
    cards = Scorecard.objects.counted().filter(judge__in=roster.judges)
    done = set(cards.values_list("judge", "version__submission"))
    rows: dict[int, list[Assignment]] = {}
    for row in standing.select_related("submission__team", "wave", "judge"):
        row.is_done = (row.judge_id, row.submission_id) in done
        row.is_begun = bool(roster.begun[roster.cell(row.judge_id, row.submission_id)])
        rows.setdefault(row.judge_id, []).append(row)
    return [
        Load(judge, len(own), sum(row.is_done for row in own), own)
        for judge in roster.judges
        for own in [rows.get(judge.pk, [])]
    ]


def plan_of(challenge: Challenge, reader: User) -> dict[str, Any]:
    """Whoever further reviews go to is in the race: of a team that the reader is tied to, none."""
    roster, hidden = roster_of(challenge), hidden_submissions(reader, challenge)
    has_any = roster.judges and roster.submissions
    waves = list(challenge.waves.select_related("released_by"))
    open_wave = next((wave for wave in waves if wave.released_at is None), None)
    return {
        "roster": roster,
        "panel": roster.panel,
        "preview": roster.preview() if has_any else None,
        "lacking": roster.shortages() if has_any else [],
        "loads": loads_of(roster, hidden),
        "submissions": [row for row in roster.submissions if row.pk not in hidden],
        "waves": [(wave, wave.assignments.filter(ended_at=None).count()) for wave in waves],
        "open_wave": open_wave,
        "has_next": open_wave is not None or plans_another(challenge),
    }


def wave_or_404(challenge: Challenge, number: int) -> Wave:
    wave = get_object_or_404(challenge.waves, number=number)
    wave.challenge = challenge
    return wave


def review_or_404(challenge: Challenge, reader: User, assignment_id: int) -> Assignment:
    rows = Assignment.objects.filter(wave__challenge=challenge)
    rows = rows.exclude(submission__in=hidden_submissions(reader, challenge))
    row = get_object_or_404(rows.select_related("judge", "wave"), pk=assignment_id)
    row.wave.challenge = challenge
    return row


def pair_or_404(
    challenge: Challenge, reader: User, judge_id: str, submission_id: str
) -> tuple[Judge, Submission]:
    roster, hidden = roster_of(challenge), hidden_submissions(reader, challenge)
    judges = {str(judge.pk): judge for judge in roster.judges}
    submissions = {str(row.pk): row for row in roster.submissions if row.pk not in hidden}
    if judge_id not in judges or submission_id not in submissions:
        raise Http404
    return judges[judge_id], submissions[submission_id]
