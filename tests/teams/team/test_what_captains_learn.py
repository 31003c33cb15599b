"""An answer to a captain depends only on what the team knows: nobody learns by an invitation whose
an address is, or whether it is anybody's."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.guard import unguarded
from hackathon.mail.services.queueing import relay_promises
from hackathon.mail.services.wording import word_mail
from hackathon.models import EmailLog, User
from teams.mergers.services import answer_merge, offer_merge
from teams.models import Invitation, Participant
from teams.participants.services.participation import withdraw_from_event
from teams.rulings.selectors import orphans
from teams.rulings.services import invite_matches
from teams.team.privacy import empty_participation
from teams.team.selectors.directory import people_page
from teams.team.selectors.team import acceptable_invitations
from teams.team.services.fixing import tell_of_fixed_teams
from teams.team.services.joining import open_link, use_link
from teams.team.services.registration import (
    accept_invitation,
    edit_team,
    invite_members,
    invite_person,
    resend_invitation,
    revoke_invitation,
)
from tests.clock import database_at
from tests.factories import (
    ChallengeFactory,
    CoachChallengeFactory,
    CoachFactory,
    EventFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    UserFactory,
)
from tests.house.rendered import read
from tests.teams.addresses import at
from tests.teams.team.test_members import team_of

pytestmark = pytest.mark.django_db
TYPED = "typed@secret.example"
ELSEWHERE = "has another part in this event"
NOT_ONE = "not an address"


@pytest.fixture
def event():
    return EventFactory(during="registration", max_team_size=6)


@pytest.fixture
def ada():
    return UserFactory(email="ada@example.org", name="Ada")


@pytest.fixture
def team(event, ada):
    team = team_of(event, ada)
    with unguarded("test"):
        team.event.refresh_from_db()
    return team


def looks(event, name, **fields):
    person = UserFactory(name=name, email=f"{name.lower()}@secret.example", **fields)
    with unguarded("test"):
        return Participant.objects.create(
            event=event,
            user=person,
            status="confirmed",
            is_looking=True,
            started_at=event.registration_opens_at,
            applied_at=event.registration_opens_at,
        )


@pytest.fixture
def eve(event):
    return looks(event, "Eve", language="nl")


def moves_to(person, address):
    with unguarded("test"):
        User.objects.filter(pk=person.pk).update(email=address)
    person.refresh_from_db()


def people_of(event):
    return at(event, "directory") + "?who=people"


# Two databases that differ in whose a typed address is.


@pytest.fixture
def cast(event, team, eve):
    """Who could have the address: somebody in the list, who cannot be invited, is in the team by
    another way, in another team, or only has an account."""
    judge = looks(event, "Jo")
    JudgeFactory(event=event, user=judge.user)
    mate, other, account = (UserFactory(name=name) for name in ("Mate", "Other", "Account"))
    MemberFactory(team=team, user=mate, seat=2, is_captain=False)
    team_of(event, other, name="Others")
    return {
        "looking": eve.user,
        "judge": judge.user,
        "mate": mate,
        "other": other,
        "account": account,
    }


def told(answer):
    """What somebody reads, without what is new in each answer."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", answer.content.decode())
    page = re.sub(r"(?<=/invitations/)\d+", "N", page)
    return answer.status_code, re.sub(r'nonce="[^"]*"|nonce-[^\']*', "", page)


def what_the_captain_reads(event, team, ada, found, judge, *, typed_first, now):
    client = Client()
    steps = [
        lambda: client.post(at(event, "invite", team.pk), {"emails": TYPED}, follow=True),
        lambda: client.post(at(event, "invite_person", team.pk, found.pk), follow=True),
    ]
    with database_at(now):
        client.force_login(ada)
        read = []
        for act in steps if typed_first else reversed(steps):
            read += [act(), client.get(people_of(event)), client.get(team.get_absolute_url())]
        read += [act() for act in steps]  # both once more
        read.append(client.post(at(event, "invite_person", team.pk, judge.pk), follow=True))
    with database_at(now + timedelta(minutes=3)):
        [typed] = team.invitations.filter(found=None)
        for act in ("resend", "revoke"):
            address = at(event, act, team.pk, typed.pk)
            read += [client.post(address, follow=True), client.get(people_of(event))]
        read.append(client.post(at(event, "invite", team.pk), {"emails": TYPED}, follow=True))
    return [told(answer) for answer in read]


