"""Smart Policing 2020: what the press release tells, and nobody's judgement made up."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from challenges.models import Challenge, Figure, Milestone, Partner, Prize, Quotation
from hackathon.models import Event, Organiser, User
from judging.demo import smart_policing_texts as texts
from judging.jury.models import Judge, PanelSeat
from judging.results.models import Award, Publication
from judging.results.selectors.publication import results_of
from judging.rules.models import JuryRules
from teams.models import Submission, Team, Version
from teams.submissions.models.submission import fingerprint_of

SLUG = "smart-policing-2020"


def brussels(day: int, hour: int) -> datetime:
    return datetime(2020, 12, day, hour, tzinfo=ZoneInfo("Europe/Brussels"))


# The days and the 30 hours are facts; the hours of the day are not known, and not shown.
TIMETABLE = {
    "registration_opens_at": brussels(1, 9) - timedelta(days=30),
    "hacking_starts_at": brussels(9, 12),
    "submissions_close_at": brussels(10, 18),
    "judging_closes_at": brussels(11, 12),
    "published_at": brussels(11, 16),
}


def load(organiser: User) -> Event:
    event = Event.objects.create(
        slug=SLUG, is_listed=True, organisers_need_second_factor=False, **texts.EVENT, **TIMETABLE
    )
    Organiser.objects.create(event=event, user=organiser, sees_marks=True)
    Quotation.objects.create(event=event, **texts.QUOTATION)
    for position, facts in enumerate(texts.PARTNERS, 1):
        Partner.objects.create(event=event, position=position, **facts)
    for position, facts in enumerate(texts.FIGURES, 1):
        Figure.objects.create(event=event, position=position, **facts)
    for day, title in texts.MILESTONES:
        Milestone.objects.create(event=event, day=date(*day), **title)
    # Who sat on the jury is public; they never had accounts here.
    JuryRules.objects.create(event=event, jury_shown=JuryRules.Shown.ALWAYS)
    judges = [
        Judge.objects.create(event=event, position=position, **facts)
        for position, facts in enumerate(texts.JURY, 1)
    ]
    for position, facts in enumerate(texts.CHALLENGES, 1):
        challenge = Challenge.objects.create(event=event, position=position, **facts)
        for judge in judges:
            PanelSeat.objects.create(judge=judge, challenge=challenge)
    for winner in texts.WINNERS:
        award(event, organiser, *winner)
    if event.published_at:
        Publication.objects.create(
            event=event, content=results_of(event), published_at=event.published_at
        )
    return event


def award(event: Event, organiser: User, slug: str, project: str, name: str) -> None:
    """A winner with its names; what the team wrote is not known, and stays empty."""
    challenge = event.challenges.get(slug=slug)
    at = event.submissions_close_at - timedelta(minutes=1)
    team = Team.objects.create(event=event, challenge=challenge, name=name, created_at=at)
    submission = Submission.objects.create(
        team=team, title=project, status=Submission.Status.SUBMITTED, saved_at=at, submitted_at=at
    )
    version = Version(
        submission=submission, number=1, title=project, submitted_at=at, submitted_by=organiser
    )
    version.sha256 = fingerprint_of(version, [])
    version.save()
    prize = Prize.objects.create(challenge=challenge, **texts.PRIZE)
    Award.objects.create(prize=prize, submission=submission)
