"""Every way in which somebody gets a role, by the operation's verb: prepared, then gone.

Each way takes a world and gives what carries it out for the world's person. ``hold`` gives the
person another role by hand, as older rows or a repair may have done.
"""

from collections.abc import Callable
from dataclasses import dataclass

from challenges.models import Challenge
from challenges.policy import EDIT_CHALLENGE
from hackathon.events.services import (
    add_organiser,
    create_event,
    delete_row,
    trust_organiser,
)
from hackathon.kernel.guard import unguarded
from hackathon.kernel.roles import Role
from hackathon.models import Event, User
from judging.models import Candidate, Judge
from judging.seats.services.importing import import_judges
from judging.seats.services.jury import (
    accept_judging,
    invite_judge,
    save_judge,
    seat_panels,
)
from judging.seats.services.leaving import excuse_judge
from judging.seats.services.returning import reinstate_judge
from judging.seats.services.room import answer_candidate
from teams.help.services.coaches import accept_coaching, invite_coach, save_coach
from teams.mergers.services import answer_merge, offer_merge
from teams.models import Coach, JoinRequest, Team
from teams.rulings.services import (
    close_team,
    correct_team,
    merge_teams,
    move_member,
)
from teams.rulings.services import reopen_team as reopen
from teams.team.services.joining import answer_request, open_link, use_link
from teams.team.services.registration import accept_invitation, invite_members, register_team
from tests import factories

Act = Callable[[], object]


@dataclass
class World:
    event: Event
    challenge: Challenge  # for which the person comes to compete, or to coach
    elsewhere: Challenge
    person: User
    boss: User

    def team(self, challenge: Challenge | None = None, user: User | None = None) -> Team:
        """A team of one, of somebody else or of this person."""
        people = {"user": user} if user else {}
        wanted = challenge or self.challenge
        return factories.MemberFactory(
            team__event=self.event, team__challenge=wanted, **people
        ).team

    def captain_of(self, team: Team) -> User:
        return team.members.get(is_captain=True).user


def world() -> World:
    event = factories.EventFactory(during="hacking")
    return World(
        event=event,
        challenge=factories.ChallengeFactory(event=event, title="Greener travel"),
        elsewhere=factories.ChallengeFactory(event=event, title="Safer streets"),
        person=factories.UserFactory(name="Ada Lovelace"),
        boss=factories.OrganiserFactory(event=event).user,
    )


def hold(world: World, role: Role) -> None:
    """The person has this role from now on, for the world's challenge where that matters."""
    event, person = world.event, world.person
    if role == Role.COMPETES and not event.members.filter(user=person).exists():
        world.team(user=person)
    elif role == Role.JUDGES:
        factories.JudgeFactory(event=event, user=person)
    elif role == Role.SEES_MARKS:
        factories.OrganiserFactory(event=event, user=person)
    elif role == Role.COACHES:
        coach = factories.CoachFactory(event=event, user=person)
        factories.CoachChallengeFactory(coach=coach, challenge=world.challenge)


def register(w: World) -> Act:
    return lambda: register_team(
        actor=w.person, event=w.event, name="Newcomers", challenge=w.challenge
    )


def accept_seat(w: World) -> Act:
    team = w.team()
    [offer] = invite_members(actor=w.captain_of(team), team=team, emails=[w.person.email])
    return lambda: accept_invitation(actor=w.person, invitation=offer)


def join_by_link(w: World) -> Act:
    team = w.team()
    link = open_link(actor=w.captain_of(team), team=team, uses=2, days=2)
    return lambda: use_link(actor=w.person, link=link)


def be_taken_in(w: World) -> Act:
    team = w.team()
    with unguarded("test"):
        asked = JoinRequest.objects.create(
            team=team, user=w.person, asked_at=w.event.hacking_starts_at
        )
    return lambda: answer_request(actor=w.captain_of(team), request=asked, accepted=True)


def merge_by_captains(w: World) -> Act:
    """The person's own team, of another challenge, goes up in one of the world's."""
    target, own = w.team(), w.team(w.elsewhere, w.person)
    offer = offer_merge(actor=w.captain_of(target), team=target, other=own, keeps_ours=True)
    return lambda: answer_merge(actor=w.person, offer=offer, accepted=True)


def merge_by_organiser(w: World) -> Act:
    target, own = w.team(), w.team(w.elsewhere, w.person)
    return lambda: merge_teams(actor=w.boss, source=own, target=target, reason="Too small.")


def be_moved(w: World) -> Act:
    team = w.team()
    return lambda: move_member(actor=w.boss, user=w.person, team=team, reason="Alone.")


def change_challenge(w: World) -> Act:
    own = w.team(w.elsewhere, w.person)
    return lambda: correct_team(
        actor=w.boss, team=own, challenge=w.challenge, reason="They asked for it."
    )


