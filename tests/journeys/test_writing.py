"""A team writes: several at once, with a network that goes, and sessions that end."""

import os
import time

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from hackathon.embedded import places
from hackathon.embedded.programs import Web
from hackathon.guard import unguarded
from teams.models import ProjectQuestion, Submission, Version
from teams.services.drafts import save_draft
from tests.factories import EventFactory, MemberFactory
from tests.journeys import people
from tests.journeys.conftest import database_of
from tests.journeys.test_joining import PHONE
from tests.post import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


class Pages:
    """The web processes alone: nobody writes mails here."""

    def __init__(self, folder, settings) -> None:
        port = places.free_port()
        self.url = f"http://127.0.0.1:{port}"
        env = os.environ | {"DATABASE_URL": database_of(settings), "SITE_URL": self.url}
        self.web = Web(folder, env, port, workers=1)


@pytest.fixture
def site(tmp_path, transactional_db, settings):
    site = Pages(tmp_path, settings)
    cache.clear()
    site.web.launch()
    site.web.await_ready()
    yield site
    site.web.child.stop(seconds=5)


@pytest.fixture
def ada(transactional_db):
    event = EventFactory(during="hacking", slug="autumn")
    with unguarded("test"):
        ProjectQuestion.objects.create(event=event, label="Licence", is_required=True)
        ProjectQuestion.objects.create(
            event=event, label="Data used", kind="choices", options="Open\nOwn", position=2
        )
    return MemberFactory(team__event=event, user__name="Ada")


@pytest.fixture
def bob(ada):
    return MemberFactory(team=ada.team, seat=2, is_captain=False, user__name="Bob")


def address(seat):
    return f"/e/autumn/teams/{seat.team.pk}/submission/"


def write_page(browse, seat, **options):
    page = browse(viewport=PHONE, **options)
    people.enter(page, seat.user.email)
    page.goto(address(seat))
    return page


def state(page):
    return page.locator("[data-state]")


def wait_for_state(page, words):
    state(page).get_by_text(words).or_(state(page).filter(has_text=words)).first.wait_for()


def draft():
    return Submission.objects.get()


def items(page):
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft-'))")


def test_each_field_is_on_the_server_within_two_seconds(site, browse, ada, capsys):
    page = write_page(browse, ada)
    took = []
    for label, words in (("Title", "Railbow"), ("Summary", "Trains."), ("Demo", "demo.example")):
        page.get_by_label(label).fill(words)
        began = time.perf_counter()
        page.locator("[data-state]:not(.is-new)").wait_for()
        took.append(time.perf_counter() - began)
    page.get_by_label("Own").check()
    page.get_by_label("Licence").press_sequentially("EUPL")
    wait_for_state(page, "Saving")
    page.locator("[data-state]:not(.is-new)").wait_for()

    saved = draft()
    assert (saved.title, saved.demo_url) == ("Railbow", "https://demo.example")
    assert sorted(saved.answers.values(), key=str) == ["EUPL", ["2"]]
    assert page.locator("[data-missing] li").count() == 0
    assert items(page) == []
    with capsys.disabled():
        print(f"\nsaved after {', '.join(f'{seconds:.2f}' for seconds in took)} s")
    assert max(took) < 2


def test_somebody_who_never_pauses_is_saved_all_the_same(site, browse, ada):
    page = write_page(browse, ada)
    page.get_by_label("Description").press_sequentially("a word " * 8, delay=60)

    assert draft().description.startswith("a word")


def test_two_members_at_once_are_merged(site, browse, ada, bob):
    one, two = write_page(browse, ada), write_page(browse, bob)
    one.get_by_label("Title").fill("Railbow")
    wait_for_state(one, "Saved")
    two.get_by_label("Summary").fill("Trains, found faster.")
    wait_for_state(two, "Saved")

    assert two.get_by_label("Title").input_value() == "Railbow"
    assert "Ada changed: Title" in two.locator("[data-others]").inner_text()
    wait_for(lambda: one.get_by_label("Summary").input_value() == "Trains, found faster.", 15)
    assert one.get_by_label("Summary").input_value() == draft().summary == "Trains, found faster."
    assert draft().title == "Railbow"


