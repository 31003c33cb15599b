"""The rehearsal's coaches, its queue for help, and the questions about its challenges."""

from datetime import timedelta

from challenges.models import Challenge, ChallengeOwner, Question
from hackathon.kernel.operations import database_clock
from hackathon.models import Event, User
from judging.demo import accounts
from teams.models import Coach, CoachChallenge, HelpRequest, HelpStep

ADDRESSES = ("coach@example.org", "coach2@example.org", "coach3@example.org", "coach4@example.org")
LISTED = 16
SPOKEN = (["nl", "en"], ["fr"], ["fr", "nl"], ["de", "fr", "en"])
FROM = ("Police zone of Oostveldt", "Harbour patrol", "School of Petitchêne", "Control room West")
PROFILES = (
    "Twelve years on the night shift. Ask me what a patrol can carry, and what it cannot.",
    "J’ai dirigé un bureau d’accueil. Je connais les formulaires, et les gens qui les remplissent.",
    "Wijkinspecteur. Ik weet wat buren vragen en wat het verkeer doet om acht uur.",
    "Leitstelle. Fragen Sie mich, welche Daten es gibt und wie schnell sie da sind.",
)
REQUESTS = (
    ("fr", "Qui décide de l’itinéraire d’une patrouille, et à quel moment ?", "Table 12", 38),
    ("nl", "Welke gegevens over ongevallen zijn openbaar?", "https://call.example.org/room-4", 21),
    ("en", "Would an officer open an app while on duty? We need an honest answer.", "Table 3", 6),
)
QUESTIONS = (
    (
        "en",
        "May we use software that we wrote before the event?",
        "Yes, if you say so in your description. The jury scores what you add in these 30 hours.",
    ),
    (
        "fr",
        "Y a-t-il des données réelles à notre disposition ?",
        "Des jeux de données ouverts, oui. Aucune donnée à caractère personnel n’est fournie.",
    ),
    (
        "nl",
        "Moet de demo op een telefoon werken?",
        "Dat hoeft niet. Toon wel hoe iemand op straat ermee zou werken.",
    ),
)


def coaches(event: Event, challenges: list[Challenge], people: list[tuple[str, str]]) -> None:
    """Fifty of them: four with an account, some on the public list, all by name."""
    users = accounts.make((name, to) for (name, _), to in zip(people, ADDRESSES, strict=False))
    at = event.registration_opens_at
    rows = [
        Coach(
            event=event,
            name=name,
            is_listed=number < LISTED,
            organisation=FROM[number % len(FROM)] if number < LISTED else "",
            profile=PROFILES[number] if number < len(PROFILES) else "",
            languages=SPOKEN[number % len(SPOKEN)] if number < LISTED else [],
        )
        for number, (name, _) in enumerate(people)
    ]
    for coach, user in zip(rows, users, strict=False):
        coach.user, coach.email, coach.invited_at, coach.accepted_at = user, user.email, at, at
    rows = Coach.objects.bulk_create(rows)
    CoachChallenge.objects.bulk_create(
        CoachChallenge(coach=coach, challenge=challenges[number % len(challenges)])
        for number, coach in enumerate(rows[:LISTED])
    )


def questions(event: Event, challenge: Challenge, owner: User, asker: User) -> None:
    """Three that are answered for all to read."""
    ChallengeOwner.objects.create(challenge=challenge, user=owner)
    for number, (language, text, answer) in enumerate(QUESTIONS, 1):
        at = event.registration_opens_at + timedelta(hours=number)
        Question.objects.create(
            event=event,
            challenge=challenge,
            asked_by=asker,
            text=text,
            language=language,
            slot=number,
            asked_at=at,
            answer=answer,
            revision=1,
            answered_by=owner,
            answered_at=at + timedelta(hours=2),
            published_at=at + timedelta(hours=2),
        )


def requests(event: Event) -> None:
    """Two teams that wait and one to whom a coach is coming, if nobody has asked yet."""
    if HelpRequest.objects.filter(team__event=event).exists():
        return
    now = database_clock()
    coach = Coach.objects.filter(event=event, user__email=ADDRESSES[1]).first()
    teams = event.teams.order_by("pk")
    for number, (team, (language, what, where, minutes)) in enumerate(
        zip(teams, REQUESTS, strict=False)
    ):
        captain = team.members.get(is_captain=True)
        request = HelpRequest(
            team=team,
            asked_by=captain.user,
            what=what,
            where=where,
            language=language,
            slot=1,
            asked_at=now - timedelta(minutes=minutes),
        )
        if number == 1 and coach:
            request.status, request.claimed_by = HelpRequest.Status.CLAIMED, coach
            request.claimed_at = now - timedelta(minutes=9)
        request.save()
        if coach and request.claimed_at:
            HelpStep.objects.create(
                request=request, coach=coach, kind=HelpStep.Kind.CLAIMED, at=request.claimed_at
            )
