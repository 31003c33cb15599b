"""Text that has not reached the server: kept, sent later, and shown to nobody else."""

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from teams.models import Attempt, Submission
from teams.submissions.services.clock import take_last_drafts
from teams.submissions.services.drafts import save_draft
from tests.factories import MemberFactory
from tests.journeys import people
from tests.journeys.writing import address, captain, draft, items, wait_for_state, write_page
from tests.post import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = False


@pytest.fixture
def ada(transactional_db):
    return captain()


@pytest.fixture
def bob(ada):
    return MemberFactory(team=ada.team, seat=2, is_captain=False, user__name="Bob")


def test_without_a_network_and_with_a_closed_tab_nothing_is_lost(site, browse, ada):
    page = write_page(browse, ada)
    page.context.set_offline(True)
    page.get_by_label("Summary").fill("Written in the train.")
    page.get_by_label("Own").check()
    wait_for_state(page, "No connection")
    page.close()
    assert not Submission.objects.exists()

    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address(ada))
    again.get_by_text("Text that had not reached the server is back").wait_for()
    wait_for_state(again, "Saved")

    assert draft().summary == "Written in the train."
    assert list(draft().answers.values()) == [["2"]]
    assert items(again) == []


def test_what_a_team_mate_wrote_meanwhile_is_not_overwritten_on_coming_back(site, browse, ada, bob):
    page = write_page(browse, ada)
    page.context.set_offline(True)
    page.get_by_label("Summary").fill("Written in the train.")
    wait_for_state(page, "No connection")
    page.close()
    save_draft(actor=bob.user, team=ada.team, content={"summary": "Bob's."}, revision=0)

    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address(ada))
    wait_for_state(again, "decide")

    assert again.get_by_label("Summary").input_value() == "Written in the train."
    assert "Bob's." in again.locator("form [data-clash]").inner_text()
    assert draft().summary == "Bob's."


def test_a_save_whose_answer_was_lost_is_not_held_against_its_writer(site, browse, ada):
    page = write_page(browse, ada)

    def lose_the_answer(route):
        if route.request.method == "POST":
            route.fetch()
        route.abort()

    page.route("**/submission/save/**", lose_the_answer)
    page.get_by_label("Summary").fill("Half a")
    wait_for_state(page, "No connection")
    assert draft().summary == "Half a"
    page.get_by_label("Summary").fill("Half a sentence.")
    page.unroute("**/submission/save/**")
    wait_for_state(page, "Saved")

    assert draft().summary == "Half a sentence."
    assert page.locator("form [data-clash]").count() == 0


def test_a_lost_session_keeps_the_text_and_goes_on_after_signing_in(site, browse, ada):
    page = write_page(browse, ada)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Summary").fill("Nobody saw me leave.")
    wait_for_state(page, "signed out")
    page.get_by_role("link", name="Sign in again").wait_for()
    assert not Submission.objects.exists()

    people.enter(page.context.new_page(), ada.user.email)  # in another tab
    wait_for_state(page, "Saved")

    assert draft().summary == "Nobody saw me leave."


def test_after_signing_in_on_the_same_tab_the_text_is_back(site, browse, ada):
    ada.user.set_password(people.PASSWORD)
    ada.user.save()
    EmailAddress.objects.create(user=ada.user, email=ada.user.email, verified=True, primary=True)
    page = write_page(browse, ada)
    page.context.clear_cookies()
    page.get_by_label("Summary").fill("Nobody saw me leave.")
    wait_for_state(page, "signed out")
    page.get_by_role("link", name="Sign in again").click()
    page.locator("#id_login").fill(ada.user.email)
    page.locator("#id_password").fill(people.PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**{address(ada)}")
    wait_for_state(page, "Saved")

    assert draft().summary == "Nobody saw me leave."


def test_another_person_on_the_same_device_never_sees_the_text(site, browse, ada, bob):
    page = write_page(browse, ada)
    page.route("**/submission/save/**", lambda route: route.abort())
    page.get_by_label("Summary").fill("Ada's secret.")
    wait_for_state(page, "No connection")
    page.context.clear_cookies()
    people.enter(page, bob.user.email)
    page.unroute("**/submission/save/**")
    page.goto(address(bob))
    page.get_by_label("Title").fill("Railbow")
    wait_for_state(page, "Saved")

    assert "secret" not in page.content()
    assert page.get_by_label("Summary").input_value() == ""
    assert len(items(page)) == 1
    assert draft().summary == ""


def test_an_open_page_goes_when_somebody_else_signs_in(site, browse, ada, bob):
    page = write_page(browse, ada)
    page.context.set_offline(True)
    page.get_by_label("Summary").fill("Ada's secret.")
    wait_for_state(page, "No connection")
    people_page = page.context.new_page()
    page.context.clear_cookies()
    page.context.set_offline(False)
    people.enter(people_page, bob.user.email)

    summary = page.get_by_label("Summary")
    wait_for(lambda: summary.input_value() == "", "the text of who was signed in is gone")
    assert not Submission.objects.exists()


def test_signing_out_asks_about_unsaved_text_and_takes_it_from_the_device(site, browse, ada):
    page = browse(viewport={"width": 1280, "height": 900})
    people.enter(page, ada.user.email)
    page.goto(address(ada))
    page.route("**/submission/save/**", lambda route: route.abort())
    page.get_by_label("Summary").fill("Not for everyone.")
    wait_for_state(page, "No connection")
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Sign out").click()
    assert "has not reached the server" in asked[0]
    assert len(items(page)) == 1

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(site.url + "/")

    assert items(page) == []


def test_when_the_deadline_passes_the_page_says_so_and_the_text_stays(site, browse, ada):
    page = write_page(browse, ada)
    event = ada.team.event
    event.submissions_close_at = timezone.now()
    with unguarded("test"):
        event.save()
    page.get_by_label("Summary").fill("One second late.")
    wait_for_state(page, "The deadline has passed")

    assert page.get_by_label("Summary").input_value() == "One second late."
    page.reload()
    page.get_by_text("This text never reached the server").wait_for()
    assert page.locator("[data-left] textarea").input_value() == "One second late."
    assert not Submission.objects.exists()


def test_who_presses_too_late_is_refused_on_record_and_shown_the_way_to_ask(site, browse, ada):
    page = write_page(browse, ada)
    page.get_by_label("Title").fill("Railbow")
    page.get_by_label("Summary").fill("Trains.")
    page.get_by_label("Licence").fill("EUPL")
    wait_for_state(page, "Saved")
    event = ada.team.event
    event.submissions_close_at = timezone.now()
    event.last_draft_counts = True
    with unguarded("test"):
        event.save()
    take_last_drafts()
    page.get_by_label("Summary").fill("One second late.")

    page.get_by_role("button", name="Submit version 1").click()

    page.locator("#problems").get_by_text("The deadline has passed").wait_for()
    assert page.get_by_label("Summary").input_value() == "One second late."
    assert page.get_by_role("link", name="Ask the organisers for a little more time").is_visible()
    said = page.locator("main").inner_text()
    assert "Your last complete draft was submitted for you when your time ended" in said
    attempt = Attempt.objects.get()
    assert (attempt.outcome, attempt.made_by) == ("late", ada.user)
    assert draft().summary == "Trains."
    page.reload()
    page.get_by_text("This text never reached the server").wait_for()
