"""What a judge needs to know: their panels, what is entered there, and their own scorecards."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.models import Event, User
from hackathon.operations import seen_at
from hackathon.phases import Phase
from hackathon.readings import Reading, column
from judging import policy
from judging.models import Judge, PanelSeat
from teams.models import Submission, Team, Version
from teams.selectors import entered_versions

AFTER_THE_DEADLINE = frozenset({Phase.JUDGING, Phase.DELIBERATION, Phase.PUBLISHED})


JURY_IS_SHOWN = """(e.published_at IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM judging_juryrules r WHERE r.event_id = e.id AND r.jury_shown = 'published'))"""


@Reading
def shown_judges(language: str) -> str:
    """In the organiser's order; nobody while the jury is hidden, and nobody who has left."""
    names = ("id", "name", "function", "organisation", "biography", "photo")
    columns = ", ".join(column(Judge, name, language, "j") for name in names)
    return f"""
        SELECT {columns} FROM judging_judge j JOIN hackathon_event e ON e.id = j.event_id
        WHERE e.id = %s AND j.left_at IS NULL AND {JURY_IS_SHOWN}
        ORDER BY j.position, j.id"""  # noqa: S608 - our own names


@dataclass(frozen=True)
class Person:
    """A member of the jury as the public sees them."""

    id: int
    name: str
    title: str
    photo: str
    initials: str
    biography: str


def jury_of(event: Event) -> list[Person]:
    return introduced(shown_judges(event.pk))


def introduced(rows: list[Any]) -> list[Person]:
    return [
        Person(
            row.id,
            row.name,
            ", ".join(filter(None, (row.function, row.organisation))),
            row.photo,
            initials(row.name),
            row.biography,
        )
        for row in rows
    ]


def initials(name: str) -> str:
    """At most two letters that stand for a person without a photo."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def photo_or_404(event: Event, judge_id: int, reader: User) -> str:
    """The stored photo's SHA-256: for everybody if the jury is shown, else for its owner."""
    shown = {row.id: row.photo for row in shown_judges(event.pk)}
    own = reader.pk and event.judges.filter(pk=judge_id, user=reader).first()
    photo = own.photo if own else shown.get(judge_id, "")
    if not photo:
        raise Http404
    return photo


PRESIDES = Exists(PanelSeat.objects.filter(judge=OuterRef("pk"), role=PanelSeat.Role.PRESIDENT))


def seat_of(event: Event, user: User) -> Judge | None:
    """The judge, with ``presides``: whether they lead a panel."""
    judge = event.judges.seated().filter(user=user).annotate(presides=PRESIDES).first()
    if judge:
        judge.event = event
    return judge


def judge_or_404(event: Event, user: User) -> Judge:
    judge = seat_of(event, user)
    if judge is None:
        raise Http404
    return judge


def seats_of(user: User) -> QuerySet[Judge]:
    """The juries on which this person sits, the newest event first."""
    seats = user.judges_in.seated().select_related("event").annotate(presides=PRESIDES)
    return seats.order_by("-event__hacking_starts_at")


def panel_of(judge: Judge) -> QuerySet[Challenge]:
    """The challenges whose submissions the judge may be asked to score; none while in reserve."""
    seats = judge.panel_seats.exclude(role=PanelSeat.Role.RESERVE)
    return Challenge.objects.filter(panel_seats__in=seats)


def teams_of_panel(judge: Judge) -> QuerySet[Team]:
    teams = judge.event.teams.standing().filter(challenge__in=panel_of(judge).values("pk"))
    return teams.select_related("challenge").order_by("challenge__position", "name_key")


def team_of_panel_or_404(judge: Judge, team_id: int) -> Team:
    return get_object_or_404(teams_of_panel(judge), pk=team_id)


def conflicted_teams(judge: Judge) -> set[int]:
    return set(judge.conflicts.standing().values_list("team", flat=True))


def versions_for(judge: Judge) -> QuerySet[Version]:
    """What is entered and theirs to review, without what they have a conflict with."""
    if judge.event.phase_at(seen_at(judge.event)) not in AFTER_THE_DEADLINE:
        return Version.objects.none()
    own = policy.asked_of(judge, Submission.objects.filter(team__event=judge.event))
    tied = Q(submission__team__in=judge.conflicts.standing().values("team"))
    versions = entered_versions(judge.event).filter(submission__in=own.values("pk")).exclude(tied)
    open_still = Team.objects.with_closing().filter(closes_at__gt=seen_at(judge.event))
    versions = versions.exclude(submission__team__in=open_still.filter(event=judge.event))
    return versions.select_related("submission__team__challenge")


def version_or_404(judge: Judge, submission_id: int) -> Version:
    version = get_object_or_404(versions_for(judge), submission=submission_id)
    version.submission.team.event = judge.event
    return version


def is_entered(event: Event, submission_id: int) -> bool:
    """Whether the event has such a submission, whoever asks."""
    return Submission.objects.filter(team__event=event, pk=submission_id).exists()
