"""The projects as everyone sees them: once the results are public, or the organiser opens them."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.http import Http404

from challenges.selectors import shown_challenges
from hackathon.kernel.readings import Reading, gather_rows
from hackathon.kernel.sections import GALLERY, readings_of
from hackathon.models import Event
from teams.submissions.models.submission import Version
from teams.team.models.team import Member

A_PAGE = 24
MOST_WORDS = 8

# What is shown of a submission: its last version, if it stands and its team has finished writing.
SHOWN = """
    SELECT DISTINCT ON (v.submission_id)
        v.submission_id AS id, v.id AS version_id, v.title, v.summary, v.technologies,
        t.name AS team, t.event_id, t.challenge_id, c.position
    FROM teams_version v
    JOIN teams_submission s ON s.id = v.submission_id
    JOIN teams_team t ON t.id = s.team_id
    JOIN challenges_challenge c ON c.id = t.challenge_id
    JOIN hackathon_event e ON e.id = t.event_id
    WHERE t.event_id = %s AND s.status = 'submitted' AND s.triage <> 'no'
        AND NOT EXISTS (SELECT 1 FROM teams_recall r WHERE r.version_id = v.id)
        AND (t.closed_at IS NULL OR t.closed_at > e.published_at)
        AND (e.published_at IS NOT NULL OR (e.gallery_opened_at IS NOT NULL AND LEAST(
            GREATEST(COALESCE(c.submissions_close_at, e.submissions_close_at), t.extended_until)
                + e.grace_minutes * interval '1 minute', e.judging_closes_at
        ) <= clock_timestamp()))
    ORDER BY v.submission_id, v.number DESC"""
ORDER = "position, lower(title), id"
HAYSTACK = "concat_ws(' ', title, summary, team, array_to_string(technologies, ' '))"


@Reading
def shown_page(language: str) -> str:
    """One row: the projects of a page as JSON, how many there are, and all technologies.

    What is shown is worked out once for all three: planning it costs more than answering it.
    """
    return f"""
        WITH entered AS MATERIALIZED ({SHOWN}), wanted AS (
            SELECT * FROM entered
            WHERE (%s::bigint IS NULL OR challenge_id = %s)
                AND (%s = '' OR %s = ANY(technologies))
                AND (%s::bigint[] IS NULL OR id = ANY(%s))
                AND NOT EXISTS (SELECT 1 FROM unnest(%s::text[]) word
                    WHERE {HAYSTACK} NOT ILIKE word)
        )
        SELECT (SELECT json_agg(p) FROM (
                SELECT id, title, summary, team, challenge_id FROM wanted
                ORDER BY {ORDER} LIMIT %s OFFSET %s) p) AS projects,
            (SELECT count(*) FROM wanted) AS found,
            (SELECT json_agg(word ORDER BY lower(word), word) FROM (
                SELECT DISTINCT word FROM entered, unnest(technologies) word LIMIT 200) w
            ) AS technologies"""  # noqa: S608 - nothing of a reader's is in it


@Reading
def shown_feed(language: str) -> str:
    return f"""
        SELECT *, COALESCE(published_at, gallery_opened_at) AS shown_since
        FROM ({SHOWN}) entered
        JOIN (SELECT id AS event_id, slug, published_at, gallery_opened_at FROM hackathon_event) e
            USING (event_id)
        ORDER BY {ORDER} LIMIT 500"""  # noqa: S608 - our own names


@Reading
def shown_neighbours(language: str) -> str:
    return f"""
        SELECT * FROM (
            SELECT id, version_id, lag(id) OVER w AS before_id, lag(title) OVER w AS before,
                lead(id) OVER w AS after_id, lead(title) OVER w AS after
            FROM ({SHOWN}) entered WINDOW w AS (ORDER BY {ORDER})
        ) line WHERE id = %s"""  # noqa: S608 - our own names


@dataclass(frozen=True)
class Wanted:
    """What a reader looks for; what is empty does not count."""

    words: str = ""
    challenge: int | None = None
    technology: str = ""
    winners: bool = False
    page: int = 1

    @property
    def patterns(self) -> list[str]:
        escaped = self.words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        return [f"%{word}%" for word in escaped.split()[:MOST_WORDS]]


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
    shelves: list[tuple[Any, list[tuple[Any, list[str]]]]] = field(default_factory=list)
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


FACTS = {"challenges": shown_challenges}


def gallery(event: Event, wanted: Wanted) -> Gallery:
    """Three queries, whatever is asked; none while the gallery is closed."""
    if not is_open(event):
        return Gallery()
    facts = gather_rows({**FACTS, **readings_of(GALLERY)}, event.pk)
    awards = awards_in(facts)
    page = max(1, min(wanted.page, 10_000))
    shown = page_of(event, wanted, list(awards), page)
    by_number = {challenge.id: challenge for challenge in facts["challenges"]}
    shelves: dict[int, list[tuple[Any, list[str]]]] = {}
    for row in map(name_columns, shown.projects or []):
        shelves.setdefault(row.challenge_id, []).append((row, awards.get(row.id, [])))
    return Gallery(
        is_open=True,
        shelves=[(by_number[number], shelf) for number, shelf in shelves.items()],
        found=shown.found,
        page=page,
        pages=max(1, -(-shown.found // A_PAGE)),
        choices=Choices(
            challenges=tuple((row.id, row.title) for row in facts["challenges"]),
            technologies=tuple(shown.technologies or ()),
            has_winners=bool(awards),
        ),
    )


def page_of(event: Event, wanted: Wanted, winners: list[int], page: int) -> Any:
    only = winners if wanted.winners else None
    return shown_page(
        event.pk,
        wanted.challenge,
        wanted.challenge,
        wanted.technology,
        wanted.technology,
        only,
        only,
        wanted.patterns,
        A_PAGE,
        (page - 1) * A_PAGE,
    )[0]


def name_columns(row: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**row)


def every_project(event: Event) -> list[Any]:
    """All at once, each with the event's short name and since when it has been shown."""
    return shown_feed(event.pk) if is_open(event) else []


def awards_in(facts: dict[str, list[Any]]) -> dict[int, list[str]]:
    """A submission's number to the titles of what it won: empty until the results are public."""
    won: dict[int, list[str]] = {}
    for name in readings_of(GALLERY):
        for row in facts[name]:
            won.setdefault(row.id, []).append(row.title)
    return won


def awards_of(event: Event, submission_id: int) -> list[str]:
    return awards_in(gather_rows(readings_of(GALLERY), event.pk)).get(submission_id, [])


def place_or_404(event: Event, submission_id: int) -> Any:
    """Where a project stands in the gallery, with the ones before and after it."""
    rows = shown_neighbours(event.pk, submission_id) if is_open(event) else []
    if not rows:
        raise Http404
    return rows[0]


def version_at(event: Event, place: Any) -> Version:
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
