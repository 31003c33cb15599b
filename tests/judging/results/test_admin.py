"""Jury, ranking, awards and publication in the organisers' workplace."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from hackathon.files.storage import path_of
from hackathon.kernel.guard import unguarded
from hackathon.models import AuditEntry
from hackathon.web.forms import NATIVE
from judging.models import Award, Judge
from judging.ranking.services.calculation import calculate
from judging.scorecards.services.scoring import hand_in_scorecard, save_scorecard
from tests.factories import (
    ChallengeFactory,
    CoachFactory,
    EventFactory,
    JudgeFactory,
    OrganiserFactory,
    PanelSeatFactory,
    PrizeFactory,
    judged_event,
    published,
    submitted,
)
from tests.signed_in import confirmed

pytestmark = pytest.mark.django_db


def picture(size=(900, 600), kind="JPEG", **options):
    file = io.BytesIO()
    Image.new("RGB", size, "navy").save(file, kind, **options)
    return SimpleUploadedFile("me.jpg", file.getvalue())


def judge_form(event, **more):
    return {"event": event.pk, "name": "Ada", "function_en": "Chief", "position": 1, **more}


@pytest.fixture
def boss(client):
    organiser = OrganiserFactory(event=EventFactory(during="registration"))
    client.force_login(organiser.user)
    return organiser


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_judge_is_entered_with_panel_and_photo_and_invited(client, boss):
    challenge = ChallengeFactory(event=boss.event)
    exif = Image.Exif()
    exif[0x010E] = "a secret place"

    client.post(
        reverse("admin:judging_judge_add"),
        judge_form(
            boss.event,
            email="a@example.org",
            picture=picture(exif=exif),
            **{f"panel_{challenge.pk}": "president"},
        ),
    )

    judge = Judge.objects.get()
    assert [(s.challenge, s.role) for s in judge.panel_seats.all()] == [(challenge, "president")]
    stored = path_of(judge.photo).read_bytes()
    assert b"a secret place" not in stored
    with Image.open(io.BytesIO(stored)) as square:
        assert square.size == (480, 480)
    client.post(reverse("admin:judging_judge_invite", args=[judge.pk]))
    judge.refresh_from_db()
    assert judge.invited_at
    photo = client.get(reverse("judging:photo", args=[boss.event.slug, judge.pk]))
    assert photo["Content-Type"] == "image/jpeg"
    photo.close()


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>"), "not a picture"),
        (SimpleUploadedFile("x.jpg", b"0" * (5 * 1024 * 1024 + 1)), "larger than 5 MB"),
        (picture((6000, 5000), "PNG"), "too many pixels"),
    ],
)
def test_what_is_no_fair_picture_is_refused_in_words(client, boss, upload, words):
    page = client.post(reverse("admin:judging_judge_add"), judge_form(boss.event, picture=upload))

    assert words in page.text
    assert 'value="Ada"' in page.text
    assert not Judge.objects.exists()


def test_a_judge_of_another_event_cannot_be_invited_or_seated_here(client, boss):
    stranger = JudgeFactory(event=EventFactory(during="registration"), accepted_at=None)
    foreign = ChallengeFactory(event=stranger.event)

    answer = client.post(reverse("admin:judging_judge_invite", args=[stranger.pk]))
    page = client.post(
        reverse("admin:judging_judge_add"),
        judge_form(boss.event, **{f"panel_{foreign.pk}": "member"}),
    )

    assert answer.status_code == 404
    assert page.status_code == 302
    assert stranger.event.judges.get().invited_at is None
    assert not foreign.panel_seats.exists()


@pytest.fixture
def deliberation(client):
    """A scored submission, a prize, judging over, and a signed-in organiser."""
    judge, version = judged_event()
    event, challenge = judge.event, version.submission.team.challenge
    marks = dict.fromkeys(event.criteria.all(), 4)
    card = save_scorecard(actor=judge.user, judge=judge, version=version, marks=marks, revision=0)
    hand_in_scorecard(actor=judge.user, scorecard=card, revision=1)
    published(event)
    with unguarded("test"):
        event.publication.delete()
        event.published_at = None
        event.save()
    prize = PrizeFactory(challenge=challenge)
    confirmed(client, OrganiserFactory(event=event).user)
    calculate(event=event)
    return event, version.submission, prize


def url(name, *args):
    return reverse(f"admin:judging_results_{name}", args=args)


def test_the_ranking_shows_points_and_what_is_missing(client, deliberation):
    event, _submission, _prize = deliberation

    page = client.get(url("change", event.pk)).text

    assert "4.000" in page or "4,000" in page
    assert "1 of 1 scorecards handed in" in page


def pressed(client, event, page):
    """The publish page's form, sent as it was rendered."""
    return client.post(
        url("publish", event.pk), {"shown": page.context.get("shown", "")}, follow=True
    )


