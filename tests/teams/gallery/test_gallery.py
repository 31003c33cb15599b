"""The gallery: what is found in it, on pages and in feeds."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from teams.gallery.services import open_gallery
from teams.team.services.members import name_me
from tests.factories import (
    AwardFactory,
    ChallengeFactory,
    EventFactory,
    MemberFactory,
    OrganiserFactory,
    PrizeFactory,
    published,
    submitted,
)
from tests.reading import squeezed
from tests.teams.gallery.scene import entered, opened, titles

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
STRANGE = ["<script>alert(1)</script>", "=cmd()", "{{7*7}}", "\u202eright\u2066", "日本語", "👩‍💻"]


@pytest.fixture
def event():
    return EventFactory(during="deliberation", slug="show")


@pytest.fixture
def challenge(event):
    return ChallengeFactory(event=event, slug="travel")


def test_words_are_sought_in_title_summary_team_and_technologies_of_what_is_shown(
    client, event, challenge
):
    opened(event)
    entered(
        challenge,
        "Railbow",
        team="Night owls",
        summary="Trains at night.",
        technologies=["python", "rust"],
    )
    entered(challenge, "100 % sure", summary="Of buses.", technologies=["python"])

    assert titles(client) == ["100 % sure", "Railbow"]
    for words in ("railBOW", "trains", "OWLS", "rust", "night rail"):
        assert titles(client, q=words) == ["Railbow"], words
    assert titles(client, q="draft") == titles(client, q="a_l") == titles(client, q="x\x00") == []
    assert titles(client, q="0 %") == ["100 % sure"]
    assert titles(client, technology="rust") == ["Railbow"]
    assert titles(client, technology="ru") == []


def test_a_challenge_and_winners_narrow_it_and_nonsense_does_not(client, event, challenge):
    other = ChallengeFactory(event=event, title="Other", slug="other", position=2)
    won, _ = entered(challenge)
    entered(other, "Busbow")
    AwardFactory(prize=PrizeFactory(challenge=challenge, reward="A trip"), submission=won)
    opened(event)

    assert titles(client, challenge=other.pk) == ["Busbow"]
    assert titles(client, challenge="x", page="-1") == ["Railbow", "Busbow"]
    assert titles(client, challenge="9" * 30, page="9" * 30) == ["Railbow", "Busbow"]
    assert titles(client, winners=1) == []
    assert "Winners only" not in client.get(reverse("teams:gallery", args=["show"])).text

    published(event)
    assert titles(client, winners=1) == ["Railbow"]
    assert "First prize" in client.get(reverse("teams:gallery", args=["show"])).text
    page = squeezed(client.get(reverse("teams:project", args=["show", won.pk])).text)
    assert "First prize</span><span>A trip</span>" in page


def test_pages_of_24_with_a_way_on_and_as_many_queries_for_one_as_for_all(
    client, event, challenge, django_assert_num_queries
):
    opened(event)
    page = reverse("teams:gallery", args=["show"])
    first = entered(challenge, "Project 00", technologies=["python"])[0]
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    project = reverse("teams:project", args=["show", first.pk])
    with CaptureQueriesContext(connection) as one_project:
        client.get(project)
    for number in range(1, 30):
        entered(challenge, f"Project {number:02}", technologies=[f"t{number}"])

    with django_assert_num_queries(len(one)):
        answer = client.get(page, {"technology": ""})
    with django_assert_num_queries(len(one_project)):
        client.get(project)
    assert len(one) == 5
    assert answer.text.count("<h3>") == 24
    assert 'href="?page=2"' in answer.text
    assert len(titles(client, page=2)) == 6
    assert titles(client, page=3) == []


def test_a_project_leads_to_its_neighbours_and_names_who_agreed(client, event, challenge):
    opened(event)
    one, _ = entered(challenge, "A first")
    two, version = entered(challenge, "B second", video_url="https://video.example.org/1")
    MemberFactory(team=two.team, seat=2, is_captain=False, user__name="Nora Silent")
    ada = version.submitted_by
    page = reverse("teams:project", args=["show", two.pk])
    assert ada.name not in client.get(page).text

    name_me(actor=ada, member=two.team.members.get(user=ada), is_named=True)
    shown = client.get(page).text

    assert ada.name in shown
    assert "Nora Silent" not in shown
    assert f"/gallery/{one.pk}/" in shown.split("neighbours")[1]
    assert "The next one" not in shown
    assert 'href="https://video.example.org/1"' in shown


@pytest.mark.parametrize("typed", STRANGE)
def test_strange_names_are_harmless_in_pages_cards_and_feeds(
    client, event, challenge, typed, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    opened(event)
    submission, _ = entered(
        challenge, typed, team=typed[:40], summary=typed, technologies=[typed[:30]]
    )
    feed = client.get(reverse("teams:projects_feed", args=["show"])).text
    page = client.get(reverse("teams:project", args=["show", submission.pk])).text
    card = client.get(reverse("teams:card", args=["show", submission.pk]))

    assert card.status_code == 200
    entry = ElementTree.fromstring(feed).find(f"{ATOM}entry")  # noqa: S314 - our own
    told = entry.find(f"{ATOM}title").text
    assert told == typed.replace("\u202e", "").replace("\u2066", "")
    assert "<script>alert" not in entry.find(f"{ATOM}summary").text
    assert not set("\u202e\u2066") & set(feed)
    assert "<script>alert" not in page
    assert ">49<" not in squeezed(page)


def test_feeds_are_there_from_the_start_and_fill_when_something_becomes_public(
    client, event, challenge
):
    entered(challenge)
    feeds = [reverse(f"teams:{name}_feed", args=["show"]) for name in ("projects", "news")]
    assert [client.get(feed).text.count("<entry>") for feed in feeds] == [0, 0]

    opened(event)
    assert [client.get(feed).text.count("<entry>") for feed in feeds] == [1, 1]

    published(event)
    assert [client.get(feed).text.count("<entry>") for feed in feeds] == [1, 2]


def test_what_is_said_of_ones_name_fits_whether_projects_are_shown(client):
    version = submitted(EventFactory(during="deliberation"))
    boss = OrganiserFactory(event=version.event).user
    client.force_login(version.submitted_by)
    page = version.submission.team.get_absolute_url()
    assert "When the projects are shown to everyone" in client.get(page).text

    open_gallery(actor=boss, event=version.event)

    assert "When the projects are shown" not in client.get(page).text
    assert "The projects are shown to everyone" in client.get(page).text
