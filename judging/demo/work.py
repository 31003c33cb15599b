"""What the rehearsal's teams write and hand in."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify

from hackathon.files.storage import store
from hackathon.models import Event
from judging.demo import projects
from judging.demo.descriptions import description
from judging.demo.leaflet import pdf
from teams.models import Attachment, Submission, Team, Version, VersionFile
from teams.submissions.models.submission import CONTENT, fingerprint_of

PROJECTS = [project for shelf in projects.SHELVES for project in shelf]
DRAFT = Submission.Status.DRAFT
TECHNOLOGIES: tuple[list[str], ...] = (
    ["python", "maps"],
    ["computer vision"],
    ["mobile app", "open data"],
    [],
    ["speech", "python"],
)
LATE = {7, 30}  # these two never get further than a draft


def write_projects(event: Event, *, everybody: bool) -> None:
    """Drafts and submitted versions for the rehearsal's own teams that have none yet."""
    teams = list(event.teams.order_by("pk")[: len(PROJECTS)])
    known = {
        submission.team_id: submission for submission in Submission.objects.filter(team__in=teams)
    }
    fresh, entered = [], []
    for number, (team, project) in enumerate(zip(teams, PROJECTS, strict=False)):
        wants_to_submit = number not in LATE if everybody else number % 3 == 0
        submission = known.get(team.pk)
        if submission is None and (everybody or number % 3 != 2):
            submission = draft(event, team, number, *project)
            fresh.append(submission)
            if number % 11 == 0:
                leaflet(team, submission.title, submission.saved_at)
        # what a visitor is still writing while teams hack is theirs to submit
        untouched = everybody or team.pk not in known
        if submission and wants_to_submit and untouched and submission.status == DRAFT:
            submission.status = Submission.Status.SUBMITTED
            submission.submitted_at = submission.saved_at
            entered.append(submission)
    Submission.objects.bulk_create(fresh)
    Submission.objects.bulk_update(
        [row for row in entered if row.team_id in known], ["status", "submitted_at"]
    )
    freeze(entered)


def freeze(entered: list[Submission]) -> None:
    """A version of each, with its files."""
    versions = Version.objects.bulk_create(frozen(submission) for submission in entered)
    VersionFile.objects.bulk_create(
        VersionFile(version=version, attachment=file, position=position)
        for version in versions
        for position, file in enumerate(version.submission.files, 1)
    )


def draft(
    event: Event, team: Team, number: int, language: str, title: str, summary: str
) -> Submission:
    at = max(
        event.hacking_starts_at + timedelta(minutes=17 * (number % 19) + 5),
        event.submissions_close_at - timedelta(hours=40),
    )
    address = f"https://{slugify(title)}.example.org"
    return Submission(
        team=team,
        title=title,
        summary=summary,
        description=description(language, number),
        repository_url=f"{address}/code",
        demo_url=f"{address}/" if number % 2 else "",
        video_url=f"{address}/video" if number % 4 == 0 else "",
        revision=1,
        saved_at=at,
        technologies=TECHNOLOGIES[number % len(TECHNOLOGIES)],
    )


def frozen(submission: Submission) -> Version:
    return Version(
        submission=submission,
        number=submission.versions.count() + 1,
        submitted_at=submission.submitted_at or submission.saved_at,
        submitted_by=submission.team.members.get(is_captain=True).user,
        sha256=fingerprint_of(submission, list(submission.files)),
        **{name: getattr(submission, name) for name in CONTENT},
    )


def leaflet(team: Team, title: str, at: datetime) -> Attachment:
    file = store(SimpleUploadedFile("leaflet.pdf", pdf(title)))
    return Attachment.objects.create(
        team=team, name=file.name, sha256=file.sha256, size=file.size, created_at=at
    )