@pytest.mark.parametrize("typed_first", [True, False])
@pytest.mark.parametrize("whose", ["looking", "judge", "mate", "other", "account"])
def test_a_captain_reads_the_same_whoever_has_the_address(
    event, team, ada, eve, cast, whose, typed_first
):
    judge = cast["judge"].takes_part.get()
    read, now = [], timezone.now()
    order = {"typed_first": typed_first, "now": now}
    for owner in (None, cast[whose]):
        with transaction.atomic():
            if owner:
                moves_to(owner, TYPED)
            read.append(what_the_captain_reads(event, team, ada, eve, judge, **order))
            transaction.set_rollback(True)

    nobody, somebody = read
    assert [status for status, _page in nobody] == [status for status, _page in somebody]
    assert nobody == somebody
    assert any("has been invited already" in page for _status, page in nobody)


# Addresses that the team has not typed.


def mails_to(person):
    relay_promises()
    return [" ".join(word_mail(row)[:2]) for row in EmailLog.objects.filter(recipient=person.email)]


def test_no_page_and_no_mail_of_a_captain_holds_an_address_that_the_team_has_not_typed(
    client, event, team, ada, eve
):
    """Of who was found in the list, and of who was matched by organisers."""
    boss, bob = OrganiserFactory(event=event).user, UserFactory(name="Bob")
    max_, ida, lea = (looks(event, name) for name in ("Max", "Ida", "Lea"))
    others = team_of(event, bob, name="Others")
    for one, captain in ((team, ada), (others, bob)):
        edit_team(actor=captain, team=one, is_open=True)
    invite_person(actor=ada, team=team, participant=eve)
    matched = [(max_.user, team), (ida.user, team), (lea.user, others)]
    invite_matches(actor=boss, event=event, pairs=matched)
    offer = offer_merge(actor=bob, team=others, other=team, keeps_ours=False)

    read = {}
    for captain, own in ((ada, team), (bob, others)):
        client.force_login(captain)
        pages = [people_of(event), own.get_absolute_url(), at(event, "directory")]
        pages.append(at(event, "offer", own.pk, offer.pk))
        pages.append(at(event, "propose", own.pk) + f"?with={others.pk}")
        read |= {(captain.name, page): client.get(page).text for page in pages}
    client.force_login(ada)
    with database_at(timezone.now() + timedelta(minutes=3)):
        for row in team.invitations.pending():
            said = client.post(at(event, "resend", team.pk, row.pk), follow=True)
            read["resend", row.pk] = said.text
    withdraw_from_event(actor=max_.user, participant=max_)
    gone = team.invitations.get(found=ida.user)
    read["revoke"] = client.post(at(event, "revoke", team.pk, gone.pk), follow=True).text
    with unguarded("test"):
        event.team_changes_close_at = timezone.now() - timedelta(minutes=1)
        event.save()
    tell_of_fixed_teams()
    read["mails"] = "\n".join([*mails_to(ada), *mails_to(bob)])

    assert "You invited Max" in read["mails"]
    assert "- Eve" in read["mails"]
    assert "- Lea" in read["mails"]
    assert {name: page for name, page in read.items() if "secret.example" in page} == {}
    assert {"Eve", "Max", "Ida"} <= set(re.findall(r"\w+", read["Ada", team.get_absolute_url()]))


def test_who_was_matched_is_written_to_in_their_own_language(event, team, eve):
    boss = OrganiserFactory(event=event).user
    invite_matches(actor=boss, event=event, pairs=[(eve.user, team)])

    [invitation] = team.invitations.all()
    assert (invitation.found, invitation.language) == (eve.user, "nl")
    relay_promises()
    [mail] = EmailLog.objects.filter(recipient=eve.user.email)
    assert mail.language == "nl"
    assert eve not in orphans(event)
    accept_invitation(actor=eve.user, invitation=invitation)
    with pytest.raises(StateConflict, match="in the team already"):
        invite_matches(actor=boss, event=event, pairs=[(eve.user, team)])


