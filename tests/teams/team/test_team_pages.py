"""The pages on which a team comes together, as its people use them."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.kernel.texts import harmless
from teams.mergers.selectors import doors_of
from teams.models import Invitation, Member, MergeOffer, Participant
from teams.participants.services.participation import apply, look_for_team
from teams.team.services.joining import ask_to_join, open_link
from teams.team.services.registration import edit_team, invite_members, invite_person
from tests.factories import (
    AwardFactory,
    ChallengeFactory,
    MemberFactory,
    PrizeFactory,
    UserFactory,
    judged_event,
    published,
)
from tests.house.rendered import read
from tests.reading import squeezed
from tests.teams.addresses import at
from tests.teams.team.test_members import captains, team_of

pytestmark = pytest.mark.django_db
HOSTILE = ["<script>alert(1)</script>", "=cmd()", "{{7*7}}", "A\u202egnp.exe", "x" * 300, "🚀"]


@pytest.fixture
def ada(client):
    ada = UserFactory(email="ada@example.org", name="Ada")
    client.force_login(ada)
    return ada


def test_a_captain_writes_about_the_team_and_finds_it_on_its_page(client, event, ada):
    team = team_of(event, ada)

    page = client.post(
        at(event, "edit", team.pk),
        {
            "name": "Rainbow",
            "pitch": "Trains, found faster.",
            "wanted_skills": "Law, design , law",
            "languages": ["fr", "nl"],
            "is_open": "on",
        },
        follow=True,
    )

    team.refresh_from_db()
    assert (team.name, team.wanted_skills, team.languages) == (
        "Rainbow",
        ["law", "design"],
        ["fr", "nl"],
    )
    assert "Trains, found faster." in page.text


def test_a_link_is_made_copied_and_used_by_somebody_else(client, event, ada):
    team, bob = team_of(event, ada), UserFactory()
    client.post(at(event, "open_link", team.pk), {"uses": 2, "days": 3})
    link = team.join_links.get()
    assert link.code in client.get(team.get_absolute_url()).text

    client.force_login(bob)
    typed = client.post(at(event, "type_code"), {"code": link.code.lower()})
    assert client.get(typed.url).status_code == 200
    assert not team.members.filter(user=bob).exists()  # a GET takes no seat
    client.post(typed.url)

    assert team.members.filter(user=bob).exists()


def test_a_wrong_code_is_told_next_to_the_field(client, event, ada):
    page = client.post(at(event, "type_code"), {"code": "ABCD"})

    assert "No team has this code" in page.text
    assert 'value="ABCD"' in page.text


def test_a_request_is_sent_read_and_accepted(client, event, ada):
    team, eve = team_of(event, ada), UserFactory(name="Eve")
    edit_team(actor=ada, team=team, is_open=True)

    client.force_login(eve)
    assert "Railbow" in client.get(at(event, "directory")).text
    client.post(at(event, "ask", team.pk), {"message": "I know trains."})
    assert "You have asked" in client.get(at(event, "directory")).text
    client.force_login(ada)
    asked = team.join_requests.get()
    assert "I know trains." in client.get(team.get_absolute_url()).text
    client.post(at(event, "answer", team.pk, asked.pk), {"do": "accept", "words": "Welcome"})

    assert team.members.filter(user=eve).exists()


def test_a_merger_is_shown_before_it_is_proposed_and_before_it_is_agreed(client, event, ada):
    team, bob = team_of(event, ada), UserFactory(name="Bob")
    others = team_of(event, bob, name="Others")
    edit_team(actor=bob, team=others, is_open=True)
    told = {"other": others.pk, "keeps_ours": "yes", "message": ""}

    shown = client.post(at(event, "propose", team.pk), {**told, "do": "look"})
    assert "Others goes up in Railbow" in shown.text
    assert not MergeOffer.objects.exists()
    client.post(at(event, "propose", team.pk), {**told, "do": "send"})
    client.force_login(bob)
    page = at(event, "offer", others.pk, MergeOffer.objects.get().pk)
    assert "Others goes up in Railbow" in client.get(page).text
    client.post(page, {"do": "accept", "words": ""})

    assert team.members.count() == 2


def test_leaving_says_what_happens_and_a_captain_chooses_who_is_next(client, event, ada):
    bob = UserFactory(name="Bob")
    team = team_of(event, ada, bob)
    page = at(event, "leave", team.pk)

    refused = client.post(page, {})
    assert "This field is required" in refused.text
    assert Member.objects.count() == 2
    client.post(page, {"successor": Member.objects.get(user=bob).pk})

    assert captains(team) == [bob]
    assert client.get(page).status_code == 404


def test_the_captain_hands_over_or_removes_with_a_reason(client, event, ada):
    bob = UserFactory(name="Bob")
    team = team_of(event, ada, bob)
    page = at(event, "member", team.pk, Member.objects.get(user=bob).pk)

    assert "This field is required" in client.post(page, {"do": "remove", "reason": ""}).text
    client.post(page, {"do": "hand_over"})

    assert captains(team) == [bob]
    assert client.post(page, {"do": "remove", "reason": "x"}).status_code == 404


def test_members_who_do_not_lead_have_no_captains_pages(client, event, ada):
    boss, third = UserFactory(), UserFactory()
    team = team_of(event, boss, ada, third)
    invite_members(actor=boss, team=team, emails=["eve@example.org"])
    ids = {
        "member": [Member.objects.get(user=third).pk],
        "edit": [],
        "propose": [],
        "open_link": [],
        "invite": [],
        "revoke": [Invitation.objects.get().pk],
        "resend": [Invitation.objects.get().pk],
    }

    for name, more in ids.items():
        page = at(event, name, team.pk, *more)
        assert client.post(page, {"do": "hand_over"}).status_code == 404, name
    assert Invitation.objects.pending().count() == 1
    assert captains(team) == [boss]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_come_out_harmless(client, event, ada, name):
    team = team_of(event, ada)
    edit_team(actor=ada, team=team, is_open=True)
    eve = UserFactory(name=name[:80])
    client.force_login(eve)

    client.post(at(event, "ask", team.pk), {"message": name[:300]})
    client.force_login(ada)
    page = client.get(team.get_absolute_url()).text
    renamed = client.post(at(event, "edit", team.pk), {"name": name})

    assert "<script>alert" not in page
    assert name != "{{7*7}}" or name in page
    assert renamed.status_code in (200, 302)
    team.refresh_from_db()
    assert team.name in ("Railbow", harmless(name))
    assert "\u202e" not in team.name
    assert len(team.name) <= 60


@pytest.mark.parametrize("who", ["", "people"])
def test_the_directory_asks_as_much_for_three_as_for_one(
    client, event, ada, who, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    challenge = ChallengeFactory(event=event)
    for _ in range(2):
        for _ in range(1 if not counts else 2):
            seat = MemberFactory(team__event=event, team__challenge=challenge, team__is_open=True)
            with unguarded("test"):
                Participant.objects.create(
                    event=event,
                    user=UserFactory(),
                    status="confirmed",
                    is_looking=True,
                    started_at=seat.joined_at,
                    challenge=challenge,
                )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(at(event, "directory"), {"who": who}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 26


def test_the_directory_narrows_by_challenge_skill_and_language(client, event, ada):
    first, second = team_of(event, name="First"), team_of(event, name="Second")
    with unguarded("test"):
        for team, skill, code in ((first, "law", "fr"), (second, "design", "nl")):
            team.is_open, team.wanted_skills, team.languages = True, [skill], [code]
            team.save()

    for query in ({"skill": "Law"}, {"speaks": "fr"}, {"challenge": first.challenge_id}):
        page = client.get(at(event, "directory"), query).text
        assert "First" in page
        assert "Second</a>" not in squeezed(page)


@pytest.fixture
def eve(event):
    """Looks for a team; their address is nobody's to know."""
    eve = UserFactory(email="eve@secret.example", name="Eve Evans", language="nl")
    with unguarded("test"):
        Participant.objects.create(
            event=event,
            user=eve,
            status="confirmed",
            is_looking=True,
            started_at=event.registration_opens_at,
            languages=["nl"],
        )
    return eve


