"""On a person's page stands what waits for a decision about them, with the way to decide it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import Conflict
from teams.models import LateRequest, Participant
from tests import factories
from tests.house.rendered import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """A member who waits for a place, for a coach, for more time, and for a finding to be settled;
    in two events, because no phase has all of that."""
    now, person = timezone.now(), factories.UserFactory(name="Ada")
    hacking, judging = (factories.EventFactory(during=phase) for phase in ("hacking", "judging"))
    boss = factories.UserFactory(is_staff=True)
    for event in (hacking, judging):
        factories.OrganiserFactory(event=event, user=boss)
    seat = factories.MemberFactory(team__event=hacking, user=person, team__name="Sprouts")
    factories.HelpRequestFactory(team=seat.team, asked_by=person)
    late = factories.MemberFactory(team__event=judging, user=person, team__name="Beans")
    judge = factories.JudgeFactory(event=judging)
    with unguarded("test"):
        row = Participant.objects.create(
            event=hacking, user=person, status="applied", started_at=now, applied_at=now
        )
        LateRequest.objects.create(
            team=late.team, asked_by=person, asked_at=now, reason="The network was down."
        )
        Conflict.objects.create(
            judge=judge,
            team=late.team,
            state=Conflict.State.PROPOSED,
            declared_at=now,
            sign=Conflict.Sign.ORGANISATION,
        )
    return {"person": person, "boss": boss, "row": row, "hacking": hacking, "judging": judging}


def ways(client, address):
    """Each sentence of the page, with its link."""
    page = client.get(address)
    assert page.status_code == 200
    part = page.text.partition('id="undecided"')[2].partition("</section>")[0]
    return part, read(part, address).links


def test_each_thing_that_waits_leads_to_the_page_that_decides_it(client, scene):
    client.force_login(scene["boss"])
    said, links = ways(client, reverse("admin:help_person", args=[scene["person"].pk]))

    for words in ("take part is to be", "waits for a coach", "asks for more time", "is tied to"):
        assert words in said, words
    assert len(links) == 4
    shown = [client.get(link).text for link in links]
    assert [text.count("Ada") > 0 for text in shown[:1]] == [True]
    assert 'value="accept_selected"' in shown[0]
    assert "Sprouts" in shown[1]
    assert "The network was down." in shown[2]
    assert "Beans" in shown[3]


def test_the_page_of_a_participant_says_it_for_their_event(client, scene):
    client.force_login(scene["boss"])
    place = reverse("admin:teams_participant_change", args=[scene["row"].pk])
    said, links = ways(client, place)
    assert len(links) == 2
    assert "more time" not in said


def test_who_organises_another_event_reads_nothing_of_it(client, scene):
    other = factories.UserFactory(is_staff=True)
    factories.OrganiserFactory(event=factories.EventFactory(), user=other)
    client.force_login(other)
    said, _links = ways(client, reverse("admin:help_person", args=[scene["person"].pk]))
    assert said == ""


def test_nothing_is_said_of_what_is_decided(client, scene):
    client.force_login(scene["boss"])
    with unguarded("test"):
        Participant.objects.filter(pk=scene["row"].pk).update(status="declined")
        LateRequest.objects.update(answer="declined", answered_at=timezone.now())
        Conflict.objects.update(state=Conflict.State.DISMISSED, settled_at=timezone.now())
        scene["person"].seats.filter(event=scene["hacking"]).delete()
    said, _links = ways(client, reverse("admin:help_person", args=[scene["person"].pk]))
    assert said == ""
