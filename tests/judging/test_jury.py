import pytest
from django.core.exceptions import PermissionDenied

from hackathon.errors import StateConflict
from hackathon.models import EmailLog
from hackathon.services.mail import relay_promises
from judging.models import Judge
from judging.services.jury import accept_judging, invite_judge
from tests.factories import EventFactory, JudgeFactory, OrganiserFactory, UserFactory

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