def forms_for(client, event):
    page = at(event, "directory") + "?who=people&speaks=nl"
    shown = read(client.get(page).text, page)
    return [form for form in shown.forms if "/people/" in form.action]


def test_a_captain_invites_somebody_from_the_list_and_never_reads_the_address(
    client, event, ada, eve
):
    team = team_of(event, ada)
    [form] = forms_for(client, event)
    _method, address = form.target_of(form.buttons[0])
    answer = client.post(address, follow=True)
    assert "Eve Evans is invited to" in answer.text
    assert answer.redirect_chain[-1][0].endswith("?who=people&speaks=nl")
    assert "not yet answered" in answer.text
    assert forms_for(client, event) == []

    page = client.get(team.get_absolute_url()).text
    assert "Eve Evans" in page
    assert "eve@secret.example" not in page
    invitation = team.invitations.get()
    assert invitation.language == "nl"
    client.force_login(eve)
    client.post(at(event, "accept", invitation.token))
    assert team.members.filter(user=eve).exists()


def test_who_is_in_no_list_any_more_is_not_invited(client, event, ada, eve):
    team = team_of(event, ada)
    participant = eve.takes_part.get()
    with unguarded("test"):
        Participant.objects.update(is_looking=False)
    answer = client.post(at(event, "invite_person", team.pk, participant.pk), follow=True)
    assert "does not look for a team any more" in answer.text
    assert "Eve" not in answer.text
    with pytest.raises(ValidationError, match="does not look"):
        invite_person(actor=ada, team=team, participant=participant)