# One person, invited by two ways.


def test_a_person_of_the_list_whose_address_is_typed_has_two_that_work_and_takes_one_seat(
    event, team, ada, eve
):
    [typed] = invite_members(actor=ada, team=team, emails=[eve.user.email])
    found = invite_person(actor=ada, team=team, participant=eve)

    assert team.invitations.pending().count() == 2
    assert len(acceptable_invitations(event, eve.user)) == 1
    for one, other in ((typed, found), (found, typed)):
        with transaction.atomic():
            accept_invitation(actor=eve.user, invitation=one)
            other.refresh_from_db()
            assert other.accepted_at
            with pytest.raises(StateConflict, match="has been used"):
                accept_invitation(actor=eve.user, invitation=other)
            assert team.members.filter(user=eve.user).count() == 1
            transaction.set_rollback(True)
        for row in (typed, found):
            row.refresh_from_db()


def test_what_a_captain_withdraws_leaves_the_other_invitation(event, team, ada, eve):
    """Or the captain would read that both go to one person."""
    [typed] = invite_members(actor=ada, team=team, emails=[eve.user.email])
    found = invite_person(actor=ada, team=team, participant=eve)

    revoke_invitation(actor=ada, invitation=typed)
    found.refresh_from_db()
    assert found.is_open


def test_who_gives_their_place_up_ends_both_and_the_captain_reads_of_the_person(
    event, team, ada, eve
):
    invite_members(actor=ada, team=team, emails=[eve.user.email])
    invite_person(actor=ada, team=team, participant=eve)

    withdraw_from_event(actor=eve.user, participant=eve)

    assert not team.invitations.pending().exists()
    ended = [mail for mail in mails_to(ada) if "You invited" in mail]
    assert len(ended) == 1
    assert "You invited Eve" in ended[0]


def test_who_is_invited_by_both_ways_reads_once_that_teams_are_fixed(event, team, ada, eve):
    invite_members(actor=ada, team=team, emails=[eve.user.email])
    invite_person(actor=ada, team=team, participant=eve)
    with unguarded("test"):
        event.team_changes_close_at = timezone.now() - timedelta(minutes=1)
        event.save()

    tell_of_fixed_teams()
    relay_promises()

    fixed = EmailLog.objects.filter(template="teams/mail/fixed_invited")
    assert [row.recipient for row in fixed] == [eve.user.email]


def test_a_merger_takes_both_along_and_no_person_twice(event, team, ada, eve):
    bob = UserFactory()
    others = team_of(event, bob, name="Others")
    edit_team(actor=ada, team=team, is_open=True)
    max_ = looks(event, "Max")
    invite_person(actor=ada, team=team, participant=eve)
    for found in (eve, max_):
        invite_person(actor=bob, team=others, participant=found)
    invite_members(actor=bob, team=others, emails=[eve.user.email])
    offer = offer_merge(actor=bob, team=others, other=team, keeps_ours=False)

    answer_merge(actor=ada, offer=offer, accepted=True)

    kept = {(row.found, row.email) for row in team.invitations.pending()}
    assert kept == {
        (eve.user, eve.user.email),
        (max_.user, max_.user.email),
        (None, eve.user.email),
    }


# Somebody who was found changes their address.


@pytest.fixture
def moved(event, team, ada, eve):
    """Eve has another address since; somebody else has the one that she had."""
    invitation = invite_person(actor=ada, team=team, participant=eve)
    moves_to(eve.user, "eve.new@secret.example")
    return Invitation.objects.get(pk=invitation.pk)


def test_an_invitation_goes_by_the_person_who_was_found(client, event, team, ada, eve, moved):
    stranger = UserFactory(email="eve@secret.example")
    client.force_login(stranger)
    assert client.get(at(event, "accept", moved.token)).status_code == 404
    assert acceptable_invitations(event, stranger) == []

    client.force_login(eve.user)
    assert at(event, "accept", moved.token) in client.get(reverse("hackathon:me")).text
    assert eve not in orphans(event)
    client.post(at(event, "accept", moved.token))
    assert team.members.filter(user=eve.user).exists()
    moved.refresh_from_db()
    assert moved.accepted_at


