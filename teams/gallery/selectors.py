"""The projects as everyone sees them: once the results are public, or the organiser opens them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat, Lower
from django.http import Http404

from challenges.models import Challenge
from challenges.selectors import shown_challenges
from hackathon.events.selectors import ClockTimestamp
from hackathon.kernel.prepared import Given, IsAnyOf, Prepared
from hackathon.kernel.sections import GALLERY, Win, Wins, compose_sections
from hackathon.models import Event
from teams.deadlines.rule import closing_in
from teams.submissions.models.submission import Submission, Version
from teams.team.models.team import Member

A_PAGE = 24
MOST_WORDS = 8
MOST_TECHNOLOGIES = 200
MOST_IN_FEED = 500
TEAM = "submission__team"


class Shown(NamedTuple):
    """A project in the line of all that are shown; ``id`` is its submission's."""

    version: int
    id: int
    title: str
    technologies: list[str]


@Prepared
def shown_versions() -> QuerySet[Version, Any]:
    """What is entered; while organisers show it before the results, of teams whose time is over."""
    is_published = Q(team__event__published_at__isnull=False)
    is_opened = Q(team__event__gallery_opened_at__isnull=False, closes_at__lte=ClockTimestamp())
    entered = Submission.objects.judgeable().filter(team__event=Given("event"))
    entered = entered.alias(closes_at=closing_in("team__")).filter(is_published | is_opened)
    shown = Version.objects.last_of(entered)
    ordered = shown.order_by(f"{TEAM}__challenge__position", Lower("title"), "submission_id")
    return ordered.values_list("pk", "submission_id", "title", "technologies")


def line_of(event: Event) -> list[Shown]:
    """All that is shown, in the gallery's order: by challenge, then by title."""
    return list(map(Shown._make, shown_versions.rows(event=event.pk))) if is_open(event) else []


@dataclass(frozen=True)
class Project:
    """What lists tell of a project; ``id`` is its submission's."""

    event: Event
    id: int
    title: str
    summary: str
    technologies: list[str]
    team: str
    challenge_id: int

    @property
    def shown_since(self) -> datetime | None:
        return self.event.published_at or self.event.gallery_opened_at


@Prepared
def told_of_versions() -> QuerySet[Version, Any]:
    versions = Version.objects.on_record().filter(IsAnyOf("pk", Given("pks")))
    return versions.values_list("pk", "summary", f"{TEAM}__name", f"{TEAM}__challenge")


