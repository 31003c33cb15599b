"""A judge's own scorecards: what is to do, how far it has come, and the scale they keep."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.shortcuts import get_object_or_404

from hackathon.models import Event
from judging.assignment.selectors import versions_for
from judging.jury.models import Judge
from judging.rules.models import Criterion, JuryRules
from judging.rules.selectors.rubric import criteria_of, name_of, rubric_among
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.holding import standing_with
from judging.scorecards.selectors.marks import on_scale
from teams.models import Submission, Version


def version_or_404(judge: Judge, submission_id: int) -> Version:
    version = get_object_or_404(versions_for(judge), submission=submission_id)
    version.submission.team.event = judge.event
    return version


def version_numbered(task: Scorecard, number: Any) -> Version | None:
    """Another version of the project that a judge scores; None if there is none of that number."""
    if type(number) is not int or not 0 < number < 2**15:
        return None
    versions = Version.objects.on_record().filter(
        submission=task.version.submission_id, number=number
    )
    version = versions.select_related("submission__team__challenge").first()
    if version:
        version.submission.team.event = task.judge.event
    return version


def is_entered(event: Event, submission_id: int) -> bool:
    """Whether the event has such a submission, whoever asks."""
    return Submission.objects.filter(team__event=event, pk=submission_id).exists()


@dataclass(frozen=True)
class Entry:
    """One project on a judge's desk, and how far its scorecard has come."""

    version: Version
    scorecard: Scorecard | None
    rubric: list[Criterion]
    marks: dict[int, int]
    earlier: Scorecard | None = None  # for a version that the team has replaced since

    @property
    def is_handed_in(self) -> bool:
        card = self.scorecard
        return bool(card and card.handed_in_at and not card.moved_from_id)

    @property
    def is_done(self) -> bool:
        return self.is_handed_in or bool(self.scorecard and self.scorecard.abstained_at)

    @property
    def is_begun(self) -> bool:
        return bool(self.marks or self.earlier or (self.scorecard and self.scorecard.revision))

    @property
    def total(self) -> float | None:
        return total_of(self.marks, self.rubric)

    @property
    def is_reopened(self) -> bool:
        """Handed in once, opened again by somebody else, and not handed in since."""
        return bool(self.scorecard and self.scorecard.reopened_at and not self.is_done)

    @property
    def is_whole(self) -> bool:
        return bool(self.rubric) and all(row.pk in self.marks for row in self.rubric)


@dataclass(frozen=True)
class Dot:
    """One submission on the strip of the judge's own scale; ``x`` and ``y`` in a drawing."""

    title: str
    total: float
    x: int
    y: int
    is_handed_in: bool


@dataclass(frozen=True)
class Worklist:
    to_do: list[Entry] = field(default_factory=list)
    begun: list[Entry] = field(default_factory=list)
    done: list[Entry] = field(default_factory=list)

    @property
    def all(self) -> list[Entry]:
        return [*self.begun, *self.to_do, *self.done]

    @property
    def open(self) -> list[Entry]:
        return [*self.begun, *self.to_do]

    @property
    def next(self) -> Entry | None:
        return next(iter(self.open), None)


def worklist_of(judge: Judge) -> Worklist:
    """The judge's desk, in an order that is their own, in a fixed number of queries."""
    cards: dict[int, list[Scorecard]] = {}
    own = judge.scorecards.standing().select_related("version").prefetch_related("scores")
    for card in own.order_by("version__number"):
        cards.setdefault(card.version.submission_id, []).append(card)
    criteria = criteria_of(judge.event)
    versions = sorted(versions_for(judge), key=lambda row: own_turn(judge, row))
    count_on = set(standing_with(versions))
    entries = [
        entry_for(version, cards.get(version.submission_id, []), criteria, count_on)
        for version in versions
    ]
    done = [entry for entry in entries if entry.is_done]
    rest = [entry for entry in entries if not entry.is_done]
    return Worklist(
        to_do=[entry for entry in rest if not entry.is_begun],
        begun=[entry for entry in rest if entry.is_begun],
        done=sorted(done, key=lambda entry: entry.version.title.casefold()),
    )


