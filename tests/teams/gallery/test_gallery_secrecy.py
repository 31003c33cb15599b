"""Nothing unpublished moves a byte of what is public, and nobody opens it too early."""

import io
import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from hackathon.kernel.errors import PhaseClosed
from hackathon.kernel.guard import unguarded
from teams.gallery.services import close_gallery, open_gallery
from teams.models import ProjectQuestion, Submission, Verdict
from teams.team.services.members import name_me
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
    published,
)
from tests.reading import squeezed
from tests.teams.gallery.scene import entered, opened, titles

pytestmark = pytest.mark.django_db
LISTS = ("gallery", "projects_feed", "news_feed")


@pytest.fixture
def event():
    return EventFactory(during="deliberation", slug="show")


@pytest.fixture
def boss(event):
    return OrganiserFactory(event=event).user


@pytest.fixture
def challenge(event):
    return ChallengeFactory(event=event, slug="travel")


def addresses(submission):
    slug = submission.event.slug
    return [
        *(reverse(f"teams:{name}", args=[slug]) for name in LISTS),
        *(reverse(f"teams:{name}", args=[slug, submission.pk]) for name in ("project", "card")),
        reverse("teams:gallery", args=[slug]) + "?q=zebra&winners=1&technology=cobol",
        *(reverse(f"challenges:{name}", args=[slug]) for name in ("home", "challenges")),
        reverse("judging:results", args=[slug]),
    ]


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
        Verdict.objects.create(
            submission=no,
            kind="no",
            reason="Zebra",
            made_at=timezone.now(),
            made_by=OrganiserFactory(event=event).user,
        )
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
    page = squeezed(page)
    assert f'property="og:image" content="http://testserver{address}?v=' in squeezed(page)


def test_another_events_project_is_nowhere(client, event, challenge):
    opened(event)
    other = opened(EventFactory(during="deliberation", slug="other"))
    theirs, _ = entered(ChallengeFactory(event=other), "Zebra")

    assert client.get(reverse("teams:project", args=["show", theirs.pk])).status_code == 404
    assert client.get(reverse("teams:card", args=["show", theirs.pk])).status_code == 404
    assert titles(client) == []


def test_only_answers_to_public_questions_are_public(event, challenge, client):
    with unguarded("test"):
        cost = ProjectQuestion.objects.create(event=event, label="What does it cost?")
        new = ProjectQuestion.objects.create(event=event, label="What is new?", is_public=True)
    answers = {str(cost.pk): "900 euro", str(new.pk): "A map of noise"}
    submission, version = entered(challenge, answers=answers)
    opened(event)

    pages = "".join(
        client.get(address).content.decode("latin-1") for address in addresses(submission)
    )

    assert "A map of noise" in pages
    assert "900 euro" not in pages
    assert "What does it cost?" not in pages
    client.force_login(OrganiserFactory(event=event).user)
    assert "900 euro" in client.get(f"/admin/teams/version/{version.pk}/change/").text
