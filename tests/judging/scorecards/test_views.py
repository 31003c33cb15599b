import pytest
from django.urls import reverse

from judging.models import Conflict, Scorecard
from tests.factories import (
    AwardFactory,
    ChallengeFactory,
    CriterionFactory,
    JudgeFactory,
    PanelSeatFactory,
    PrizeFactory,
    UserFactory,
    judged_event,
    published,
    submitted,
)
from tests.reading import squeezed

pytestmark = pytest.mark.django_db


def scorecard_page(version):
    event = version.submission.team.event
    return reverse("judging:scorecard", args=[event.slug, version.submission_id])


def marks(judge, value="4", **more):
    return {f"mark_{c.pk}": value for c in judge.event.criteria.all()} | {"revision": "0"} | more


@pytest.fixture
def bench(client):
    judge, version = judged_event()
    client.force_login(judge.user)
    return judge, version


def test_a_judge_scores_in_two_visits_and_hands_in(client, bench):
    judge, version = bench
    page = scorecard_page(version)
    first = judge.event.criteria.first()

    client.post(page, {f"mark_{first.pk}": "3", "revision": "0", "do": "save"})
    card = Scorecard.objects.get()
    assert (card.scores.count(), card.handed_in_at) == (1, None)
    assert "checked" in client.get(page).text
    client.post(page, marks(judge, revision="1", do="hand_in", remarks="Clear."))

    card.refresh_from_db()
    assert card.handed_in_at
    assert sorted(card.scores.values_list("value", flat=True)) == [4, 4]
    assert "It can no longer change" in client.get(page).text


def test_handing_in_with_a_mark_missing_saves_the_rest_and_says_which(client, bench):
    judge, version = bench
    first = judge.event.criteria.first()

    page = client.post(
        scorecard_page(version), {f"mark_{first.pk}": "3", "revision": "0", "do": "hand_in"}
    )

    assert "Give a mark before you hand in." in page.text
    assert 'name="revision" value="1"' in squeezed(page.text)
    assert Scorecard.objects.get().handed_in_at is None


def test_a_mark_outside_the_scale_and_an_old_window_are_refused(client, bench):
    judge, version = bench
    page = scorecard_page(version)
    assert client.post(page, marks(judge, "6", do="save")).status_code == 422
    client.post(page, marks(judge, do="save"))

    stale = client.post(page, marks(judge, "1", do="save"))

    assert "another window" in stale.text
    assert set(Scorecard.objects.get().scores.values_list("value", flat=True)) == {4}


def test_a_conflict_hides_the_project_for_good(client, bench):
    _judge, version = bench
    team = version.submission.team
    page = reverse("judging:conflict", args=[team.event.slug, team.pk])
    client.get(page)
    assert not Conflict.objects.exists()

    client.post(page, {"kind": "family", "reason": "My sister is in it."})

    conflict = Conflict.objects.get()
    assert (conflict.kind, conflict.reason) == ("family", "My sister is in it.")
    assert client.get(scorecard_page(version)).status_code == 404
    assert version.title not in client.get(reverse("judging:desk", args=[team.event.slug])).text


def test_only_a_judge_of_the_panel_sees_the_project_and_only_after_the_deadline(client):
    judge, version = judged_event()
    event = judge.event
    other = JudgeFactory(event=event)
    PanelSeatFactory(judge=other, challenge=ChallengeFactory(event=event))
    early, unseen = judged_event(during="hacking")
    for user, page in (
        (other.user, scorecard_page(version)),
        (UserFactory(), scorecard_page(version)),
        (early.user, scorecard_page(unseen)),
        (judge.user, scorecard_page(unseen)),
    ):
        client.force_login(user)
        assert client.get(page).status_code == 404
        assert client.get(f"{page}file/").status_code == 404
        assert client.post(page, marks(judge)).status_code == 404
    assert not Scorecard.objects.exists()


def test_nothing_of_an_award_is_anywhere_before_publication(client):
    judge, version = judged_event(during="deliberation")
    event, submission = judge.event, version.submission
    prize = PrizeFactory(challenge=submission.team.challenge)
    pages = [event.get_absolute_url(), reverse("judging:results", args=[event.slug])]
    before = [client.get(page).content for page in pages]

    AwardFactory(prize=prize, submission=submission)

    assert [client.get(page).content for page in pages] == before
    published(event)
    assert ["Railbow" in client.get(page).text for page in pages] == [True, True]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_asks_the_same_number_of_questions_for_any_number_of_projects(
    client, django_assert_num_queries, rows
):
    judge, version = judged_event()
    for _ in range(rows - 1):
        more = submitted(judge.event)
        PanelSeatFactory(judge=judge, challenge=more.submission.team.challenge)
    CriterionFactory(event=judge.event)
    client.force_login(judge.user)
    client.post(scorecard_page(version), marks(judge, do="save"))

    # each project is of a challenge of its own: two questions for each who leads its panel
    with django_assert_num_queries(21 + 2 * rows):
        client.get(reverse("judging:desk", args=[judge.event.slug]))