def own_turn(judge: Judge, version: Version) -> str:
    """A shuffle that stays the same: whoever comes first for one judge does not for another."""
    return hashlib.sha256(f"{judge.pk} {version.submission_id}".encode()).hexdigest()


def entry_for(
    version: Version, cards: list[Scorecard], criteria: list[Criterion], count_on: set[int]
) -> Entry:
    """``count_on``: the versions whose marks count, what is entered or an earlier one."""
    card = next((card for card in cards if card.version_id == version.pk), None)
    older = [card for card in cards if card.version.number < version.number]
    earlier = older[-1] if older and card is None else None
    rubric = rubric_among(criteria, version.submission.team.challenge_id)
    if earlier and earlier.version_id in count_on:
        card = earlier  # until the judge hands in another
    return Entry(version, card, rubric, marks_of(card) if card else {}, earlier)


def called_for(judge: Judge, version: Version) -> Scorecard:
    """The scorecard of a judge for a version, whatever stands in it: that was not read."""
    return Scorecard(judge=judge, version=version)


def is_missing_marks(saved: Scorecard) -> bool:
    """Whether a scorecard, as it was saved just now, lacks a mark."""
    return any(criterion.pk not in saved.given for criterion in saved.rubric)


def scorecard_of(judge: Judge, version: Version) -> Scorecard:
    """The judge's scorecard for a version, or a new one that is not yet written."""
    card = judge.scorecards.filter(version=version).prefetch_related("scores").first()
    card = card or called_for(judge, version)
    card.judge, card.version = judge, version
    return card


def earlier_of(card: Scorecard) -> Scorecard | None:
    """The judge's scorecard for the version before this one, if they had one."""
    same = card.judge.scorecards.standing().filter(version__submission=card.version.submission_id)
    older = same.filter(version__number__lt=card.version.number).select_related("version")
    return older.order_by("-version__number").first()


def marks_of(scorecard: Scorecard) -> dict[int, int]:
    """Criterion id to mark."""
    if scorecard.pk is None:
        return {}
    if "given" in scorecard.__dict__:
        return scorecard.given
    return {score.criterion_id: score.value for score in scorecard.scores.all()}


def total_of(marks: dict[int, int], rubric: list[Criterion]) -> float | None:
    """The weighted mean of what is marked so far, as the ranking would take it."""
    given = [row for row in rubric if row.pk in marks]
    if not given:
        return None
    points = sum(row.weight * on_scale(marks[row.pk], row, rubric[0]) for row in given)
    return points / sum(row.weight for row in given)


def stays_open(judge: Judge) -> bool:
    """Whether the judge may change marks after the hand-in, until judging closes."""
    return JuryRules.objects.filter(event=judge.event_id, edits_until_lock=True).exists()


def state_of(card: Scorecard, rubric: list[Criterion]) -> dict[str, Any]:
    """The scorecard as a device of its judge keeps it."""
    marks = marks_of(card)
    values = {name_of(row): str(marks.get(row.pk, "")) for row in rubric}
    return {
        "version": card.version.number,
        "revision": card.revision,
        "values": values | {"remarks": card.remarks, "note": card.note},
        "handed_in": card.handed_in_at is not None,
        "abstained": card.abstained_at is not None,
    }


WIDTH, STEP, TALLEST = 600, 22, 3  # as in templates/judging/scorecards/own_scale.html


def own_scale(entries: list[Entry]) -> tuple[list[Dot], int, int]:
    """The judge's totals so far, each as a dot between the ends of their scale."""
    first = [entry.rubric[0] for entry in entries if entry.rubric]
    lowest = min((row.lowest for row in first), default=1)
    highest = max((row.highest for row in first), default=5)
    stacks: Counter[int] = Counter()
    dots = []
    whole = [(entry.total or 0.0, entry) for entry in entries if entry.is_whole]
    for total, entry in sorted(whole, key=lambda one: one[0]):
        share = (total - lowest) / (highest - lowest)
        place = round(share * WIDTH / STEP)
        level = min(stacks[place], TALLEST)
        stacks[place] += 1
        x, y = round(share * (WIDTH - 40)) + 20, (TALLEST - level) * STEP + 20
        dots.append(Dot(entry.version.title, total, x, y, entry.is_handed_in))
    return dots, lowest, highest