def test_a_second_press_invites_nobody_twice(client, event, ada, eve):
    team = team_of(event, ada)
    address = at(event, "invite_person", team.pk, eve.takes_part.get().pk)
    client.post(address)
    assert "has been invited to your team already" in client.post(address, follow=True).text
    assert team.invitations.count() == 1


@pytest.mark.parametrize("is_captain", [True, False])
def test_who_cannot_invite_is_offered_no_invitation(client, event, ada, eve, is_captain):
    team = team_of(event, ada if is_captain else UserFactory())
    if is_captain:
        others = [f"{n}@example.org" for n in range(event.max_team_size - 1)]
        invite_members(actor=ada, team=team, emails=others)
    assert forms_for(client, event) == []
    address = at(event, "invite_person", team.pk, eve.takes_part.get().pk)
    assert client.post(address).status_code == (302 if is_captain else 404)
    assert not team.invitations.filter(email=eve.email).exists()


@pytest.mark.parametrize("is_public", [False, True])
def test_the_team_reads_on_its_page_what_it_has_won_once_all_may_know(client, is_public):
    _judge, version = judged_event("deliberation")
    team = version.submission.team
    prize = PrizeFactory(challenge=team.challenge, title="The golden tram")
    AwardFactory(prize=prize, submission=version.submission)
    if is_public:
        published(team.event)
    client.force_login(team.members.get().user)
    page = client.get(team.get_absolute_url()).text
    project = at(team.event, "project", version.submission_id)
    assert ("The golden tram" in page, project in page) == (is_public, is_public)


def test_only_who_wants_to_be_seen_is_in_the_directory(client, event, ada):
    hidden = UserFactory(name="Hidden Person")
    with unguarded("test"):
        Participant.objects.create(
            event=event, user=hidden, status="confirmed", started_at=event.hacking_starts_at
        )
    team_of(event, name="Closed Shop")

    pages = [client.get(at(event, "directory"), {"who": who}).text for who in ("", "people")]

    assert "Hidden Person" not in pages[1]
    assert "Closed Shop" not in pages[0]


def test_the_invitations_go_out_by_the_form_as_the_page_shows_it(client, event, ada):
    team = team_of(event, ada)
    page = read(client.get(team.get_absolute_url()).text, team.get_absolute_url())
    form = next(form for form in page.forms if "emails" in form.names)

    _method, address = form.target_of(form.buttons[0])
    answer = client.post(address, {"emails": "bob@example.org"}, follow=True)

    assert answer.status_code == 200
    assert "Invited: 1." in answer.text
    assert team.invitations.get().email == "bob@example.org"


def test_what_a_captain_typed_wrongly_comes_back_to_be_sent_again(client, event, ada):
    team = team_of(event, ada)

    answer = client.post(at(event, "invite", team.pk), {"emails": "bob@"})

    assert answer.status_code == 422
    assert "bob@" in answer.text
    form = next(
        f for f in read(answer.text, answer.request["PATH_INFO"]).forms if "emails" in f.names
    )
    assert form.target_of(None)[1] == at(event, "invite", team.pk)


def has_form(page):
    """Whether the page itself offers something to send, besides signing out."""
    return any("logout" not in form.action for form in read(page.text, "/").forms)


def test_who_has_a_team_reads_so_before_filling_in_the_form_of_another(client, event, ada):
    team = team_of(event, ada)

    page = client.get(at(event, "register"))

    assert "You are in the team Railbow. Leave it first" in page.text
    assert f'href="{team.get_absolute_url()}"' in page.text
    assert not has_form(page)


def test_a_full_team_offers_no_seat_on_any_of_its_doors(client, event, ada):
    captain, guest = UserFactory(), UserFactory()
    team = team_of(event, captain)
    edit_team(actor=captain, team=team, is_open=True)
    link = open_link(actor=captain, team=team, uses=9, days=9)
    invitation = invite_members(actor=captain, team=team, emails=[guest.email])[0]
    for seat in range(2, event.max_team_size + 1):
        MemberFactory(team=team, seat=seat, is_captain=False)

    doors = [(ada, "join", link.code), (ada, "ask", team.pk), (guest, "accept", invitation.token)]
    for who, name, key in doors:
        client.force_login(who)
        page = client.get(at(event, name, key))
        assert "This team is full: 5 of 5." in page.text, name
        assert not has_form(page), name