def test_a_mail_that_is_sent_again_goes_to_the_address_that_the_person_has_now(
    event, team, ada, eve, moved
):
    relay_promises()
    EmailLog.objects.all().delete()
    with database_at(timezone.now() + timedelta(minutes=3)):
        resend_invitation(actor=ada, invitation=moved)
    relay_promises()
    assert [mail.recipient for mail in EmailLog.objects.all()] == ["eve.new@secret.example"]


def test_who_was_found_is_invited_once_whatever_their_address(client, event, team, ada, eve, moved):
    client.force_login(ada)
    assert "Invited to Railbow" in client.get(people_of(event)).text
    with pytest.raises(StateConflict, match="invited to your team already"):
        invite_person(actor=ada, team=team, participant=eve)


def test_every_way_into_the_team_and_out_of_the_event_settles_it(event, team, ada, eve, moved):
    with transaction.atomic():
        withdraw_from_event(actor=eve.user, participant=eve)
        moved.refresh_from_db()
        assert moved.revoked_at
        transaction.set_rollback(True)
    moved.refresh_from_db()
    use_link(actor=eve.user, link=open_link(actor=ada, team=team, uses=1, days=1))
    moved.refresh_from_db()
    assert moved.accepted_at


# Who cannot compete is not looked for.


def coaches_all(event, person):
    """Of each challenge by its name."""
    ChallengeFactory(event=event)
    coach = CoachFactory(event=event, user=person)
    for challenge in event.challenges.all():
        CoachChallengeFactory(coach=coach, challenge=challenge)


KEPT_OUT = {
    "judge": lambda event, person: JudgeFactory(event=event, user=person),
    "organiser": lambda event, person: OrganiserFactory(event=event, user=person, sees_marks=True),
    "coach": lambda event, person: CoachFactory(event=event, user=person),
    "coach of each": coaches_all,
}


@pytest.mark.parametrize("part", KEPT_OUT)
def test_who_can_be_in_no_team_is_not_listed_and_not_invited(client, event, team, ada, eve, part):
    KEPT_OUT[part](event, eve.user)
    client.force_login(ada)

    assert "Eve" not in client.get(people_of(event)).text
    assert eve not in people_page(event, {}, None).object_list
    said = client.post(at(event, "invite_person", team.pk, eve.pk), follow=True).text
    assert ELSEWHERE in said
    with pytest.raises(StateConflict, match=ELSEWHERE):
        invite_person(actor=ada, team=team, participant=eve)
    assert not team.invitations.exists()
    assert eve not in orphans(event)


def test_who_coaches_the_teams_challenge_is_listed_and_offered_to_other_teams_alone(
    client, event, team, ada, eve
):
    coach = CoachFactory(event=event, user=eve.user)
    CoachChallengeFactory(coach=coach, challenge=team.challenge)
    bob = UserFactory()
    others = team_of(event, bob, name="Others")
    assert others.challenge != team.challenge

    def offered(captain, own):
        client.force_login(captain)
        page = client.get(people_of(event)).text
        address = at(event, "invite_person", own.pk, eve.pk)
        assert "Eve" in page
        return any(
            form.action.startswith(address) for form in read(page, people_of(event)).forms
        ), page

    is_offered, page = offered(ada, team)
    assert not is_offered
    assert f"Eve {ELSEWHERE}" in page
    assert offered(bob, others)[0]
    with pytest.raises(StateConflict, match=ELSEWHERE):
        invite_person(actor=ada, team=team, participant=eve)
    invite_person(actor=bob, team=others, participant=eve)


