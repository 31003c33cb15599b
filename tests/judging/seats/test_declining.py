"""Who is asked to judge or to coach can say no with one press, and can be asked again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from hackathon.mail.services.queueing import relay_promises
from hackathon.models import AuditEntry, EmailLog
from judging.seats.services.jury import decline_judging, invite_judge
from teams.help.services.coaches import decline_coaching, invite_coach
from tests.factories import CoachFactory, EventFactory, JudgeFactory, OrganiserFactory, UserFactory
from tests.house.rendered import read

pytestmark = pytest.mark.django_db
INVITED = {"user": None, "name": "Ada", "email": "ada@example.org", "accepted_at": None}
SERVICES = {"judge": (invite_judge, decline_judging), "coach": (invite_coach, decline_coaching)}


@pytest.fixture
def ada():
    return UserFactory(email="ada@example.org")


@pytest.fixture(params=["judge", "coach"])
def asked(request, ada):
    """A seat that waits for an answer, with the organiser who offers it."""
    event = EventFactory(during="registration")
    factory = {"judge": JudgeFactory, "coach": CoachFactory}[request.param]
    boss, seat = OrganiserFactory(event=event).user, factory(event=event, **INVITED)
    invite, _decline = SERVICES[request.param]
    return request.param, invite(**{"actor": boss, request.param: seat}), boss


def page_of(kind, seat):
    if kind == "judge":
        return reverse("judging:welcome", args=[seat.event.slug])
    return reverse("teams:coach_accept", args=[seat.event.slug, seat.token])


def decline_on_the_page(client, kind, seat):
    where = page_of(kind, seat)
    page = client.get(where)
    form = next(f for f in read(page.text, where).forms if f.action.endswith("/decline/"))
    return client.post(form.action, follow=True)


def test_one_press_declines_and_the_organisers_are_told(client, ada, asked):
    kind, seat, boss = asked
    other = OrganiserFactory(event=seat.event).user
    EmailLog.objects.all().delete()
    client.force_login(ada)

    page = decline_on_the_page(client, kind, seat)

    seat.refresh_from_db()
    assert "You have declined. The organisers are told." in page.text
    assert (seat.accepted_at, seat.user, seat.token_hash) == (None, None, None)
    assert seat.declined_at
    assert AuditEntry.objects.get(verb=f"{kind}.decline").actor == ada
    relay_promises()
    told = EmailLog.objects.filter(template__endswith="declined")
    assert set(told.values_list("recipient", flat=True)) == {boss.email, other.email}
    assert "Ada" in told[0].subject or told[0].subject == ""
    assert client.get(page_of(kind, seat)).status_code == 404
    assert "Look at the invitation" not in client.get(reverse("hackathon:me")).text


def test_whoever_declined_reads_so_in_the_workplace_and_can_be_asked_again(client, ada, asked):
    kind, seat, boss = asked
    invite, decline = SERVICES[kind]
    decline(**{"actor": ada, kind: seat})
    client.force_login(boss)
    app = {"judge": "judging", "coach": "teams"}[kind]

    page = client.get(reverse(f"admin:{app}_{kind}_change", args=[seat.pk]))
    assert "declined" in page.text
    assert "Invite again by mail" in page.text
    invite(**{"actor": boss, kind: seat})

    client.force_login(ada)
    assert client.get(page_of(kind, seat)).status_code == 200


def test_only_the_invited_address_declines_and_only_once(ada, asked):
    kind, seat, boss = asked
    _invite, decline = SERVICES[kind]
    for somebody in (UserFactory(), boss):
        with pytest.raises(PermissionDenied):
            decline(**{"actor": somebody, kind: seat})
    decline(**{"actor": ada, kind: seat})
    with pytest.raises(PermissionDenied):
        decline(**{"actor": ada, kind: seat})