def test_a_captain_of_a_full_team_can_only_decline(client, event, ada):
    team, eve = team_of(event, ada), UserFactory()
    edit_team(actor=ada, team=team, is_open=True)
    asked = ask_to_join(actor=eve, team=team, message="I know trains.")
    for seat in range(2, event.max_team_size + 1):
        MemberFactory(team=team, seat=seat, is_captain=False)

    page = client.get(at(event, "answer", team.pk, asked.pk))

    assert "This team is full: 5 of 5." in page.text
    answers = [b.value for form in read(page.text, "/").forms for b in form.buttons if b.value]
    assert answers == ["decline"]


def test_while_every_seat_is_promised_nobody_else_is_invited(client, event, ada):
    team = team_of(event, ada)
    addresses = [f"guest{n}@example.org" for n in range(event.max_team_size - 1)]
    invite_members(actor=ada, team=team, emails=addresses)

    page = client.get(team.get_absolute_url())

    assert "Every free seat is promised by an invitation." in page.text
    assert 'name="emails"' not in page.text


def test_a_mail_that_has_just_gone_out_is_not_offered_again_at_once(client, event, ada):
    team = team_of(event, ada)
    invitation = invite_members(actor=ada, team=team, emails=["bob@example.org"])[0]
    again = at(event, "resend", team.pk, invitation.pk)

    assert again not in client.get(team.get_absolute_url()).text
    with unguarded("test"):
        team.invitations.update(created_at=timezone.now() - timedelta(minutes=3))
    assert again in client.get(team.get_absolute_url()).text


def test_once_teams_are_fixed_their_pages_say_so_instead_of_showing_forms(client, event, ada):
    team = team_of(event, ada, UserFactory())
    other = next(member for member in team.members.all() if not member.is_captain)
    with unguarded("test"):
        event.team_changes_close_at = timezone.now() - timedelta(minutes=1)
        event.save()

    pages = [("edit",), ("leave",), ("propose",), ("member", other.pk)]
    for name, *more in pages:
        page = client.get(at(event, name, team.pk, *more))
        assert "This was possible until" in page.text, name
        assert not has_form(page), name


def test_who_writes_their_own_address_is_told_so_before_there_is_a_team(client, event, ada):
    challenge = ChallengeFactory(event=event)
    sent = {"name": "Railbow", "challenge": challenge.pk, "invite": "Ada@example.org"}

    page = client.post(at(event, "register"), sent, follow=True).text

    assert "You are in the team yourself: leave out your own address." in page


def test_coming_alone_is_offered_only_to_who_takes_no_part_yet(client, event, ada):
    alone = "Take part without a team yet"
    assert alone in client.get(at(event, "register")).text
    apply(actor=ada, event=event, answers={})

    assert alone not in client.get(at(event, "register")).text


def test_a_captain_reads_what_who_asks_shows_to_those_who_look_for_people(client, event, ada):
    team, sam = team_of(event, ada), UserFactory()
    edit_team(actor=ada, team=team, is_open=True)
    participant = apply(actor=sam, event=event, answers={})
    said = {"skills": ["welding"], "languages": ["nl"], "looking_for": "A boat."}
    look_for_team(actor=sam, participant=participant, is_looking=True, **said)
    asked = ask_to_join(actor=sam, team=team, message="Hello")

    page = client.get(at(event, "answer", team.pk, asked.pk)).text
    assert "welding" in page
    assert "A boat." in page

    look_for_team(actor=sam, participant=participant, is_looking=False)
    assert "welding" not in client.get(at(event, "answer", team.pk, asked.pk)).text


def test_a_link_says_that_it_ends_when_teams_can_no_longer_change(client, event, ada):
    team = team_of(event, ada)
    open_link(actor=ada, team=team, uses=2, days=60)

    (link,) = doors_of(team)["join_links"]

    assert link.works_until == event.submissions_close_at
    assert link.works_until < link.expires_at


def test_the_only_challenge_is_chosen_already(client, event, challenge, ada):
    address = at(event, "register")

    def chosen():
        page = read(client.get(address).text, address)
        offered = [one for form in page.forms for one in form.controls if one.name == "challenge"]
        return [one.value for one in offered if one.is_set]

    assert chosen() == [str(challenge.pk)]
    ChallengeFactory(event=event)
    assert chosen() == []