def projects_of(event: Event, line: list[Shown]) -> list[Project]:
    """In the order of the line."""
    rows = told_of_versions.rows(pks=[shown.version for shown in line])
    told = {pk: more for pk, *more in rows}
    projects = []
    for shown in line:
        summary, team, challenge = told[shown.version]
        texts = (shown.title, summary, shown.technologies, team)
        projects.append(Project(event, shown.id, *texts, challenge))
    return projects


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; what is empty does not count."""

    words: str = ""
    challenge: int | None = None
    technology: str = ""
    winners: bool = False
    page: int = 1


@dataclass(frozen=True)
class Choices:
    """What the projects can be narrowed by: challenges as number and title."""

    challenges: tuple[tuple[int, str], ...] = ()
    technologies: tuple[str, ...] = ()
    has_winners: bool = False


@dataclass(frozen=True)
class Gallery:
    """A page of projects, shelf by shelf, and what they can be narrowed by."""

    is_open: bool = False
    shelves: list[tuple[Challenge, list[tuple[Project, list[Win]]]]] = field(default_factory=list)
    found: int = 0
    page: int = 1
    pages: int = 1
    choices: Choices = Choices()

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def is_open(event: Event) -> bool:
    return bool(event.published_at or event.gallery_opened_at)


def gallery(event: Event, wanted: Wanted) -> Gallery:
    """One query more where a reader looks for something; none while the gallery is closed."""
    if not is_open(event):
        return Gallery()
    challenges = {challenge.pk: challenge for challenge in shown_challenges(event)}
    awards, line = awards_in(event), line_of(event)
    found = narrow_line(line, wanted, awards)
    page = max(1, min(wanted.page, 10_000))
    projects = projects_of(event, found[(page - 1) * A_PAGE : page * A_PAGE])
    return Gallery(
        is_open=True,
        shelves=on_shelves(projects, challenges, awards),
        found=len(found),
        page=page,
        pages=max(1, -(-len(found) // A_PAGE)),
        choices=Choices(
            challenges=tuple((row.pk, row.title) for row in challenges.values()),
            technologies=tuple(technologies_of(line)),
            has_winners=bool(awards),
        ),
    )


def narrow_line(line: list[Shown], wanted: Wanted, awards: dict[int, list[Win]]) -> list[Shown]:
    """What has all of what a reader looks for, in the same order."""
    if wanted == Wanted(page=wanted.page):
        return line
    versions = Version.objects.filter(pk__in=[shown.version for shown in line])
    if wanted.challenge is not None:
        versions = versions.filter(submission__team__challenge=wanted.challenge)
    if wanted.technology:
        versions = versions.filter(technologies__contains=[wanted.technology])
    if wanted.winners:
        versions = versions.filter(submission__in=awards)
    if words := wanted.words.split()[:MOST_WORDS]:
        versions = versions.alias(haystack=haystack())
        for word in words:
            versions = versions.filter(haystack__icontains=word)
    found = set(versions.values_list("pk", flat=True))
    return [shown for shown in line if shown.version in found]


def technologies_of(line: list[Shown]) -> list[str]:
    """All that the projects name, each once."""
    words = {word for shown in line for word in shown.technologies}
    return sorted(words, key=lambda word: (word.lower(), word))[:MOST_TECHNOLOGIES]


def haystack() -> Concat:
    """All texts in which words are sought."""
    space = Value(" ")
    technologies = Func("technologies", space, function="array_to_string", output_field=TextField())
    texts = ("title", space, "summary", space, f"{TEAM}__name", space, technologies)
    return Concat(*texts, output_field=TextField())


def on_shelves(
    projects: list[Project], challenges: dict[int, Challenge], awards: dict[int, list[Win]]
) -> list[tuple[Challenge, list[tuple[Project, list[Win]]]]]:
    """The projects by challenge, each with what it won."""
    shelves: dict[int, list[tuple[Project, list[Win]]]] = {}
    for project in projects:
        shelf = shelves.setdefault(project.challenge_id, [])
        shelf.append((project, awards.get(project.id, [])))
    return [(challenges[number], shelf) for number, shelf in shelves.items()]


def every_project(event: Event) -> list[Project]:
    """All at once, for the feed."""
    return projects_of(event, line_of(event)[:MOST_IN_FEED])


def awards_in(event: Event) -> dict[int, list[Win]]:
    """A submission's number to what it won, as everybody may know it: empty until the results are
    public."""
    won: dict[int, list[Win]] = {}
    for part in compose_sections(GALLERY, event, AnonymousUser()):
        won |= part.of_submissions if isinstance(part, Wins) else {}
    return won


def awards_of(event: Event, submission_id: int) -> list[Win]:
    return awards_in(event).get(submission_id, [])


@dataclass(frozen=True)
class Place:
    """Where a project stands in the gallery, with the ones before and after it."""

    version_id: int
    before_id: int | None = None
    before: str = ""
    after_id: int | None = None
    after: str = ""


def place_or_404(event: Event, submission_id: int) -> Place:
    line = line_of(event)
    at = next((at for at, shown in enumerate(line) if shown.id == submission_id), None)
    if at is None:
        raise Http404
    place = Place(line[at].version)
    if at > 0:
        place = replace(place, before_id=line[at - 1].id, before=line[at - 1].title)
    if at + 1 < len(line):
        place = replace(place, after_id=line[at + 1].id, after=line[at + 1].title)
    return place


def version_at(event: Event, place: Place) -> Version:
    versions = Version.objects.on_record().select_related("submission__team__challenge")
    version = versions.get(pk=place.version_id)
    version.submission.team.event = event
    return version


def public_version_or_404(event: Event, submission_id: int) -> Version:
    return version_at(event, place_or_404(event, submission_id))


def named_members(version: Version) -> list[str]:
    """Those who agreed to be named, and nobody else."""
    seats = Member.objects.filter(team=version.submission.team_id, is_named=True)
    names = seats.exclude(user__name="").order_by("user__name", "pk")
    return list(names.values_list("user__name", flat=True))
