"""One hackathon, from the organiser's first page to the winner's mail, as its people live it."""

import pytest

from tests.factories import ChallengeFactory, EventFactory
from tests.journeys import people

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_newcomer_registers_a_team_and_a_mate_joins(site, browse):
    event = EventFactory(during="registration")
    ChallengeFactory(event=event, title="Greener travel")
    ada, bob = browse(), browse()
    people.sign_up(ada, site, "Ada", "ada@example.org")

    ada.goto(event.get_absolute_url())
    ada.get_by_role("link", name="Register a team").first.click()
    ada.get_by_label("Team name").fill("Railbow")
    ada.get_by_label("Greener travel").check()
    ada.get_by_label("Invite team-mates").fill("bob@example.org")
    ada.get_by_role("button", name="Register the team").click()
    ada.get_by_role("heading", name="Railbow").wait_for()

    link = people.link_in(people.letter(site, "bob@example.org", "Join the team"))
    people.sign_up(bob, site, "Bob", "bob@example.org")
    bob.goto(link)
    bob.get_by_role("button", name="Join the team").click()
    bob.get_by_text("Welcome to Railbow").wait_for()
    assert "Bob" in people.letter(site, "ada@example.org", "has joined")