def test_the_list_asks_as_much_about_many_as_about_one(client, event, team, ada):
    client.force_login(ada)
    counts = []
    for round_ in range(2):
        for number in range(1 + 3 * round_):
            looks(event, f"Free{round_}{number}")
            JudgeFactory(event=event, user=looks(event, f"Judge{round_}{number}").user)
            coach = CoachFactory(event=event, user=looks(event, f"Coach{round_}{number}").user)
            CoachChallengeFactory(coach=coach, challenge=team.challenge)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(people_of(event)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


# What was typed is answered by what was typed.


def invite(client, event, team, typed):
    return client.post(at(event, "invite", team.pk), {"emails": typed}, follow=True).text


def test_a_refusal_says_which_addresses_were_invited_already(client, event, team, ada):
    client.force_login(ada)
    invite(client, event, team, "one@example.org\ntwo@example.org")

    said = invite(client, event, team, "two@example.org\nnew@example.org\none@example.org")
    [alert] = re.findall(r"[^>]*invited already[^<]*", said)
    assert "one@example.org" in alert
    assert "two@example.org" in alert
    assert "new@example.org" not in alert
    assert "two@example.org\nnew@example.org\none@example.org</textarea>" in said
    assert "one@example.org has been invited already" in invite(
        client, event, team, "one@example.org"
    )


@pytest.mark.parametrize("between", ["\n", "\r\n", ",", ", ", ";", "; ", " ", "\n\n , "])
def test_addresses_are_parted_by_lines_commas_and_semicolons(client, event, team, ada, between):
    client.force_login(ada)
    invite(client, event, team, between.join(["One@example.org", "two@example.org"]))
    written = [row.email for row in team.invitations.all()]
    assert written == ["one@example.org", "two@example.org"]


def test_a_line_that_is_no_address_is_refused_as_a_whole_and_stays(client, event, team, ada):
    client.force_login(ada)
    typed = f"one@example.org\n{NOT_ONE}\nBob Bear <bob@example.org>"
    said = invite(client, event, team, typed)
    assert f"“{NOT_ONE}” is not an email address." in said
    assert "“Bob Bear &lt;bob@example.org&gt;” is not an email address." in said
    assert "Bear &lt;bob@example.org&gt;</textarea>" in said
    assert not team.invitations.exists()


def test_where_every_seat_is_promised_the_list_leads_to_where_one_is_withdrawn(
    client, event, team, ada, eve
):
    invite_members(actor=ada, team=team, emails=[f"{n}@example.org" for n in range(5)])
    client.force_login(ada)

    page = client.get(people_of(event)).text
    start = page.index("Every free seat is promised")
    assert f'href="{team.get_absolute_url()}' in page[start : page.index("</p>", start)]
    assert "/revoke/" in client.get(team.get_absolute_url()).text


def test_an_address_of_a_member_is_known_only_if_it_was_typed(event, team, ada, eve):
    """Or by typing addresses a captain learns the one of somebody who came by a link."""
    mate = UserFactory(email="mate@example.org")
    MemberFactory(team=team, user=mate, seat=2, is_captain=False)
    invite_members(actor=ada, team=team, emails=[mate.email])
    [typed] = invite_members(actor=ada, team=team, emails=[eve.user.email])
    accept_invitation(actor=eve.user, invitation=typed)
    with pytest.raises(StateConflict, match=f"{eve.user.email} is in the team already"):
        invite_members(actor=ada, team=team, emails=[eve.user.email])


def test_who_was_matched_before_is_named_since(event, team, ada, eve):
    """A migration finds them by the log; whom the captain typed stays an address."""
    boss = OrganiserFactory(event=event).user
    invite_matches(actor=boss, event=event, pairs=[(eve.user, team)])
    max_ = looks(event, "Max")
    invite_members(actor=ada, team=team, emails=[max_.user.email])
    with unguarded("test"):
        Invitation.objects.update(found=None)

    import_module("teams.migrations.0011_matched_people_are_found").name_who_was_matched(apps, None)

    found = {row.email: row.found for row in team.invitations.all()}
    assert found == {eve.user.email: eve.user, max_.user.email: None}


def test_nothing_of_an_address_that_somebody_had_is_left_with_their_account(
    event, team, ada, moved
):
    revoke_invitation(actor=ada, invitation=moved)
    with unguarded("test"):
        empty_participation(moved.found)
    moved.refresh_from_db()
    assert "secret.example" not in moved.email
