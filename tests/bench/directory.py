"""The list of teams and of people with 1,000 people and 200 teams: server time of its pages.

The bar: the first page in under 100 ms, and as many queries for a full list as for a short one.
"""

import time
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import User
from teams.models import Member, Participant, Team
from tests import factories
from tests.bench.stack import BenchStack

BAR_MS, PEOPLE, TEAMS, ROUNDS = 100, 1000, 200, 40
PAGES = ("", "?who=people", "?skill=skill3&language=fr", "?who=people&skill=skill3", "?page=4")


def main(stack: BenchStack) -> bool:
    event = factories.EventFactory(during="registration")
    challenge = factories.ChallengeFactory(event=event)
    reader = Client(headers={"host": "127.0.0.1"})
    reader.force_login(factories.UserFactory())
    address = f"/e/{event.slug}/teams/"
    few = {}
    for number, (people, teams) in enumerate(((30, 7), (PEOPLE, TEAMS))):
        fill(event, challenge, people, teams, number)
        for page in PAGES[:4]:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                reader.get(address + page)
            few.setdefault(page, []).append(len(asked))
    stack.say(f"queries with few and with many rows: {few}")
    slowest = max(measure(stack, reader, address, page) for page in PAGES)
    return slowest < BAR_MS and all(one == many for one, many in few.values())


def measure(stack: BenchStack, reader: Client, address: str, page: str) -> float:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = reader.get(address + page)
        times.append((time.perf_counter() - began) * 1000)
    worst, middle = max(times), median(times)
    stack.say(
        f"{page or 'teams'}: median {middle:.0f} ms, worst {worst:.0f} ms, "
        f"{len(answer.content) // 1000} kB"
    )
    return middle


def fill(event, challenge, people: int, teams: int, number: int) -> None:
    now = timezone.now()
    users = User.objects.bulk_create(
        User(email=f"p{number}-{n}@example.org", name=f"Person {n}") for n in range(people)
    )
    with unguarded("bench"):
        rows = Team.objects.bulk_create(
            Team(
                event=event,
                challenge=challenge,
                name=f"Team {number} {n}",
                name_key=f"team{number}{n}",
                created_at=now,
                is_open=True,
                pitch="We look for people. " * 8,
                wanted_skills=[f"skill{n % 7}"],
                languages=["fr"],
            )
            for n in range(teams)
        )
        Member.objects.bulk_create(
            Member(
                event=event, team=team, user=user, seat=1, seats=5, is_captain=True, joined_at=now
            )
            for team, user in zip(rows, users, strict=False)
        )
        Participant.objects.bulk_create(
            Participant(
                event=event,
                user=user,
                status="confirmed",
                started_at=now,
                is_looking=True,
                looking_for="A team. " * 8,
                skills=[f"skill{n % 7}"],
                languages=["fr"],
            )
            for n, user in enumerate(users)
        )
