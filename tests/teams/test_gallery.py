"""The gallery: what is shown, to whom, and that nothing unpublished moves a byte of it."""

import io
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from hackathon.errors import PhaseClosed
from hackathon.guard import unguarded
from teams.models import Submission, Verdict
from teams.services.members import name_me
from teams.services.showing import close_gallery, open_gallery
from tests.factories import (
    AwardFactory,
    ChallengeFactory,
    EventFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PrizeFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
    published,
)

pytestmark = pytest.mark.django_db
LISTS = ("gallery", "projects_feed", "news_feed")
ATOM = "{http://www.w3.org/2005/Atom}"
STRANGE = ["<script>alert(1)</script>", "=cmd()", "{{7*7}}", "\u202eright\u2066", "日本語", "👩‍💻"]


@pytest.fixture
def event():
    return EventFactory(during="deliberation", slug="show")


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


@pytest.fixture
def challenge(event):
    return ChallengeFactory(event=event, slug="travel")


def entered(challenge, title="Railbow", team="", **content):
    """A team with a submitted version; only the version carries the words."""
    named = {"team__name": team} if team else {}
    seat = MemberFactory(team__event=challenge.event, team__challenge=challenge, **named)
    submission = SubmissionFactory(team=seat.team, title="draft")
    version = VersionFactory(submission=submission, title=title, submitted_by=seat.user, **content)
    return submission, version


def opened(event):
    with unguarded("test"):
        event.gallery_opened_at = timezone.now()
        event.save()
    return event


def titles(client, **asked):
    page = client.get(reverse("teams:gallery", args=["show"]), asked).text
    return [part.split('">')[1].split("</a>")[0] for part in page.split("<h3>")[1:]]


def addresses(submission):
    slug = submission.event.slug
    return [
        *(reverse(f"teams:{name}", args=[slug]) for name in LISTS),
        *(reverse(f"teams:{name}", args=[slug, submission.pk]) for name in ("project", "card")),
        reverse("teams:gallery", args=[slug]) + "?q=zebra&winners=1&technology=cobol",
        *(reverse(f"challenges:{name}", args=[slug]) for name in ("home", "challenges")),
        reverse("judging:results", args=[slug]),
    ]  # fmt: skip


def seen(client, people, submission):
    """Every public page that could tell, as each of these people gets it."""
    answers = []
    for person in people:
        client.logout()
        if person:
            client.force_login(person)
        for address in addresses(submission):
            answer = client.get(address)
            body = b"" if address.endswith("png") and answer.status_code != 200 else answer.content
            answers.append((answer.status_code, without_clock(body), answer.headers.get("ETag")))
    return answers


def without_clock(body):
    """A page says what time it is and carries a token against forgery; nothing else may move."""
    body = re.sub(rb'data-now="[^"]*"|data-until="[^"]*"', b"", body)
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)


def unpublished_rows(challenge, submission, prize):
    """All that may be true of an event before its results are public."""
    event = challenge.event
    out, _ = entered(challenge, "Zebra", summary="zebra", technologies=["cobol"])
    no, _ = entered(challenge, "Zebra no", technologies=["cobol"])
    draft = MemberFactory(team__event=event, team__challenge=challenge).team
    with unguarded("test"):
        Submission.objects.filter(pk=out.pk).update(status="disqualified")
        Submission.objects.filter(pk=no.pk).update(triage="no")
        Verdict.objects.create(submission=no, kind="no", reason="Zebra", made_at=timezone.now(),
                               made_by=OrganiserFactory(event=event).user)  # fmt: skip
        submission.team.members.update(is_named=False)
    SubmissionFactory(team=draft, title="Zebra draft", status="draft", submitted_at=None)
    late = entered(challenge, "Zebra late")[0].team
    with unguarded("test"):
        type(late).objects.filter(pk=late.pk).update(
            extended_until=timezone.now() + timedelta(hours=1)
        )
    AwardFactory(prize=prize, submission=submission)


