"""What the rehearsal's teams write and its jury scores."""

import random
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from hackathon.models import Event
from judging.demo import projects
from judging.models import Judge, Score, Scorecard
from teams.models import Attachment, Submission, Team, Version
from teams.services.submissions import CONTENT
from teams.storage import store

PROJECTS = [project for shelf in projects.SHELVES for project in shelf]
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
        if submission and wants_to_submit and submission.status == Submission.Status.DRAFT:
            submission.status = Submission.Status.SUBMITTED
            submission.submitted_at = submission.saved_at
            entered.append(submission)
    Submission.objects.bulk_create(fresh)
    Submission.objects.bulk_update(
        [row for row in entered if row.team_id in known], ["status", "submitted_at"]
    )
    Version.objects.bulk_create(frozen(submission) for submission in entered)


def draft(
    event: Event, team: Team, number: int, language: str, title: str, summary: str
) -> Submission:
    at = max(
        event.hacking_starts_at + timedelta(minutes=17 * (number % 19) + 5),
        event.submissions_close_at - timedelta(hours=40),
    )
    address = f"https://{title.split()[0].lower().encode('idna').decode()}.example.org"
    return Submission(
        team=team, title=title, summary=summary, description=projects.MORE[language],
        repository_url=f"{address}/code", demo_url=f"{address}/" if number % 2 else "",
        video_url=f"{address}/video" if number % 4 == 0 else "", revision=1, saved_at=at,
        attachment=leaflet(team, title, at) if number % 11 == 0 else None,
    )  # fmt: skip


def frozen(submission: Submission) -> Version:
    version = Version(
        submission=submission, number=submission.versions.count() + 1,
        submitted_at=submission.submitted_at,
        submitted_by=submission.team.members.get(is_captain=True).user,
        attachment=submission.attachment,
        **{name: getattr(submission, name) for name in CONTENT},
    )  # fmt: skip
    version.sha256 = version.fingerprint
    return version


def leaflet(team: Team, title: str, at) -> Attachment:
    file = store(SimpleUploadedFile("leaflet.pdf", pdf(title)))
    return Attachment.objects.create(
        team=team, name=file.name, sha256=file.sha256, size=file.size, created_at=at
    )


def pdf(words: str) -> bytes:
    """One A4 page with one line on it."""
    line = words.encode("cp1252", "replace").replace(b"(", b"").replace(b")", b"")
    drawing = b"BT /F1 28 Tf 72 720 Td (" + line + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n"
    ) % (len(objects) + 1, table, len(objects) + 1, len(body))


def score(event: Event, *, everything: bool) -> None:
    """Scorecards that are missing; with ``everything`` those that were begun are completed."""
    criteria = list(event.criteria.all())
    cards, marks = [], []
    for judge in event.judges.filter(accepted_at__isnull=False).prefetch_related(
        "panel_seats", "conflicts", "scorecards"
    ):
        done = {card.version_id for card in judge.scorecards.all()}
        for version in versions_for(judge):
            if version.pk not in done and (card := begun(judge, version, everything)):
                cards.append(card)
    if everything:
        hand_in_the_rest(event, criteria)
    Scorecard.objects.bulk_create(cards)
    for card in cards:
        given = criteria if card.handed_in_at else criteria[:2]
        marks += [mark(card, criterion) for criterion in given]
    Score.objects.bulk_create(marks)


def versions_for(judge: Judge) -> list[Version]:
    tied = {conflict.team_id for conflict in judge.conflicts.all()}
    panel = {seat.challenge_id for seat in judge.panel_seats.all()}
    versions = Version.objects.entered().filter(submission__team__challenge__in=panel)
    versions = versions.select_related("submission__team").exclude(submission__team__in=tied)
    return list(versions)


def begun(judge: Judge, version: Version, everything: bool) -> Scorecard | None:
    turn = (judge.position * 7 + version.submission.team_id * 3) % 10
    if not everything and turn >= 6:
        return None
    handed_in = everything or turn < 4
    at = judge.event.submissions_close_at + timedelta(minutes=20 + turn * 13)
    language = judge.user.language if judge.user else "en"
    return Scorecard(
        judge=judge, version=version, revision=1, handed_in_at=at if handed_in else None,
        remarks=projects.REMARKS[language] if handed_in and turn % 2 else "",
    )  # fmt: skip


def hand_in_the_rest(event: Event, criteria: list) -> None:
    open_cards = Scorecard.objects.filter(judge__event=event, handed_in_at=None)
    for card in open_cards.select_related("judge", "version").prefetch_related("scores"):
        given = {score.criterion_id for score in card.scores.all()}
        Score.objects.bulk_create(mark(card, line) for line in criteria if line.pk not in given)
        card.handed_in_at = event.judging_closes_at - timedelta(minutes=30)
        card.save()


def mark(card: Scorecard, criterion) -> Score:
    """Judges differ in severity, projects in quality, and no mark is a surprise twice."""
    chance = random.Random(  # noqa: S311 - always the same marks
        f"{card.judge.position} {card.version.title} {criterion.position}"
    )
    quality = random.Random(card.version.title).uniform(2.2, 4.4)  # noqa: S311
    severity = (card.judge.position % 4 - 1.5) * 0.4
    value = round(quality + severity + chance.gauss(0, 0.6))
    return Score(scorecard=card, criterion=criterion, value=max(1, min(5, value)))
