"""The pages on which a team comes together, as its people use them."""

import pytest

from hackathon.guard import unguarded
from hackathon.texts import harmless
from teams.models import Invitation, Member, MergeOffer, Participant
from teams.services.registration import edit_team, invite_members
from tests.factories import ChallengeFactory, MemberFactory, UserFactory
from tests.teams.addresses import at
from tests.teams.test_members import captains, team_of

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
        {"name": "Rainbow", "pitch": "Trains, found faster.", "wanted_skills": "Law, design , law",
         "languages": ["fr", "nl"], "is_open": "on"}, follow=True,
    )  # fmt: skip

    team.refresh_from_db()
    assert (team.name, team.wanted_skills, team.languages) == (
        "Rainbow", ["law", "design"], ["fr", "nl"],
    )  # fmt: skip
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
    ids = {"member": [Member.objects.get(user=third).pk], "edit": [], "propose": [],
           "open_link": [], "invite": [], "revoke": [Invitation.objects.get().pk],
           "resend": [Invitation.objects.get().pk]}  # fmt: skip

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
                    event=event, user=UserFactory(), status="confirmed", is_looking=True,
                    started_at=seat.joined_at, challenge=challenge,
                )  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(at(event, "directory"), {"who": who}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 16


def test_the_directory_narrows_by_challenge_skill_and_language(client, event, ada):
    first, second = team_of(event, name="First"), team_of(event, name="Second")
    with unguarded("test"):
        for team, skill, code in ((first, "law", "fr"), (second, "design", "nl")):
            team.is_open, team.wanted_skills, team.languages = True, [skill], [code]
            team.save()

    for query in ({"skill": "Law"}, {"language": "fr"}, {"challenge": first.challenge_id}):
        page = client.get(at(event, "directory"), query).text
        assert "First" in page
        assert "Second</a>" not in page


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