def test_a_prize_is_given_previewed_published_once_and_told(client, deliberation):
    event, submission, prize = deliberation
    page = client.get(url("publish", event.pk))
    assert "nothing has been decided about the prize" in page.text
    assert "nothing has been decided about the prize" in pressed(client, event, page).text

    form = {f"prize-{prize.pk}-submission": submission.pk, f"prize-{prize.pk}-instead_of": "none"}
    client.post(url("award", event.pk, prize.pk), form)
    preview = client.get(url("preview", event.pk))
    assert "Railbow" in preview.text
    assert "no-store" in preview["Cache-Control"]
    page = client.get(url("publish", event.pk))
    event.refresh_from_db()
    assert event.published_at is None
    pressed(client, event, page)
    event.refresh_from_db()
    assert event.published_at

    again = pressed(client, event, page)
    assert "not possible now" in again.text
    assert AuditEntry.objects.filter(verb="results.publish").count() == 1


def test_publishing_early_is_refused_with_the_reason(client):
    judge, _version = judged_event()
    client.force_login(OrganiserFactory(event=judge.event).user)

    assert "not possible now" in client.post(url("publish", judge.event.pk), follow=True).text


def test_an_award_is_taken_back_and_a_foreign_submission_is_refused(client, deliberation):
    event, submission, prize = deliberation
    other = submitted(event).submission
    calculate(event=event)
    key, seen = f"prize-{prize.pk}-submission", {f"prize-{prize.pk}-instead_of": "none"}
    client.post(url("award", event.pk, prize.pk), {key: other.pk, **seen})
    assert not Award.objects.exists()

    client.post(url("award", event.pk, prize.pk), {key: submission.pk, **seen})
    client.post(url("revoke", event.pk, Award.objects.get().pk))

    assert not Award.objects.exists()


def test_results_of_another_event_are_nowhere(client, deliberation):
    event, submission, prize = deliberation
    client.force_login(OrganiserFactory(event=EventFactory()).user)

    pages = [client.get(url(name, event.pk)) for name in ("change", "preview", "publish")]
    posts = [
        client.post(url("publish", event.pk)),
        client.post(
            url("award", event.pk, prize.pk), {f"prize-{prize.pk}-submission": submission.pk}
        ),
    ]

    assert {page.status_code for page in (*pages, *posts)} == {404}
    assert not Award.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ranking_asks_the_same_number_of_questions_for_any_number_of_projects(
    client, django_assert_num_queries, rows
):
    judge, _version = judged_event(during="deliberation")
    for _ in range(rows - 1):
        more = submitted(judge.event)
        PanelSeatFactory(judge=judge, challenge=more.submission.team.challenge)
    client.force_login(OrganiserFactory(event=judge.event).user)
    calculate(event=judge.event)

    with django_assert_num_queries(45):
        client.get(url("change", judge.event.pk))


def test_lists_count_entries_and_the_weight_says_what_it_means(client):
    judge, _version = judged_event()
    client.force_login(OrganiserFactory(event=judge.event).user)

    rubric = client.get(reverse("admin:judging_criterion_changelist")).text
    assert "1–5" in rubric
    assert rubric.split('class="paginator">')[1].split("</p>")[0].split() == ["2", "entries"]
    row = reverse("admin:judging_criterion_change", args=[judge.event.criteria.first().pk])
    assert "need not add up to 100" in client.get(row).text


def test_a_new_judge_comes_after_those_who_are_there_and_has_no_empty_lines(client, boss):
    JudgeFactory(event=boss.event, position=7)

    page = client.get(reverse("admin:judging_judge_add")).text

    assert re.search(r'name="position"[^>]*value="8"', page)
    assert "Languages and times" not in page
    spoken = JudgeFactory(event=boss.event, languages=["fr"], availability="mornings")
    page = client.get(reverse("admin:judging_judge_change", args=[spoken.pk])).text
    assert "Français · mornings" in page


@pytest.mark.parametrize("kind", ["judge", "coach"])
def test_languages_of_an_invitation_are_named_as_everywhere(client, boss, kind):
    factory = {"judge": JudgeFactory, "coach": CoachFactory}[kind]
    floor = {"judge": "judging", "coach": "teams"}[kind]
    row = factory(event=boss.event, accepted_at=None)

    page = client.get(reverse(f"admin:{floor}_{kind}_change", args=[row.pk])).text

    choice = page.split('id="invitation-language"')[1].split("</select>")[0]
    assert re.findall(r"<option[^>]*>\s*(\S+)\s*<", choice) == list(NATIVE.values())


def test_the_list_of_judges_says_where_each_sits_and_at_which_address(client):
    judge, version = judged_event()
    challenge = version.team.challenge
    client.force_login(OrganiserFactory(event=judge.event).user)
    place = reverse("admin:judging_judge_changelist")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(place).text
        return page, len(queries)

    page, once = asked()
    assert f"{challenge}: member" in page
    assert judge.email in page
    for _ in range(3):
        other = JudgeFactory(event=judge.event)
        PanelSeatFactory(judge=other, challenge=challenge, role="reserve")
    page, often = asked()
    assert page.count(f"{challenge}: in reserve") == 3
    assert often == once


def test_the_form_of_a_judge_says_that_saving_invites_nobody(client, boss):
    page = client.get(reverse("admin:judging_judge_add")).text
    assert "Saving does not invite anybody." in page
