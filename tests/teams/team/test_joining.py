"""Links for several people, asking the captain, and two teams that become one."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.delivery import deliver_due
from hackathon.mail.services.queueing import relay_promises
from teams.mergers.selectors import doors_of, merge_plan
from teams.mergers.services import answer_merge, offer_merge, withdraw_merge
from teams.models import Answer, JoinLink, JoinRequest
from teams.team.selectors.team import link_behind
from teams.team.services.joining import (
    answer_request,
    ask_to_join,
    open_link,
    revoke_link,
    use_link,
    withdraw_request,
)
from teams.team.services.registration import (
    accept_invitation,
    edit_team,
    invite_members,
    register_team,
    resend_invitation,
)
from tests.factories import CoachFactory, SubmissionFactory, UserFactory
from tests.post import arrived, text_of
from tests.teams.team.test_members import captains, team_of
from tests.telling import mails_since, told_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory(email="ada@example.org")


@pytest.fixture
def railbow(event, ada):
    team = team_of(event, ada)
    edit_team(actor=ada, team=team, is_open=True)
    return team


def test_a_link_lets_as_many_people_in_as_it_says(railbow, ada):
    link = open_link(actor=ada, team=railbow, uses=2, days=1)

    for _ in range(2):
        use_link(actor=UserFactory(), link=JoinLink.objects.get(pk=link.pk))
    with pytest.raises(ValidationError, match="used up"):
        use_link(actor=UserFactory(), link=JoinLink.objects.get(pk=link.pk))

    assert railbow.members.count() == 3


def test_a_link_ends_with_its_time_and_with_the_captains_word(railbow, ada):
    early, late = (open_link(actor=ada, team=railbow, uses=2, days=1) for _ in range(2))
    with unguarded("test"):
        early.expires_at -= timedelta(days=2)
        early.save()
    revoke_link(actor=ada, link=late)

    for link in (early, late):
        with pytest.raises(StateConflict, match="does not work any more"):
            use_link(actor=UserFactory(), link=link)


def test_a_code_has_128_bits_and_only_its_hash_rests(railbow, ada, event):
    link = open_link(actor=ada, team=railbow, uses=1, days=1)
    letters = link.code.replace("-", "")

    assert len(letters) * 5 >= 128
    assert letters not in str(JoinLink.objects.values().get())
    assert link_behind(event, link.code.lower().replace("-", " ")) == link
    assert link_behind(event, link.code[:-1]) is None


def test_an_invitation_is_sent_again_but_not_at_once(railbow, ada, post):
    (invitation,) = invite_members(actor=ada, team=railbow, emails=["bob@example.org"])

    with pytest.raises(StateConflict, match="two minutes"):
        resend_invitation(actor=ada, invitation=invitation)
    with unguarded("test"):
        invitation.created_at -= timedelta(minutes=3)
        invitation.save()
    resend_invitation(actor=ada, invitation=invitation)

    relay_promises()
    deliver_due()
    assert [m["To"] for m in arrived(post)] == ["bob@example.org"]


def test_the_captain_accepts_a_request_with_a_word_and_both_are_told(railbow, ada, post):
    eve = UserFactory()
    asked = ask_to_join(actor=eve, team=railbow, message="I know trains.")

    answer_request(actor=ada, request=asked, accepted=True, words="Come in!")

    relay_promises()
    deliver_due()
    to = {letter["To"]: text_of(letter) for letter in arrived(post)}
    assert "I know trains." in to[ada.email]
    assert "Come in!" in to[eve.email]
    assert railbow.members.filter(user=eve).exists()


def test_a_request_is_answered_once_by_the_captain_alone(railbow, ada):
    eve = UserFactory()
    asked = ask_to_join(actor=eve, team=railbow, message="")

    with pytest.raises(PermissionDenied):
        answer_request(actor=eve, request=asked, accepted=True)
    answer_request(actor=ada, request=asked, accepted=False)
    with pytest.raises(StateConflict, match="answered already"):
        answer_request(actor=ada, request=asked, accepted=True)
    with pytest.raises(StateConflict, match="answered already"):
        withdraw_request(actor=eve, request=asked)

    assert not railbow.members.filter(user=eve).exists()


def test_nobody_asks_a_team_that_does_not_look_for_people(railbow, ada):
    edit_team(actor=ada, team=railbow, is_open=False)

    with pytest.raises(StateConflict, match="does not look for people"):
        ask_to_join(actor=UserFactory(), team=railbow, message="")


def test_who_has_found_a_team_is_no_longer_among_those_who_ask(railbow, ada, event):
    eve = UserFactory()
    ask_to_join(actor=eve, team=railbow, message="")
    register_team(actor=eve, event=event, name="Others", challenge=railbow.challenge)

    assert doors_of(railbow)["requests"] == []
    with pytest.raises(ValidationError, match="answered already"):
        answer_request(actor=ada, request=JoinRequest.objects.get(), accepted=True)


def test_two_teams_are_one_when_the_other_captain_agrees(railbow, ada, event):
    bob, eve = UserFactory(), UserFactory()
    others = team_of(event, bob, eve, name="Others")
    offer = offer_merge(actor=ada, team=railbow, other=others, keeps_ours=True)

    with pytest.raises(PermissionDenied):
        answer_merge(actor=ada, offer=offer, accepted=True)
    answer_merge(actor=bob, offer=offer, accepted=True)

    others.refresh_from_db()
    assert others.merged_into == railbow
    assert {m.user for m in railbow.members.all()} == {ada, bob, eve}
    assert captains(railbow) == [ada]


def test_a_merger_does_what_was_shown(railbow, ada, event):
    """Invitations go on while there are seats, requests and links end, both drafts stay."""
    bob = UserFactory()
    others = team_of(event, bob, name="Others")
    SubmissionFactory(team=railbow, title="Ours", status="draft")
    draft = SubmissionFactory(team=others, title="Theirs", status="draft")
    invite_members(actor=ada, team=railbow, emails=["one@example.org"])
    wanted = [UserFactory(email=f"{name}@example.org") for name in ("two", "three", "four")]
    invite_members(actor=bob, team=others, emails=[user.email for user in wanted])
    edit_team(actor=bob, team=others, is_open=True)
    ask_to_join(actor=UserFactory(), team=others, message="")
    link = open_link(actor=bob, team=others, uses=1, days=1)
    plan = merge_plan(others, railbow)

    answer_merge(
        actor=bob,
        accepted=True,
        offer=offer_merge(actor=ada, team=railbow, other=others, keeps_ours=True),
    )

    assert [i.email for i in plan.invitations] == ["two@example.org", "three@example.org"]
    assert [i.email for i in plan.lapsing] == ["four@example.org"]
    pending = {i.email for i in railbow.invitations.pending()}
    assert pending == {"one@example.org", "two@example.org", "three@example.org"}
    assert len(plan.requests) == 1
    assert doors_of(railbow)["requests"] == doors_of(railbow)["join_links"] == []
    assert railbow.submission.title == "Ours"
    assert plan.kept_draft == draft
    draft.refresh_from_db()
    assert draft.team == others
    accept_invitation(
        actor=wanted[0],
        invitation=plan.invitations[0].__class__.objects.get(email="two@example.org"),
    )
    with pytest.raises(StateConflict, match="does not work any more"):
        use_link(actor=UserFactory(), link=JoinLink.objects.get(pk=link.pk))
    assert railbow.members.count() == 3


def offer_page(client, person, offer):
    client.force_login(person)
    return reverse("teams:offer", args=[offer.event.slug, offer.asked_team_id, offer.pk])


def test_a_merger_that_does_something_else_by_now_is_looked_at_again(railbow, ada, event, client):
    bob = UserFactory()
    others = team_of(event, bob, name="Others")
    SubmissionFactory(team=others, title="Theirs", status="draft")
    offer = offer_merge(actor=ada, team=railbow, other=others, keeps_ours=True)
    place = offer_page(client, bob, offer)
    shown = client.get(place).context["plan"].mark
    SubmissionFactory(team=railbow, title="Ours", status="draft")  # theirs would stay behind

    page = client.post(place, {"do": "accept", "plan": shown}, follow=True)

    assert "Look at it again" in page.text
    offer.refresh_from_db()
    assert offer.answer == Answer.WAITING
    assert "is asked once more" in page.text
    client.post(place, {"do": "accept", "plan": page.context["plan"].mark})
    offer.refresh_from_db()
    assert (offer.answer, offer.asked_team) == (Answer.WAITING, railbow)
    texts = told_to(ada, mails_since())
    assert any("The teams have changed since you proposed it" in text for text in texts)

    place = offer_page(client, ada, offer)
    client.post(place, {"do": "accept", "plan": client.get(place).context["plan"].mark})
    offer.refresh_from_db()
    assert offer.answer == Answer.ACCEPTED


def test_who_proposed_a_merger_is_not_merged_with_people_they_did_not_read_of(railbow, ada, event):
    bob, eve = UserFactory(), UserFactory()
    others = team_of(event, bob, name="Others")
    offer = offer_merge(actor=ada, team=railbow, other=others, keeps_ours=True)
    edit_team(actor=bob, team=others, is_open=True)
    asked = ask_to_join(actor=eve, team=others, message="")
    answer_request(actor=bob, request=asked, accepted=True)

    answer_merge(actor=bob, offer=offer, accepted=True, words="Still glad to.")

    offer.refresh_from_db()
    assert (offer.answer, offer.asked_team, offer.message) == (
        Answer.WAITING,
        railbow,
        "Still glad to.",
    )
    with pytest.raises(PermissionDenied):
        answer_merge(actor=bob, offer=offer, accepted=True)
    answer_merge(actor=ada, offer=offer, accepted=True)
    assert {m.user for m in railbow.members.all()} == {ada, bob, eve}


def test_a_door_that_opens_meanwhile_asks_nobody_again(railbow, ada, event):
    bob = UserFactory()
    others = team_of(event, bob, name="Others")
    offer = offer_merge(actor=ada, team=railbow, other=others, keeps_ours=True)
    open_link(actor=bob, team=others, uses=1, days=1)

    answer_merge(actor=bob, offer=offer, accepted=True)

    assert offer.answer == Answer.ACCEPTED


def test_a_merger_that_would_be_refused_is_not_offered(railbow, ada, event, client):
    bob = UserFactory()
    others = team_of(event, bob, name="Others")
    offer = offer_merge(actor=ada, team=railbow, other=others, keeps_ours=True)
    with unguarded("as older rows may have it"):
        CoachFactory(event=event, user=bob)

    page = client.get(offer_page(client, bob, offer))

    assert 'value="accept"' not in page.text
    assert 'value="decline"' in page.text


def test_the_only_draft_moves_along(railbow, ada, event):
    bob = UserFactory()
    others = team_of(event, bob, name="Others")
    SubmissionFactory(team=others, title="Theirs", status="draft")
    offer = offer_merge(actor=bob, team=others, other=railbow, keeps_ours=False)

    answer_merge(actor=ada, offer=offer, accepted=True)

    railbow.refresh_from_db()
    assert railbow.submission.title == "Theirs"


def test_teams_that_are_too_large_together_stay_two(railbow, ada, event):
    others = team_of(event, *(UserFactory() for _ in range(5)), name="Others")

    with pytest.raises(StateConflict, match="Together you would be 6"):
        offer_merge(actor=ada, team=railbow, other=others, keeps_ours=True)


def test_a_withdrawn_proposal_is_no_longer_answered(railbow, ada, event):
    bob = UserFactory()
    others = team_of(event, bob, name="Others")
    offer = offer_merge(actor=ada, team=railbow, other=others, keeps_ours=True)
    withdraw_merge(actor=ada, offer=offer)

    with pytest.raises(StateConflict, match="answered already"):
        answer_merge(actor=bob, offer=offer, accepted=True)

    assert offer.answer == Answer.WITHDRAWN
    assert others.members.count() == 1
