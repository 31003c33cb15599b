"""Doors after each removal: what was opened for one stay in a team opens it no second time.

Each way in that the services know, against each way out: somebody holds a consent (an invitation,
a link, a request), goes out, and tries what they still hold. Which operations give a seat and
which take one away is read from the services; a new one needs its line here.
"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from teams.mergers.services import answer_merge, merge, offer_merge
from teams.models import Answer, Invitation, JoinLink, JoinRequest, Member, MergeOffer, Participant
from teams.participants.services.admission import decide
from teams.participants.services.participation import apply, withdraw_from_event
from teams.rulings.services import (
    close_team,
    invite_matches,
    merge_teams,
    move_member,
    reopen_team,
    take_member_out,
)
from teams.team.services.joining import (
    answer_request,
    ask_to_join,
    open_link,
    use_link,
)
from teams.team.services.members import leave_team, remove_member
from teams.team.services.registration import (
    accept_invitation,
    edit_team,
    invite_members,
    register_team,
)
from teams.team.services.seats import (
    close,
    end_consent,
    give_up_seat,
    return_to_seat,
    take_seat,
)
from tests.factories import ChallengeFactory, OrganiserFactory, UserFactory
from tests.house.reaching import verbs_that_reach
from tests.teams.team.test_members import team_of

pytestmark = pytest.mark.django_db

# An act made now by the person themselves, by an organiser, or for a team as a whole: nothing of
# it was agreed to before.
MADE_NOW = {"team.register", "member.move", "team.merge"}


class Scene:
    """An open team with a captain, another team, and who comes and goes."""

    def __init__(self, event):
        self.event, self.boss = event, OrganiserFactory(event=event).user
        self.captain, self.other_captain = UserFactory(), UserFactory()
        self.team = team_of(event, self.captain, UserFactory(), name="Railbow")
        self.other = team_of(event, self.other_captain, name="Others")
        edit_team(actor=self.captain, team=self.team, is_open=True)
        self.person = UserFactory()

    @property
    def seat(self):
        return Member.objects.filter(event=self.event, user=self.person).first()

    def fresh(self, row):
        return type(row).objects.get(pk=row.pk)


# --- what somebody holds, and how it is used -----------------------------------------------------


def by_invitation(scene):
    [invitation] = invite_members(actor=scene.captain, team=scene.team, emails=[scene.person.email])
    return lambda: accept_invitation(
        actor=scene.person, invitation=Invitation.objects.get(pk=invitation.pk)
    )


def by_matching(scene):
    if not Participant.objects.filter(user=scene.person).exists():
        apply(actor=scene.person, event=scene.event, answers={})
    invite_matches(actor=scene.boss, event=scene.event, pairs=[(scene.person, scene.team)])
    invitation = Invitation.objects.latest("pk")
    return lambda: accept_invitation(actor=scene.person, invitation=scene.fresh(invitation))


def by_link(scene):
    link = open_link(actor=scene.captain, team=scene.team, uses=5, days=5)
    return lambda: use_link(actor=scene.person, link=JoinLink.objects.get(pk=link.pk))


def by_request(scene):
    asked = ask_to_join(actor=scene.person, team=scene.team, message="")
    return lambda: answer_request(
        actor=scene.captain, request=JoinRequest.objects.get(pk=asked.pk), accepted=True
    )


def by_merger(scene):
    """The person leads a team of their own, which is to go up in the other."""
    own = team_of(scene.event, scene.person, name="Own")
    offer = offer_merge(actor=scene.person, team=own, other=scene.team, keeps_ours=False)
    return lambda: answer_merge(
        actor=scene.captain, offer=MergeOffer.objects.get(pk=offer.pk), accepted=True
    )


def by_reopening(scene):
    """The person was in a team that closed."""
    team = team_of(scene.event, scene.person, UserFactory(), name="Closed")
    close_team(actor=scene.boss, team=team, reason="By mistake.")
    scene.reopens = team
    return lambda: reopen_team(actor=scene.boss, team=scene.fresh(team), reason="Put right.")


INS = {
    "invitation.accept": [by_invitation, by_matching],
    "join_link.use": [by_link],
    "join_request.answer": [by_request],
    "merge.answer": [by_merger],
    "team.reopen": [by_reopening],
}


# --- how somebody goes out -----------------------------------------------------------------------


def leaves(scene):
    others = scene.seat.team.members.exclude(user=scene.person)
    successor = others.first() if scene.seat.is_captain else None
    leave_team(actor=scene.person, member=scene.seat, successor=successor)


def is_removed(scene):
    remove_member(actor=scene.captain, member=scene.seat, reason="Never came.")


def is_taken_out(scene):
    take_member_out(actor=scene.boss, member=scene.seat, reason="They asked for it.")


def withdraws(scene):
    own = Participant.objects.get(event=scene.event, user=scene.person)
    withdraw_from_event(actor=scene.person, participant=own)


def is_declined(scene):
    leaves(scene)
    own = Participant.objects.get(event=scene.event, user=scene.person)
    decide(actor=scene.boss, participant=own, decision="decline")


def team_closes(scene):
    close_team(actor=scene.boss, team=scene.fresh(scene.team), reason="Nobody came.")


def team_closes_and_reopens(scene):
    team_closes(scene)
    register_team(
        actor=scene.person,
        event=scene.event,
        name="Mine",
        challenge=ChallengeFactory(event=scene.event),
    )
    reopen_team(actor=scene.boss, team=scene.fresh(scene.team), reason="By mistake.")
    leaves(scene)


def is_moved(scene):
    move_member(actor=scene.boss, user=scene.person, team=scene.other, reason="Too small.")
    leaves(scene)


def team_merges(scene):
    if scene.seat:
        leaves(scene)
    merge_teams(actor=scene.boss, source=scene.fresh(scene.team), target=scene.other, reason="Few.")


def captains_merge(scene):
    if scene.seat:
        leaves(scene)
    edit_team(actor=scene.other_captain, team=scene.other, is_open=True)
    offer = offer_merge(actor=scene.captain, team=scene.team, other=scene.other, keeps_ours=False)
    answer_merge(actor=scene.other_captain, offer=offer, accepted=True)


OUTS = {
    "member.leave": [leaves],
    "member.remove": [is_removed],
    "member.take_out": [is_taken_out],
    "participant.withdraw": [withdraws],
    "participant.decide": [is_declined],
    "team.close": [team_closes, team_closes_and_reopens],
    "member.move": [is_moved],
    "team.merge": [team_merges],
    "merge.answer": [captains_merge],
}
HELD = [by_invitation, by_matching, by_link, by_request]
PAIRS = [
    pytest.param(way_in, way_out, id=f"{way_in.__name__}-{way_out.__name__}")
    for way_in in HELD
    for ways in OUTS.values()
    for way_out in ways
]


def test_every_way_in_and_out_has_its_line():
    assert verbs_that_reach(take_seat, return_to_seat, merge, floor="teams") - MADE_NOW == set(INS)
    ends = verbs_that_reach(give_up_seat, close, merge, end_consent, floor="teams")
    assert ends - {"participant.move_up"} == set(OUTS)  # an offer lapses: nobody is in a team


def refused(act):
    with pytest.raises((ValidationError, PermissionDenied)):
        act()


@pytest.mark.parametrize(("way_in", "way_out"), PAIRS)
def test_what_brought_somebody_in_brings_them_in_once(event, way_in, way_out):
    scene = Scene(event)
    use = way_in(scene)
    use()
    assert scene.seat.team == scene.team

    way_out(scene)

    refused(use)
    assert scene.seat is None


@pytest.mark.parametrize(("way_in", "way_out"), PAIRS)
def test_what_was_held_beside_it_ends_with_it(event, way_in, way_out):
    """Somebody who came by another way still has an invitation, a link or a request."""
    scene = Scene(event)
    unused = way_in(scene)
    move_member(actor=scene.boss, user=scene.person, team=scene.team, reason="They belong here.")

    way_out(scene)

    refused(unused)
    assert scene.seat is None


@pytest.mark.parametrize("way_in", HELD)
def test_who_withdraws_without_a_team_is_brought_back_by_nobody(event, way_in):
    scene = Scene(event)
    apply(actor=scene.person, event=event, answers={})
    unused = way_in(scene)
    withdraws(scene)

    if way_in is by_link:  # nobody's in particular: using it is an act of their own
        unused()
        assert scene.seat.team == scene.team
        return
    refused(unused)
    assert Participant.objects.get(user=scene.person).status == "withdrawn"


@pytest.mark.parametrize("merges", [team_merges, captains_merge])
@pytest.mark.parametrize("way_in", [by_link, by_request])
def test_what_was_given_for_one_team_opens_no_other(event, way_in, merges):
    scene = Scene(event)
    unused = way_in(scene)

    merges(scene)

    refused(unused)
    assert scene.seat is None


def asked_a_team_that_closed(scene):
    """The person had asked to join a team, and it closed before its captain answered."""
    team = team_of(scene.event, UserFactory(), name="Closed")
    edit_team(actor=team.members.get().user, team=team, is_open=True)
    asked = ask_to_join(actor=scene.person, team=team, message="")
    close_team(actor=scene.boss, team=team, reason="By mistake.")
    return asked, lambda: reopen_team(actor=scene.boss, team=scene.fresh(team), reason="Back.")


def in_a_team_since(way_out):
    def go(scene):
        by_link(scene)()
        way_out(scene)

    return pytest.param(go, id=way_out.__name__)


def gives_up_and_comes_back(scene):
    withdraws(scene)
    apply(actor=scene.person, event=scene.event, answers={})


SINCE = [
    *(in_a_team_since(way_out) for ways in OUTS.values() for way_out in ways),
    gives_up_and_comes_back,
]


@pytest.mark.parametrize("goes_their_way", SINCE)
def test_a_team_that_reopens_brings_back_nobody_who_went_another_way_since(event, goes_their_way):
    scene = Scene(event)
    apply(actor=scene.person, event=event, answers={})
    reopen = by_reopening(scene)
    goes_their_way(scene)

    reopen()

    assert scene.seat is None


@pytest.mark.parametrize("goes_their_way", SINCE)
def test_a_request_to_a_team_that_reopens_ended_when_its_writer_went_another_way(
    event, goes_their_way
):
    scene = Scene(event)
    apply(actor=scene.person, event=event, answers={})
    asked, reopen = asked_a_team_that_closed(scene)
    goes_their_way(scene)

    reopen()

    assert scene.fresh(asked).answer == Answer.CLOSED


def test_a_request_to_a_team_that_was_closed_by_mistake_waits_again(event):
    scene = Scene(event)
    asked, reopen = asked_a_team_that_closed(scene)

    reopen()

    assert scene.fresh(asked).answer == Answer.WAITING


def test_a_team_that_reopens_does_not_bring_back_who_has_withdrawn(event):
    scene = Scene(event)
    apply(actor=scene.person, event=event, answers={})
    reopen = by_reopening(scene)
    withdraws(scene)

    reopen()

    assert scene.seat is None


def test_an_organiser_brings_back_nobody_who_has_withdrawn(event):
    scene = Scene(event)
    apply(actor=scene.person, event=event, answers={})
    withdraws(scene)

    refused(
        lambda: move_member(actor=scene.boss, user=scene.person, team=scene.team, reason="Back.")
    )


def test_who_was_removed_reads_why_and_an_invitation_opens_the_team_again(event):
    scene = Scene(event)
    use = by_link(scene)
    use()
    is_removed(scene)

    with pytest.raises(ValidationError, match="taken out of the team Railbow"):
        use()
    with pytest.raises(ValidationError, match="taken out of the team Railbow"):
        by_link(scene)()
    by_invitation(scene)()

    assert scene.seat.team == scene.team


def test_who_left_comes_back_by_a_link_that_is_made_afterwards(event):
    scene = Scene(event)
    by_link(scene)()
    leaves(scene)

    by_link(scene)()

    assert scene.seat.team == scene.team


def test_a_request_ends_when_the_person_has_found_another_team(event):
    scene = Scene(event)
    by_request(scene)

    register_team(
        actor=scene.person, event=event, name="Mine", challenge=ChallengeFactory(event=event)
    )

    assert JoinRequest.objects.get().answer == Answer.CLOSED


def test_a_seat_that_was_promised_to_somebody_who_came_by_link_is_free_again(event):
    scene = Scene(event)
    by_invitation(scene)

    by_link(scene)()

    assert not scene.team.invitations.pending().exists()
