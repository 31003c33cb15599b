"""Whatever people and organisers do with teams, in any order, the teams stay sound."""

from collections import Counter
from functools import reduce
from operator import or_

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from hackathon.models import AuditEntry
from teams.mergers.services import answer_merge, offer_merge
from teams.models import Answer, Invitation, JoinLink, JoinRequest, MergeOffer, Team
from teams.rulings.services import (
    close_team,
    merge_teams,
    move_member,
    reopen_team,
)
from teams.team.services import joining, members, registration
from tests.factories import ChallengeFactory, EventFactory, OrganiserFactory, UserFactory
from tests.turns import is_whole

PEOPLE, SIZE = 8, 3
EXAMPLES, STEPS = 40 if is_whole() else 12, 50  # 2,000 steps, if it is everything
numbers = st.integers(0, 199)
done = Counter()


class Teams(RuleBasedStateMachine):
    """Rows are picked by lot among those that there are; a refusal in words is a fine answer."""

    @initialize()
    def begin(self):
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.event = EventFactory(during="registration", max_team_size=SIZE)
        self.challenge = ChallengeFactory(event=self.event)
        self.boss = OrganiserFactory(event=self.event).user
        self.people = UserFactory.create_batch(PEOPLE)
        self.names = 0
        for captain in range(3):
            self.register(captain)
        for team in range(3):
            self.invite(team, 3 + team)
            self.open_link(team)
            self.ask(team, 6)
        self.use_link(0, 7)
        self.accept(1, 1)
        self.propose(0, 1, True, 0)

    def teardown(self):
        if hasattr(self, "frame"):
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    def one(self, rows, number):
        """Four times in five one that is still open, if there is one; else any."""
        found = list(rows.order_by("pk"))
        lively = [row for row in found if self.is_open(row)] if number % 5 else found
        found = lively or found
        return found[number // 5 % len(found)] if found else None

    def is_open(self, row):
        if isinstance(row, JoinRequest | MergeOffer):
            return row.is_waiting
        ended = ("closed_at", "revoked_at", "accepted_at")
        return not any(getattr(row, name, None) for name in ended)

    def seat(self, number):
        """Somebody's seat, while anybody has one."""
        seats = self.event.members.select_related("team", "user").order_by("pk")
        return seats[number % len(seats)] if seats else None

    def attempt(self, service, **what):
        """Done and logged, or refused with nothing changed."""
        if any(value is None for value in what.values()):
            return
        before = AuditEntry.objects.count()
        try:
            service(**what)
        except (ValidationError, PermissionDenied):
            assert AuditEntry.objects.count() == before
        else:
            done[service.__name__] += 1
            assert AuditEntry.objects.count() == before + 1

    def person(self, number):
        return self.people[number % PEOPLE]

    def team(self, number):
        return self.one(Team.objects.filter(event=self.event), number)

    def captain(self, team):
        seat = team and team.members.filter(is_captain=True).first()
        return seat and seat.user

    @rule(who=numbers)
    def register(self, who):
        self.names += 1
        self.attempt(
            registration.register_team,
            actor=self.person(who),
            event=self.event,
            name=f"Team {self.names}",
            challenge=self.challenge,
            is_open=True,
        )

    @rule(team=numbers, who=numbers)
    def invite(self, team, who):
        row = self.team(team)
        self.attempt(
            registration.invite_members,
            actor=self.captain(row),
            team=row,
            emails=[self.person(who).email],
        )

    @rule(offer=numbers, who=numbers)
    def accept(self, offer, who):
        """Mostly the invited person, sometimes somebody else."""
        row = self.one(Invitation.objects.filter(team__event=self.event), offer)
        invited = row and next(p for p in self.people if p.email == row.email)
        actor = self.person(who) if who % 5 == 0 else invited
        self.attempt(registration.accept_invitation, actor=actor, invitation=row)

    @rule(offer=numbers)
    def revoke(self, offer):
        row = self.one(Invitation.objects.filter(team__event=self.event), offer)
        actor = row and self.captain(row.team)
        self.attempt(registration.revoke_invitation, actor=actor, invitation=row)

    @rule(team=numbers)
    def open_link(self, team):
        row = self.team(team)
        self.attempt(joining.open_link, actor=self.captain(row), team=row, uses=2, days=1)

    @rule(link=numbers, who=numbers)
    def use_link(self, link, who):
        row = self.one(JoinLink.objects.filter(team__event=self.event), link)
        self.attempt(joining.use_link, actor=self.person(who), link=row)

    @rule(team=numbers, who=numbers)
    def ask(self, team, who):
        self.attempt(joining.ask_to_join, actor=self.person(who), team=self.team(team), message="")

    @rule(request=numbers, accepted=st.booleans())
    def answer(self, request, accepted):
        row = self.one(JoinRequest.objects.filter(team__event=self.event), request)
        actor = row and self.captain(row.team)
        self.attempt(joining.answer_request, actor=actor, request=row, accepted=accepted)

    @rule(who=numbers, heir=numbers)
    def leave(self, who, heir):
        seat = self.seat(who)
        others = seat and seat.team.members.exclude(pk=seat.pk)
        successor = {"successor": self.one(others, heir)} if seat and others.exists() else {}
        self.attempt(members.leave_team, actor=seat and seat.user, member=seat, **successor)

    @rule(who=numbers, by=numbers)
    def remove(self, who, by):
        seat = self.seat(who)
        actor = self.person(by) if by % 5 == 0 else seat and self.captain(seat.team)
        self.attempt(members.remove_member, actor=actor, member=seat, reason="-")

    @rule(who=numbers)
    def hand_over(self, who):
        seat = self.seat(who)
        actor = seat and self.captain(seat.team)
        self.attempt(members.hand_over, actor=actor, member=seat)

    @rule(team=numbers, other=numbers, keeps=st.booleans(), then=numbers)
    def propose(self, team, other, keeps, then):
        row = self.team(team)
        self.attempt(
            offer_merge,
            actor=self.captain(row),
            team=row,
            other=self.team(other),
            keeps_ours=keeps,
        )
        if then % 4:  # offers are rare: most are answered at once
            self.answer_offer(0, accepted=then % 4 == 1)

    @rule(offer=numbers, accepted=st.booleans())
    def settle(self, offer, accepted):
        self.answer_offer(offer, accepted)

    def answer_offer(self, offer, accepted):
        row = self.one(MergeOffer.objects.filter(source__event=self.event), offer)
        actor = row and self.captain(row.asked_team)
        self.attempt(answer_merge, actor=actor, offer=row, accepted=accepted)

    @rule(team=numbers, who=numbers)
    def move(self, team, who):
        self.attempt(
            move_member,
            actor=self.boss,
            user=self.person(who),
            team=self.team(team),
            reason="-",
        )

    @rule(team=numbers, other=numbers)
    def unite(self, team, other):
        self.attempt(
            merge_teams,
            actor=self.boss,
            source=self.team(team),
            target=self.team(other),
            reason="-",
        )

    @rule(team=numbers)
    def close(self, team):
        self.attempt(close_team, actor=self.boss, team=self.team(team), reason="-")

    @rule(team=numbers)
    def reopen(self, team):
        closed = Team.objects.filter(event=self.event, merged_into=None).exclude(closed_at=None)
        row = self.one(closed, team)
        self.attempt(reopen_team, actor=self.boss, team=row, reason="-")

    @invariant()
    def teams_are_sound(self):
        if not hasattr(self, "event"):
            return
        for team in Team.objects.filter(event=self.event).prefetch_related("members"):
            seats = list(team.members.all())
            assert len(seats) <= SIZE
            assert sum(seat.is_captain for seat in seats) == (0 if team.closed_at else 1)
            assert bool(seats) != bool(team.closed_at)
            assert len({seat.seat for seat in seats}) == len(seats)

    @invariant()
    def closed_teams_have_no_open_door(self):
        if not hasattr(self, "event"):
            return
        waiting = {"answer": Answer.WAITING}
        doors = (
            Invitation.objects.pending().filter(team=OuterRef("pk")),
            JoinLink.objects.filter(team=OuterRef("pk"), revoked_at=None),
            JoinRequest.objects.filter(team=OuterRef("pk"), **waiting),
            MergeOffer.objects.filter(source=OuterRef("pk"), **waiting),
            MergeOffer.objects.filter(target=OuterRef("pk"), **waiting),
        )
        is_open = reduce(or_, (Q(Exists(door)) for door in doors))
        closed = Team.objects.filter(event=self.event).exclude(closed_at=None)
        assert not closed.filter(is_open).exists()


@pytest.mark.django_db(transaction=True)
def test_no_order_of_doings_leaves_a_team_unsound():
    run_state_machine_as_test(
        Teams,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
    assert len(done) == 17, f"not everything was ever done: {done}"
    assert done.total() > EXAMPLES * STEPS / 4, done
