"""What is submitted, as two members see it who have the page open at once."""

import pytest
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from teams.models import Version
from teams.submissions.services.drafts import save_draft
from teams.submissions.services.submissions import submit
from tests.factories import MemberFactory
from tests.journeys.writing import captain, draft, wait_for_state, write_page
from tests.post import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = False


@pytest.fixture
def ada(transactional_db):
    return captain()


@pytest.fixture
def bob(ada):
    return MemberFactory(team=ada.team, seat=2, is_captain=False, user__name="Bob")


def complete(seat) -> dict[str, str]:
    licence = seat.team.event.project_questions.get(label="Licence")
    return {"title": "Railbow", "summary": "Trains.", licence.key: "EUPL"}


def hand_in(seat):
    return submit(actor=seat.user, team=seat.team, key="ada", content=complete(seat), revision=100)


def press(page, number):
    page.get_by_role("button", name=f"Submit version {number}").click()


def test_who_presses_for_version_1_after_it_was_submitted_is_told_and_presses_again(
    site, browse, ada, bob
):
    page = write_page(browse, bob)
    save_draft(actor=ada.user, team=ada.team, content=complete(ada), revision=100)
    page.reload()
    wait_for_state(page, "Saved")
    hand_in(ada)

    page.get_by_label("Title").fill("Bob's own")
    press(page, 1)

    news = page.locator("[data-news]")
    news.get_by_text("Version 1 was submitted meanwhile, by Ada, at").wait_for()
    assert Version.objects.count() == 1
    assert draft().title == page.get_by_label("Title").input_value() == "Bob's own"
    assert "The jury sees nothing" not in page.locator("main").inner_text()
    assert page.get_by_text("This one counts: the jury sees it").is_visible()
    press(page, 2)
    page.wait_for_url("**/versions/2/")
    assert Version.objects.last().title == "Bob's own"


def test_an_open_page_shows_what_a_team_mate_submitted(site, browse, ada, bob):
    page = write_page(browse, bob)
    hand_in(ada)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    page.get_by_role("button", name="Submit version 2").wait_for()
    wait_for_state(page, "Submitted as version 1 on")
    assert "is-second" in page.get_by_role("button", name="Submit version 2").get_attribute("class")

    page.get_by_label("Title").fill("Railbow II")
    wait_for_state(page, "not submitted")
    button = page.get_by_role("button", name="Submit version 2")
    assert "is-second" not in button.get_attribute("class")


def test_what_the_page_asked_for_goes_from_its_list_as_it_is_mended(site, browse, ada):
    page = write_page(browse, ada)
    page.get_by_label("Title").fill("Railbow")
    wait_for_state(page, "Saved")
    press(page, 1)
    problems = page.locator("#problems")
    problems.get_by_text("Write this before you submit.").first.wait_for()
    assert problems.locator("li").count() == 2

    page.get_by_label("Summary").fill("Trains.")
    wait_for(lambda: problems.locator("li").count() == 1, "the summary is mended")
    assert page.get_by_label("Summary").get_attribute("aria-invalid") is None
    page.get_by_label("Licence").fill("EUPL")
    problems.wait_for(state="detached")

    assert page.locator("main").get_by_text("Write this before you submit.").count() == 0


def test_an_open_page_offers_nothing_more_once_the_deadline_has_passed(site, browse, ada):
    page = write_page(browse, ada)
    event = ada.team.event
    event.submissions_close_at = timezone.now()
    with unguarded("test"):
        event.save()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    wait_for_state(page, "The deadline has passed")

    assert not page.get_by_role("button", name="Submit version 1").is_visible()
    assert page.get_by_role("link", name="Ask the organisers for a little more time").is_visible()
