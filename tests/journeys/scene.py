"""An event with something on every page, in the phase that a test asks for."""

from datetime import date

from django.utils import timezone

from challenges.models import Figure, Milestone, Partner, Quotation
from hackathon.kernel.guard import unguarded
from judging.rules.services import publish
from judging.seats.services.jury import invite_judge
from teams.help.services.coaches import invite_coach
from teams.mergers.services import offer_merge
from teams.models import EntryQuestion
from teams.team.services.joining import ask_to_join, open_link
from teams.team.services.registration import edit_team, register_team
from tests import factories

QUESTION = "Wie können neue Technologien die Einsatzbereitschaftsplanung besser unterstützen?"
STORY = (
    "Police officers and citizens **together**.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"
)


def facts(event):
    with unguarded("scene"):
        Figure.objects.create(event=event, value="30", label="hours")
        Figure.objects.create(event=event, value="200+", label="participants")
        Milestone.objects.create(event=event, day=date(2026, 12, 9), title="Welcome day")
        Partner.objects.create(event=event, name="Institute of Roads", role="Knowledge")
        Quotation.objects.create(
            event=event,
            text="Society changes, and so do we.",
            author="A. Minister",
            function="Minister",
        )


def event_in(phase, slug):
    """The event, its people by role, and its ids for the addresses of pages."""
    during = "deliberation" if phase == "published" else phase
    event = factories.EventFactory(
        during=during,
        slug=slug,
        headline="Build the service of tomorrow, in 30 hours",
        summary="Four questions that matter. Teams answer them, a jury judges.",
        story=STORY,
        place="Online",
        contact_email="help@example.org",
    )
    facts(event)
    challenge = factories.ChallengeFactory(
        event=event, title="Smart operation", question=QUESTION, brief=STORY
    )
    prize = factories.PrizeFactory(challenge=challenge, reward="A year of coaching")
    seat = factories.MemberFactory(team__event=event, team__challenge=challenge)
    submission = factories.SubmissionFactory(team=seat.team, summary="Trains, found faster.")
    version = factories.VersionFactory(
        submission=submission,
        submitted_by=seat.user,
        summary="Trains, found faster.",
        description=STORY,
        demo_url="https://demo.example.org/",
    )
    for title, weight in (("Usefulness in the field", 35), ("Innovation", 30), ("Feasibility", 20)):
        factories.CriterionFactory(event=event, title=title, weight=weight, meaning="How far?")
    with unguarded("scene"):
        publish(event, factories.OrganiserFactory(event=event).user, timezone.now())
    judge = factories.JudgeFactory(
        event=event, function="Chief commissioner", organisation="Federal police"
    )
    factories.PanelSeatFactory(judge=judge, challenge=challenge)
    if phase == "published":
        factories.AwardFactory(prize=prize, submission=submission)
        factories.published(event)
    newcomer = factories.UserFactory()
    more = coached(event, challenge, seat)
    return {
        "event": event,
        "challenge": challenge,
        "team": seat.team,
        "captain": seat.user,
        "version": version,
        "submission": submission,
        "judge": judge,
        "newcomer": newcomer,
        **more,
    }


def coached(event, challenge, seat):
    """Two coaches, a request of each state that is open, and questions of each kind."""
    now = timezone.now()
    coach = factories.CoachFactory(
        event=event, organisation="Local police", profile="Ten years of night shifts."
    )
    factories.CoachChallengeFactory(coach=coach, challenge=challenge)
    factories.CoachFactory(event=event)
    request = factories.HelpRequestFactory(team=seat.team, asked_by=seat.user, what="Railbow?")
    factories.HelpRequestFactory(
        team=seat.team,
        asked_by=seat.user,
        slot=2,
        status="claimed",
        claimed_by=coach,
        claimed_at=now,
        what="Railbow, again?",
    )
    owner = factories.ChallengeOwnerFactory(challenge=challenge)
    question = factories.QuestionFactory(challenge=challenge, text="Is Railbow a good name?")
    answer = {"answer": "Yes.", "answered_by": owner.user, "answered_at": now}
    factories.QuestionFactory(challenge=challenge, published_at=now, **answer)
    factories.QuestionFactory(challenge=challenge, asked_by=question.asked_by, slot=2, **answer)
    return {
        "coach": coach,
        "help": request,
        "owner": owner,
        "question": question,
        "asker": question.asked_by,
    }


def invited(scene):
    """Somebody with an open invitation; only while teams may register."""
    guest = factories.UserFactory()
    event, challenge = scene["event"], scene["challenge"]
    team = register_team(
        actor=factories.UserFactory(),
        event=event,
        name="Second team",
        challenge=challenge,
        invite=[guest.email],
    )
    return guest, team.invitations.get()


def asked(scene):
    """Somebody who has been asked to sit on the jury and has not answered."""
    expert, event = factories.UserFactory(), scene["event"]
    seat = factories.JudgeFactory(
        event=event, user=None, email=expert.email, name="Expert", accepted_at=None
    )
    invite_judge(actor=factories.OrganiserFactory(event=event).user, judge=seat)
    return expert, seat


def wanted(scene):
    """Somebody who has been asked to coach and has not answered."""
    helper, event = factories.UserFactory(), scene["event"]
    seat = factories.CoachFactory(
        event=event, user=None, email=helper.email, name="Helper", accepted_at=None
    )
    invite_coach(actor=factories.OrganiserFactory(event=event).user, coach=seat)
    return helper, seat


def at_the_doors(scene):
    """A team with a second member, a link, a request and a proposal; who comes, and who may."""
    team, captain, event = scene["team"], scene["captain"], scene["event"]
    second = factories.MemberFactory(team=team, seat=2, is_captain=False)
    edit_team(actor=captain, team=team, is_open=True, wanted_skills=["law"], languages=["fr"])
    other = factories.MemberFactory(team__event=event, team__challenge=scene["challenge"])
    comer = factories.UserFactory()
    request = ask_to_join(actor=comer, team=team, message="I know trains.")
    link = open_link(actor=captain, team=team, uses=2, days=2)
    offer = offer_merge(actor=captain, team=team, other=other.team, keeps_ours=True)
    with unguarded("scene"):
        EntryQuestion.objects.create(event=event, label="Diet", help="For lunch.")
        EntryQuestion.objects.create(event=event, label="Days", kind="choices", options="1\n2")
    return {
        "second": second,
        "request": request,
        "link": link,
        "offer": offer,
        "comer": comer,
        "stranger": factories.UserFactory(),
    }
