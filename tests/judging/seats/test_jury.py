import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from hackathon.kernel.errors import StateConflict
from hackathon.mail.services.queueing import relay_promises
from hackathon.models import EmailLog
from judging.models import Judge
from judging.seats.selectors.own_offer import offers_to
from judging.seats.services.jury import accept_judging, invite_judge, save_judge
from judging.seats.services.leaving import excuse_judge
from tests.factories import EventFactory, JudgeFactory, OrganiserFactory, UserFactory
from tests.house.filling import filled
from tests.house.test_two_pages import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return UserFactory(email="ada@example.org", language="nl")


@pytest.fixture
def seat(ada):
    event = EventFactory(during="hacking")
    return JudgeFactory(event=event, user=None, name="Ada", email=ada.email, accepted_at=None)


@pytest.fixture
def invited(seat):
    return invite_judge(actor=OrganiserFactory(event=seat.event).user, judge=seat)


def test_the_invited_judge_takes_the_seat_once(invited, ada):
    accept_judging(actor=ada, judge=invited)

    assert Judge.objects.get().user == ada
    with pytest.raises(StateConflict, match="has been used"):
        accept_judging(actor=ada, judge=invited)


def test_a_seat_on_the_jury_opens_for_the_invited_address_alone(invited):
    with pytest.raises(PermissionDenied):
        accept_judging(actor=UserFactory(email="eve@example.org"), judge=invited)


def test_only_an_organiser_of_the_event_invites(seat):
    with pytest.raises(PermissionDenied):
        invite_judge(actor=OrganiserFactory(event=EventFactory()).user, judge=seat)


def test_a_second_invitation_kills_the_link_of_the_first(invited):
    first = invited.token

    again = invite_judge(actor=OrganiserFactory(event=invited.event).user, judge=invited)

    assert again.token != first
    assert again.token not in str(Judge.objects.values().get())


def test_a_judge_is_written_to_in_their_own_language(invited):
    relay_promises()

    assert EmailLog.objects.get().language == "nl"


def corrected(judge, boss, email):
    """The organiser writes down another address."""
    changed = Judge.objects.get(pk=judge.pk)
    changed.email = email
    return save_judge(actor=boss, judge=changed, fields=["email"])


def test_an_invitation_ends_with_the_address_that_it_went_to(invited, ada):
    boss = OrganiserFactory(event=invited.event).user
    other = UserFactory(email="other@example.org")

    judge = corrected(invited, boss, other.email)

    assert (judge.token_hash, judge.invited_at) == (None, None)
    assert not offers_to(other).exists(), "nobody has been written to there"
    with pytest.raises(PermissionDenied):
        accept_judging(actor=ada, judge=judge)
    again = invite_judge(actor=boss, judge=judge)
    assert accept_judging(actor=other, judge=again).user == other


def test_the_address_of_who_has_accepted_is_corrected_and_the_seat_stays(invited, ada):
    accept_judging(actor=ada, judge=invited)

    judge = corrected(invited, OrganiserFactory(event=invited.event).user, "new@example.org")

    assert judge.is_seated
    assert judge.invited_at


def test_the_organiser_reads_that_nobody_was_written_to_at_the_new_address(client, invited):
    client.force_login(OrganiserFactory(event=invited.event).user)
    place = reverse("admin:judging_judge_change", args=[invited.pk])
    form = form_of(client.get(place))
    sent = filled(form, None, {}, {"email": "other@example.org"})

    page = client.post(place, sent, follow=True)

    assert "invite Ada again" in page.text
    assert Judge.objects.get().invited_at is None


def test_a_judge_who_has_accepted_is_excused_and_not_deleted(client, invited, ada):
    boss = OrganiserFactory(event=invited.event).user
    client.force_login(boss)
    place = reverse("admin:judging_judge_delete", args=[invited.pk])
    assert client.get(place).status_code == 200
    accept_judging(actor=ada, judge=invited)

    assert client.get(place).status_code == 403
    page = client.post(place, {"post": "yes"}, follow=True)

    assert "Excuse them instead" in page.text
    assert Judge.objects.get().is_seated


def test_a_judge_who_was_written_down_by_mistake_is_deleted(client, seat):
    client.force_login(OrganiserFactory(event=seat.event).user)

    client.post(reverse("admin:judging_judge_delete", args=[seat.pk]), {"post": "yes"})

    assert not Judge.objects.exists()


def test_nobody_takes_over_the_line_of_a_judge_who_has_left(invited, ada):
    """With it would come their marks, and they themselves could compete."""
    boss = OrganiserFactory(event=invited.event).user
    other = UserFactory(email="other@example.org")
    accept_judging(actor=ada, judge=invited)
    excuse_judge(actor=boss, judge=invited, reason="Ill.")
    judge = corrected(invited, boss, other.email)

    with pytest.raises(StateConflict, match="on a line of their own"):
        invite_judge(actor=boss, judge=judge)
    judge = corrected(judge, boss, "new@example.org")
    invite_judge(actor=boss, judge=judge)  # nobody's address yet
    late = UserFactory(email="new@example.org")
    with pytest.raises(StateConflict, match="on a line of their own"):
        accept_judging(actor=late, judge=judge)

    assert Judge.objects.get().user == ada


def test_a_judge_who_has_left_comes_back_on_their_own_line(invited, ada):
    boss = OrganiserFactory(event=invited.event).user
    accept_judging(actor=ada, judge=invited)
    excuse_judge(actor=boss, judge=invited, reason="Ill.")

    invite_judge(actor=boss, judge=invited)

    assert accept_judging(actor=ada, judge=invited).is_seated
