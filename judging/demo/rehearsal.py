"""The rehearsal edition as it stands before anybody has written a line of a project."""

import random
from datetime import timedelta
from itertools import islice
from typing import Any

from challenges.models import Challenge, Figure, Milestone, Partner, Prize
from hackathon.models import Event, Organiser, User
from judging.conflicts.models import Conflict
from judging.demo import accounts, help, jury_texts, names, participation, projects
from judging.demo import rehearsal_texts as texts
from judging.demo.jury_work import write_rubric
from judging.demo.phases import timetable
from judging.demo.work import PROJECTS
from judging.jury.models import Judge, PanelSeat
from judging.rules.models import JuryRules
from judging.rules.services import publish
from teams.models import Invitation, Member, Team

SLUG = "rehearsal"
SEATS = 5
COACHES = 50
WITHOUT_TEAM = ("newcomer", "visitor1", "visitor2", "visitor3", "visitor4")


def load(organiser: User) -> Event:
    event = Event.objects.create(
        slug=SLUG,
        is_listed=True,
        accent="teal",
        contact_email="help@example.org",
        max_team_size=SEATS,
        organisers_need_second_factor=False,
        **texts.EVENT,
        **timetable("hacking"),
    )
    Organiser.objects.create(event=event, user=organiser, sees_marks=True)
    facts(event)
    challenges = offer(event)
    people = names.people(seed=2020)
    judges = jury(event, challenges, people)
    write_rules(event, organiser)
    teams = register(event, challenges, people)
    help.coaches(event, challenges, list(islice(people, COACHES)))
    help.questions(event, challenges[0], organiser, teams[0].members.get(is_captain=True).user)
    accounts.make((next(people)[0], f"{who}@example.org") for who in WITHOUT_TEAM)
    participation.load(event)
    for judge, team in ((judges[0], teams[3]), (judges[5], teams[14]), (judges[9], teams[25])):
        Conflict.objects.create(judge=judge, team=team, declared_at=event.hacking_starts_at)
    return event


def write_rules(event: Event, organiser: User) -> None:
    """The first of each panel presides over it, and the rules are public from the start."""
    JuryRules.objects.create(
        event=event, ladder=["other", "first", "president"], **jury_texts.CONDUCT
    )
    for challenge in event.challenges.all():
        first = challenge.panel_seats.order_by("judge__position")[0]
        first.role = PanelSeat.Role.PRESIDENT
        first.save()
    publish(event, organiser, event.registration_opens_at)


def facts(event: Event) -> None:
    for position, partner in enumerate(texts.PARTNERS, 1):
        Partner.objects.create(event=event, position=position, **partner)
    for position, figure in enumerate(texts.FIGURES, 1):
        Figure.objects.create(event=event, position=position, **figure)
    first_day = event.hacking_starts_at.astimezone(event.zone).date()
    for position, (days, title) in enumerate(texts.MILESTONES, 1):
        Milestone.objects.create(
            event=event, day=first_day + timedelta(days=days), position=position, **title
        )
    write_rubric(event)


def offer(event: Event) -> list[Challenge]:
    challenges = []
    for position, challenge in enumerate(texts.CHALLENGES, 1):
        challenges.append(Challenge.objects.create(event=event, position=position, **challenge))
        Prize.objects.create(challenge=challenges[-1], **texts.PRIZE)
    return challenges


def jury(event: Event, challenges: list[Challenge], people: Any) -> list[Judge]:
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
            event=event,
            user=user,
            name=user.name,
            email=user.email,
            position=position + 1,
            invited_at=at,
            accepted_at=at,
            **texts.FUNCTIONS[position % len(texts.FUNCTIONS)],
            **texts.ORGANISATIONS[(position + position // 4) % len(texts.ORGANISATIONS)],
        )
        PanelSeat.objects.create(judge=judge, challenge=challenges[position // 4])
        judges.append(judge)
    return judges


def register(event: Event, challenges: list[Challenge], people: Any) -> list[Team]:
    """43 teams of three to five; the first two seats of the first team are the demo's own."""
    chance = random.Random(43)  # noqa: S311 - always the same teams
    labels = iter(names.TEAMS)
    opened = event.registration_opens_at
    teams = [
        Team.objects.create(event=event, challenge=challenge, name=next(labels), created_at=opened)
        for challenge, shelf in zip(challenges, projects.SHELVES, strict=True)
        for _ in shelf
    ]
    sizes = [3] * 4 + [4] * 7 + [5] * (len(teams) - 12)
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


def sit_down(event: Event, teams: list[Team], sizes: list[int], users: Any) -> None:
    seats, invitations = [], []
    for number, (team, size) in enumerate(zip(teams, sizes, strict=True)):
        at = team.created_at
        seats += [
            Member(
                event=event,
                team=team,
                user=user,
                seat=seat,
                seats=SEATS,
                is_captain=seat == 1,
                joined_at=at,
            )
            for seat, user in enumerate(islice(users, size), 1)
        ]
        if size < SEATS and number % 3:
            friend, captain = f"friend{number}@example.org", seats[-size].user
            invitations.append(Invitation.offering(team, friend, invited_by=captain, created_at=at))
    captains = [seat.user for seat in seats if seat.is_captain]
    for captain, (language, *_) in zip(captains, PROJECTS, strict=True):
        captain.language = language  # they write their project in it
    User.objects.bulk_update(captains, ["language"])
    Member.objects.bulk_create(seats)
    Invitation.objects.bulk_create(invitations)
