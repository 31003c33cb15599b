"""The rehearsal edition as it stands before anybody has written a line of a project."""

import random
from itertools import islice

from challenges.models import Challenge, Figure, Milestone, Partner, Prize
from hackathon.models import Event, Organiser, User
from judging.demo import accounts, names, projects
from judging.demo import rehearsal_texts as texts
from judging.demo.phases import DAY_ZERO, timetable
from judging.models import Conflict, Criterion, Judge, PanelSeat
from teams.models import Coach, Invitation, Member, Team

SLUG = "rehearsal"
SEATS = 5
COACHES = 50


def load(organiser: User) -> Event:
    event = Event.objects.create(
        slug=SLUG, is_listed=True, accent="teal", contact_email="help@example.org",
        max_team_size=SEATS, **texts.EVENT, **timetable("hacking"),
    )  # fmt: skip
    Organiser.objects.create(event=event, user=organiser)
    facts(event)
    challenges = offer(event)
    people = names.people(seed=2020)
    judges = jury(event, challenges, people)
    teams = register(event, challenges, people)
    Coach.objects.bulk_create(Coach(event=event, name=name) for name, _ in islice(people, COACHES))
    accounts.make([(next(people)[0], "newcomer@example.org")])
    for judge, team in ((judges[0], teams[3]), (judges[5], teams[14]), (judges[9], teams[25])):
        Conflict.objects.create(judge=judge, team=team, declared_at=event.hacking_starts_at)
    return event


def facts(event: Event) -> None:
    for position, partner in enumerate(texts.PARTNERS, 1):
        Partner.objects.create(event=event, position=position, **partner)
    for position, figure in enumerate(texts.FIGURES, 1):
        Figure.objects.create(event=event, position=position, **figure)
    for position, criterion in enumerate(texts.CRITERIA, 1):
        Criterion.objects.create(event=event, position=position, **criterion)
    for day, title in texts.MILESTONES:
        Milestone.objects.create(
            event=event, day=event.hacking_starts_at.date(), position=DAY_ZERO + day, **title
        )


def offer(event: Event) -> list[Challenge]:
    challenges = []
    for position, challenge in enumerate(texts.CHALLENGES, 1):
        challenges.append(Challenge.objects.create(event=event, position=position, **challenge))
        Prize.objects.create(challenge=challenges[-1], **texts.PRIZE)
    return challenges


def jury(event: Event, challenges: list[Challenge], people) -> list[Judge]:
    """Four for each challenge; the first of each has an address that is easy to type."""
    known = [
        (name, f"judge{n // 4 + 1}@example.org" if n % 4 == 0 else f"{address}@example.org")
        for n, (name, address) in enumerate(islice(people, 4 * len(challenges)))
    ]
    users = accounts.make(known)
    at = event.registration_opens_at
    judges = []
    for position, user in enumerate(users):
        judge = Judge.objects.create(
            event=event, user=user, name=user.name, email=user.email, position=position + 1,
            invited_at=at, accepted_at=at, **texts.FUNCTIONS[position % 4],
            **texts.ORGANISATIONS[(position + position // 4) % 4],
        )  # fmt: skip
        PanelSeat.objects.create(judge=judge, challenge=challenges[position // 4])
        judges.append(judge)
    return judges


def register(event: Event, challenges: list[Challenge], people) -> list[Team]:
    """43 teams of four or five; the first two seats of the first team are the demo's own."""
    chance = random.Random(43)  # noqa: S311 - always the same teams
    labels = iter(names.team_names())
    opened = event.registration_opens_at
    teams = [
        Team.objects.create(event=event, challenge=challenge, name=next(labels), created_at=opened)
        for challenge, shelf in zip(challenges, projects.SHELVES, strict=True)
        for _ in shelf
    ]
    sizes = [5 if number % 3 else 4 for number in range(1, len(teams))]
    chance.shuffle(sizes)
    sizes.insert(0, 4)  # the demo's captain has a seat to offer
    members = accounts.make(
        (name, own_address(number, address))
        for number, (name, address) in enumerate(islice(people, sum(sizes)))
    )
    sit_down(event, teams, sizes, iter(members))
    return teams


def own_address(number: int, address: str) -> str:
    return f"{('captain', 'member')[number] if number < 2 else address}@example.org"


def sit_down(event: Event, teams: list[Team], sizes: list[int], users) -> None:
    seats, invitations = [], []
    for team, size in zip(teams, sizes, strict=True):
        at = team.created_at
        seats += [
            Member(
                event=event, team=team, user=user, seat=seat, seats=SEATS,
                is_captain=seat == 1, joined_at=at,
            )
            for seat, user in enumerate(islice(users, size), 1)
        ]  # fmt: skip
        if size < SEATS and team.pk % 5 == 0:
            captain = seats[-size].user
            invitations.append(
                Invitation.offering(
                    team, f"friend{team.pk}@example.org", invited_by=captain, created_at=at
                )
            )
    Member.objects.bulk_create(seats)
    Invitation.objects.bulk_create(invitations)