def come_back(w: World) -> Act:
    own = w.team(user=w.person)
    close_team(actor=w.boss, team=own, reason="By mistake.")
    return lambda: reopen(actor=w.boss, team=own, reason="It was a mistake.")


def asked_to_judge(w: World, **more) -> Judge:
    return factories.JudgeFactory(
        event=w.event, user=None, accepted_at=None, name="Ada", email=w.person.email, **more
    )


def written_down_as_judge(w: World) -> Act:
    judge = Judge(event=w.event, name="Ada", email=w.person.email.upper(), position=1)
    return lambda: save_judge(actor=w.boss, judge=judge, panel={w.challenge: "member"})


def invited_to_judge(w: World) -> Act:
    judge = asked_to_judge(w)
    return lambda: invite_judge(actor=w.boss, judge=judge)


def accept_jury(w: World) -> Act:
    judge = asked_to_judge(w)
    invite_judge(actor=w.boss, judge=judge)
    return lambda: accept_judging(actor=w.person, judge=judge)


def seated_on_panel(w: World) -> Act:
    judge = asked_to_judge(w)
    seats = {(judge.pk, w.challenge.pk): "member"}
    return lambda: seat_panels(actor=w.boss, event=w.event, seats=seats)


def taken_back_into_the_jury(w: World) -> Act:
    judge = factories.JudgeFactory(event=w.event, user=w.person)
    excuse_judge(actor=w.boss, judge=judge, reason="Ill.")
    return lambda: reinstate_judge(actor=w.boss, judge=judge, reason="By mistake.")


def imported_as_judge(w: World) -> Act:
    text = f"name;email\nAda;{w.person.email}"
    return lambda: import_judges(actor=w.boss, event=w.event, text=text, invite=True)


def let_in_by_code(w: World) -> Act:
    with unguarded("test"):
        candidate = Candidate.objects.create(
            event=w.event, name="Ada", email=w.person.email, asked_at=w.event.hacking_starts_at
        )
    return lambda: answer_candidate(actor=w.boss, candidate=candidate, accepted=True)


def asked_to_coach(w: World) -> Coach:
    coach = factories.CoachFactory(
        event=w.event, user=None, accepted_at=None, name="Ada", email=w.person.email
    )
    factories.CoachChallengeFactory(coach=coach, challenge=w.challenge)
    return coach


def written_down_as_coach(w: World) -> Act:
    coach = Coach(event=w.event, name="Ada", email=w.person.email)
    return lambda: save_coach(actor=w.boss, coach=coach, challenges=[w.challenge])


def invited_to_coach(w: World) -> Act:
    coach = asked_to_coach(w)
    return lambda: invite_coach(actor=w.boss, coach=coach)


def accept_coach(w: World) -> Act:
    coach = asked_to_coach(w)
    invite_coach(actor=w.boss, coach=coach)
    return lambda: accept_coaching(actor=w.person, coach=coach)


def last_challenge_deleted(w: World) -> Act:
    """Whose only challenge goes away coaches all the others."""
    gone = factories.ChallengeFactory(event=w.event)
    coach = factories.CoachFactory(event=w.event, user=w.person)
    factories.CoachChallengeFactory(coach=coach, challenge=gone)
    return lambda: delete_row(actor=w.boss, operation=EDIT_CHALLENGE, row=gone)


def added_as_organiser(w: World) -> Act:
    return lambda: add_organiser(actor=w.boss, event=w.event, email=w.person.email, sees_marks=True)


def trusted_with_marks(w: World) -> Act:
    row = factories.OrganiserFactory(event=w.event, user=w.person, sees_marks=False)
    return lambda: trust_organiser(actor=w.boss, organiser=row, sees_marks=True)


def make_event(w: World) -> Act:
    w.person.is_staff = True
    event = factories.EventFactory.build(during="draft")
    return lambda: create_event(actor=w.person, event=event)


WAYS: dict[str, Callable[[World], Act]] = {
    "team.register": register,
    "invitation.accept": accept_seat,
    "join_link.use": join_by_link,
    "join_request.answer": be_taken_in,
    "merge.answer": merge_by_captains,
    "team.merge": merge_by_organiser,
    "member.move": be_moved,
    "team.correct": change_challenge,
    "team.reopen": come_back,
    "judge.edit": written_down_as_judge,
    "judge.invite": invited_to_judge,
    "judge.accept": accept_jury,
    "panel.seat": seated_on_panel,
    "judge.reinstate": taken_back_into_the_jury,
    "judge.import": imported_as_judge,
    "candidate.answer": let_in_by_code,
    "coach.edit": written_down_as_coach,
    "coach.invite": invited_to_coach,
    "coach.accept": accept_coach,
    "challenge.edit": last_challenge_deleted,
    "organiser.add": added_as_organiser,
    "organiser.trust": trusted_with_marks,
    "event.create": make_event,
}
# Where nobody can be anything else yet.
NOBODY_THERE = {"event.create": "a new event has no teams"}
