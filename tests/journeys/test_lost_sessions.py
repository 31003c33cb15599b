"""A session that ends while somebody types: in a real browser, from the form and back to it."""

import pytest
from django.contrib.sessions.models import Session

from tests import factories
from tests.hackathon.accounts.test_second_factor import person_with_password
from tests.journeys import people

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = False
TYPED = "May we use the “open” data of the city?\nAnd its maps?"


def test_the_question_is_there_again_after_signing_in(site, browse):
    event = factories.EventFactory(during="registration", slug="autumn")
    challenge = factories.ChallengeFactory(event=event)
    ada = person_with_password()
    page = browse()
    people.enter(page, ada.email)
    page.goto(challenge.get_absolute_url())
    page.locator("[name=text]").fill(TYPED)
    Session.objects.all().delete()
    form = page.locator("form", has=page.locator("[name=text]"))

    form.locator("button").click()
    page.wait_for_url("**/account/login/?next=*")
    page.locator("#id_login").fill(ada.email)
    page.locator("#id_password").fill(people.PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**{challenge.get_absolute_url()}")

    page.get_by_text("You were signed out. What you typed is here again").wait_for()
    assert page.locator("[name=text]").input_value() == TYPED
    form.locator("button").click()
    page.get_by_text("Your question is on its way").wait_for()
    assert challenge.questions.get().text.split() == TYPED.split()
    page.goto(challenge.get_absolute_url())
    assert page.locator("[name=text]").input_value() == ""