@pytest.mark.parametrize("is_open", [False, True])
def test_nothing_unpublished_moves_a_byte_of_any_public_page(client, event, challenge, is_open):
    event = opened(event) if is_open else event
    with unguarded("test"):  # an extension still runs, so judging does too
        event.judging_closes_at = timezone.now() + timedelta(days=1)
        event.save()
    submission, version = entered(challenge)
    people = [None, version.submitted_by, JudgeFactory(event=event).user]
    prize = PrizeFactory(challenge=challenge)
    before = seen(client, people, submission)
    unpublished_rows(challenge, submission, prize)

    after = seen(client, people, submission)

    assert [a == b for a, b in zip(before, after, strict=True)] == [True] * len(before)
    assert before[3][0] == (200 if is_open else 404)


def test_a_project_is_shown_after_the_publication_or_when_the_organiser_opens(
    client, event, challenge, boss
):
    submission, _ = entered(challenge)
    page = reverse("teams:project", args=["show", submission.pk])
    assert client.get(page).status_code == 404

    open_gallery(actor=boss, event=event)
    assert (client.get(page).status_code, titles(client)) == (200, ["Railbow"])

    close_gallery(actor=boss, event=event)
    assert (client.get(page).status_code, titles(client)) == (404, [])

    published(event)
    assert client.get(page).status_code == 200


def test_only_an_organiser_opens_the_gallery_and_not_while_teams_write(event, boss):
    hacking = EventFactory(during="hacking")
    with pytest.raises(PermissionDenied):
        open_gallery(actor=UserFactory(), event=event)
    with pytest.raises(PhaseClosed):
        open_gallery(actor=OrganiserFactory(event=hacking).user, event=hacking)


def test_words_are_sought_in_title_summary_team_and_technologies_of_what_is_shown(
    client, event, challenge
):
    opened(event)
    entered(challenge, "Railbow", team="Night owls", summary="Trains at night.",
            technologies=["python", "rust"])  # fmt: skip
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
    AwardFactory(prize=PrizeFactory(challenge=challenge), submission=won)
    opened(event)

    assert titles(client, challenge=other.pk) == ["Busbow"]
    assert titles(client, challenge="x", page="-1") == ["Railbow", "Busbow"]
    assert titles(client, challenge="9" * 30, page="9" * 30) == ["Railbow", "Busbow"]
    assert titles(client, winners=1) == []
    assert "Winners only" not in client.get(reverse("teams:gallery", args=["show"])).text

    published(event)
    assert titles(client, winners=1) == ["Railbow"]
    assert "First prize" in client.get(reverse("teams:gallery", args=["show"])).text


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
    assert len(one) == 3
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


def test_nobody_can_name_somebody_else(client, event, challenge):
    submission, version = entered(challenge)
    mate = MemberFactory(team=submission.team, seat=2, is_captain=False)
    with pytest.raises(PermissionDenied):
        name_me(actor=version.submitted_by, member=mate, is_named=True)

    client.force_login(mate.user)
    client.post(reverse("teams:name_me", args=["show", submission.team_id]), {"named": "yes"})
    mate.refresh_from_db()
    assert mate.is_named
    assert not submission.team.members.get(user=version.submitted_by).is_named


def test_the_card_is_a_picture_of_the_event_and_tells_no_award_too_early(
    client, event, challenge, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    submission, _ = entered(challenge)
    opened(event)
    address = reverse("teams:card", args=["show", submission.pk])
    plain = client.get(address)
    AwardFactory(prize=PrizeFactory(challenge=challenge), submission=submission)
    awarded = client.get(address)
    published(event)
    public = client.get(address)

    picture = Image.open(io.BytesIO(public.content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    assert plain.content == awarded.content != public.content
    assert plain.headers["ETag"] == awarded.headers["ETag"] != public.headers["ETag"]
    assert len(list((tmp_path / "cards").iterdir())) == 2
    page = client.get(reverse("teams:project", args=["show", submission.pk])).text
    assert f'property="og:image" content="http://testserver{address}?v=' in page


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
    assert ">49<" not in page


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


def test_another_events_project_is_nowhere(client, event, challenge):
    opened(event)
    other = opened(EventFactory(during="deliberation", slug="other"))
    theirs, _ = entered(ChallengeFactory(event=other), "Zebra")

    assert client.get(reverse("teams:project", args=["show", theirs.pk])).status_code == 404
    assert client.get(reverse("teams:card", args=["show", theirs.pk])).status_code == 404
    assert titles(client) == []
