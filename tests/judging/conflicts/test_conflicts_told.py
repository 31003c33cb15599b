"""Who reads what ties a judge to a team: the event chooses, and the judge is told beforehand."""

import pytest
from django.urls import reverse

from hackathon.kernel.guard import unguarded
from judging.conflicts.selectors import register
from judging.conflicts.services import declare_conflict
from judging.models import JuryRules
from tests.factories import OrganiserFactory
from tests.judging.ranking.level import level_at_the_top

pytestmark = pytest.mark.django_db
KIND, REASON = "family or friends", "My sister is in it."
LEVELS = {  # whether organisers, the president and the minutes tell it; what the judge is told
    "organisers": (True, False, False, "Only the organisers read what you choose"),
    "leaders": (True, True, False, "The minutes of the jury tell only that you stand aside"),
    "minutes": (True, True, True, "tell what ties you, without what you write"),
}


@pytest.fixture(params=LEVELS)
def told(request):
    """Two judges of a panel, of whom the member is tied to the last team."""
    challenge, judges, entered = level_at_the_top(during="judging")
    boss = OrganiserFactory(event=challenge.event).user
    with unguarded("test"):
        JuryRules.objects.update(conflicts_told=request.param)
    declare_conflict(
        actor=judges[1].user,
        judge=judges[1],
        team=entered["Elder"].team,
        kind="family",
        reason=REASON,
    )
    return challenge, judges, entered, boss, LEVELS[request.param]


def text(client, reader, address):
    client.force_login(reader)
    page = client.get(address)
    assert page.status_code == 200
    return page.text.lower()


def test_each_page_tells_what_the_judge_was_told_it_would(client, told):
    challenge, judges, entered, boss, (organisers, leader, minutes, words) = told
    event = challenge.event
    pages = {
        (boss, reverse("admin:judging_conflict_register", args=[event.pk])): organisers,
        (judges[0].user, reverse("judging:president_conflicts", args=[event.slug])): leader,
    }
    for (reader, address), tells in pages.items():
        page = text(client, reader, address)
        assert str(judges[1]).lower() in page
        assert (REASON.lower() in page) is tells, address
    signed = reverse("judging:minutes", args=[event.slug, challenge.slug])
    for reader in (boss, judges[0].user):
        page = text(client, reader, signed)
        assert str(judges[1]).lower() in page
        assert (KIND in page) is minutes
        assert REASON.lower() not in page
    own = reverse("judging:conflict", args=[event.slug, entered["Dune"].team_id])
    assert words.lower() in text(client, judges[1].user, own)


def test_lists_to_take_along_tell_no_more_than_pages(told):
    challenge, judges, _entered, boss, (organisers, leader, _minutes, _words) = told

    for reader, tells in ((judges[0].user, leader), (boss, organisers)):
        [line] = register.lines(register.with_cards(register.register_of([challenge], reader)))
        assert (REASON in line) is tells
