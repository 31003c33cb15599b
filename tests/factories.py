"""Rows for tests. Factories surprise nobody: what a test relies on, the test writes."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from challenges.models import Challenge, ChallengeOwner, Prize, Question
from hackathon.kernel.guard import unguarded
from hackathon.models import Event, Organiser, User
from judging.models import Award, Criterion, Judge, PanelSeat, Publication, Score, Scorecard
from judging.results.selectors.publication import results_of
from teams.models import Coach, CoachChallenge, HelpRequest, Member, Submission, Team, Version

STARTS = ["registration", "hacking", "judging", "deliberation"]


class GuardedFactory(DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model, *args, **kwargs):
        with unguarded("factory"):
            return super()._create(model, *args, **kwargs)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")


FIRST = 100  # of names that come in the order of their numbers, up to 999


def number_anew() -> None:
    """Names begin as in a process that has made none: lists by name have the same order then."""
    for made in (UserFactory, EventFactory, ChallengeFactory, TeamFactory, CriterionFactory):
        made.reset_sequence(FIRST, force=True)


class EventFactory(GuardedFactory):
    """``during`` puts the clock in the middle of a phase: EventFactory(during="judging")."""

    class Meta:
        model = Event

    class Params:
        during = "hacking"

    slug = factory.Sequence(lambda n: f"event-{n}")
    name = "Hack the Sprout"
    is_listed = True
    organisers_need_second_factor = False

    @classmethod
    def timetable(cls, during):
        now, day = timezone.now(), timedelta(days=1)
        steps = STARTS.index(during) if during in STARTS else -1
        return [now + day * (index - steps) - day / 2 for index in range(4)]

    registration_opens_at = factory.LazyAttribute(lambda o: EventFactory.timetable(o.during)[0])
    hacking_starts_at = factory.LazyAttribute(lambda o: EventFactory.timetable(o.during)[1])
    submissions_close_at = factory.LazyAttribute(lambda o: EventFactory.timetable(o.during)[2])
    judging_closes_at = factory.LazyAttribute(lambda o: EventFactory.timetable(o.during)[3])


class OrganiserFactory(GuardedFactory):
    class Meta:
        model = Organiser

    sees_marks = True
    user = factory.SubFactory(UserFactory)


class ChallengeFactory(GuardedFactory):
    class Meta:
        model = Challenge

    slug = factory.Sequence(lambda n: f"challenge-{n}")
    title = "Greener travel"
    question = "How can we travel greener?"


class TeamFactory(GuardedFactory):
    class Meta:
        model = Team

    event = factory.SubFactory(EventFactory)
    challenge = factory.LazyAttribute(lambda o: ChallengeFactory(event=o.event))
    name = factory.Sequence(lambda n: f"Team {n}")
    created_at = factory.LazyFunction(timezone.now)


class MemberFactory(GuardedFactory):
    class Meta:
        model = Member

    team = factory.SubFactory(TeamFactory)
    event = factory.SelfAttribute("team.event")
    user = factory.SubFactory(UserFactory)
    seat = 1
    seats = 5
    is_captain = True
    joined_at = factory.LazyFunction(timezone.now)


class PrizeFactory(GuardedFactory):
    class Meta:
        model = Prize

    title = "First prize"


class SubmissionFactory(GuardedFactory):
    class Meta:
        model = Submission

    title = "Railbow"
    status = "submitted"
    saved_at = submitted_at = factory.LazyFunction(timezone.now)


class VersionFactory(GuardedFactory):
    class Meta:
        model = Version

    number = 1
    title = "Railbow"
    submitted_at = factory.LazyFunction(timezone.now)


class CriterionFactory(GuardedFactory):
    class Meta:
        model = Criterion

    title = factory.Sequence(lambda n: f"Criterion {n}")


class JudgeFactory(GuardedFactory):
    class Meta:
        model = Judge

    user = factory.SubFactory(UserFactory)
    name = factory.SelfAttribute("user.name")
    email = factory.SelfAttribute("user.email")
    accepted_at = factory.LazyFunction(timezone.now)


class PanelSeatFactory(GuardedFactory):
    class Meta:
        model = PanelSeat


class CoachFactory(GuardedFactory):
    class Meta:
        model = Coach

    user = factory.SubFactory(UserFactory)
    name = factory.SelfAttribute("user.name")
    email = factory.SelfAttribute("user.email")
    languages = ["en"]
    accepted_at = factory.LazyFunction(timezone.now)


class CoachChallengeFactory(GuardedFactory):
    class Meta:
        model = CoachChallenge


class HelpRequestFactory(GuardedFactory):
    class Meta:
        model = HelpRequest

    what = "How are patrols planned?"
    where = "Table 7"
    language = "en"
    slot = 1
    asked_at = factory.LazyFunction(timezone.now)


class ChallengeOwnerFactory(GuardedFactory):
    class Meta:
        model = ChallengeOwner

    user = factory.SubFactory(UserFactory)


class QuestionFactory(GuardedFactory):
    class Meta:
        model = Question

    event = factory.SelfAttribute("challenge.event")
    asked_by = factory.SubFactory(UserFactory)
    text = "May we use open data?"
    language = "en"
    slot = 1
    asked_at = factory.LazyFunction(timezone.now)


class ScorecardFactory(GuardedFactory):
    class Meta:
        model = Scorecard


class ScoreFactory(GuardedFactory):
    class Meta:
        model = Score

    value = 4
    lowest = factory.SelfAttribute("criterion.lowest")
    highest = factory.SelfAttribute("criterion.highest")


class AwardFactory(GuardedFactory):
    class Meta:
        model = Award

    reason = "The jury's own choice."


def submitted(event):
    """A team of one with a submitted version, in a challenge of its own."""
    member = MemberFactory(team__event=event)
    submission = SubmissionFactory(team=member.team)
    return VersionFactory(submission=submission, submitted_by=member.user)


def judged_event(during="judging"):
    """An event with one submitted version, two criteria, and a judge on its panel."""
    event = EventFactory(during=during)
    version = submitted(event)
    CriterionFactory.create_batch(2, event=event)
    judge = JudgeFactory(event=event)
    PanelSeatFactory(judge=judge, challenge=version.submission.team.challenge)
    return judge, version


def published(event):
    """The event with its timetable in the past, published an hour ago; nobody is told."""
    now = timezone.now()
    names = [f"{step}_at" for step in ("registration_opens", "hacking_starts", "submissions_close")]
    for hours, name in enumerate([*names, "judging_closes_at", "published_at"]):
        setattr(event, name, now - timedelta(hours=5 - hours))
    with unguarded("factory"):
        event.save()
        Publication.objects.update_or_create(
            event=event,
            defaults={"content": results_of(event), "published_at": event.published_at},
        )
    return event
