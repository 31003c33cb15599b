"""A team writes: several at once, and what they see is what they submit."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from teams.models import Version
from teams.services.drafts import save_draft
from tests.factories import MemberFactory
from tests.journeys.writing import Pages, captain, draft, items, wait_for_state, write_page
from tests.post import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(tmp_path, transactional_db, settings):
    with Pages(tmp_path, settings) as site:
        yield site


@pytest.fixture
def ada(transactional_db):
    return captain()


@pytest.fixture
def bob(ada):
    return MemberFactory(team=ada.team, seat=2, is_captain=False, user__name="Bob")


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
    page.get_by_role("button", name="Save the draft", exact=True).click()
    assert "Ada's." in page.locator("[data-clash]").inner_text()
    assert (draft().title, draft().summary) == ("Ada's", "Ada's.")
    assert page.get_by_label("Title").input_value() == "Ada's"
    assert draft().demo_url == "https://demo.example"

    page.get_by_role("button", name="Keep both").click()

    assert draft().summary == "Bob's.\n\nAda's."
    assert draft().title == "Ada's"