def test_two_members_in_one_field_are_asked(site, browse, ada, bob):
    two = write_page(browse, bob)
    rounds = (
        ("Keep mine", "Bob's 1."),
        ("Take theirs", "Ada's 2."),
        ("Keep both", "Bob's 3.\n\nAda's 3."),
    )
    for number, (button, stays) in enumerate(rounds, 1):
        theirs = {"summary": f"Ada's {number}."}
        save_draft(actor=ada.user, team=ada.team, content=theirs, revision=100)
        two.get_by_label("Summary").fill(f"Bob's {number}.")
        wait_for_state(two, "decide")
        assert theirs["summary"] in two.locator("form [data-clash]").inner_text()
        assert draft().summary == theirs["summary"]
        if number == 1:
            assert Axe().run(two).response["violations"] == []

        two.get_by_role("button", name=button).click()
        wait_for_state(two, "Saved")

        assert draft().summary == stays
        assert two.locator("form [data-clash]").count() == 0


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

    wait_for(lambda: page.get_by_label("Summary").input_value() == "", 20)
    assert page.get_by_label("Summary").input_value() == ""
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


def test_preview_and_submit_take_what_was_typed_a_moment_ago(site, browse, ada):
    page = write_page(browse, ada)
    page.get_by_label("Licence").fill("EUPL")
    page.get_by_label("Title").fill("Railbow")
    page.get_by_label("Summary").fill("Trains.")
    page.get_by_label("Description").fill("# Why\n<script>alert(1)</script>")
    page.get_by_role("button", name="Preview").click()
    shown = page.locator("dialog.look")
    shown.get_by_role("heading", name="Why").wait_for()
    assert "EUPL" in shown.inner_text()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Go on writing").click()
    page.get_by_label("Title").fill("Railbow II")
    page.get_by_role("button", name="Submit version 1").click()
    page.wait_for_url("**/versions/1/")

    assert Version.objects.get().title == "Railbow II"


def test_the_key_enter_in_a_field_saves_and_never_submits(site, browse, ada):
    page = write_page(browse, ada)
    page.get_by_label("Summary").fill("Trains.")
    page.get_by_label("Licence").fill("EUPL")
    page.get_by_label("Title").fill("Railbow")
    page.get_by_label("Title").press("Enter")
    wait_for_state(page, "Saved")

    assert draft().title == "Railbow"
    assert not Version.objects.exists()


def test_a_mistake_in_one_field_is_told_beside_it_and_keeps_no_other_from_being_saved(
    site, browse, ada
):
    page = write_page(browse, ada)
    page.get_by_label("Repository").fill("ftp://files.example.org")
    page.get_by_label("Title").fill("Railbow")
    wait_for_state(page, "but for: Repository")
    assert page.get_by_label("Repository").get_attribute("aria-invalid") == "true"
    assert draft().title == "Railbow"

    page.get_by_label("Repository").fill("https://files.example.org")
    page.get_by_label("Repository").and_(page.locator(":not(.is-invalid)")).wait_for()

    wait_for_state(page, "Saved")
    assert draft().repository_url == "https://files.example.org"
    assert items(page) == []


def test_without_javascript_two_members_are_merged_and_asked(site, browse, ada, bob):
    page = write_page(browse, bob, java_script_enabled=False)
    save_draft(
        actor=ada.user, team=ada.team, revision=0, content={"title": "Ada's", "summary": "Ada's."}
    )
    page.get_by_label("Summary").fill("Bob's.")
    page.get_by_label("Demo").fill("https://demo.example")
    page.get_by_role("button", name="Save the draft").click()
    assert "Ada's." in page.locator("[data-clash]").inner_text()
    assert (draft().title, draft().summary) == ("Ada's", "Ada's.")
    assert page.get_by_label("Title").input_value() == "Ada's"
    assert draft().demo_url == "https://demo.example"

    page.get_by_role("button", name="Keep both").click()

    assert draft().summary == "Bob's.\n\nAda's."
    assert draft().title == "Ada's"
