"""A judge's scorecard on a phone: in few taps, without a network, on two devices, by keyboard."""

import re

import pytest

from hackathon.guard import unguarded
from judging.models import MarkChange, Scorecard
from tests.factories import CriterionFactory, JudgeFactory, PanelSeatFactory, judged_event
from tests.journeys import people
from tests.journeys.line import Line
from tests.post import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = False
PHONE = {"width": 390, "height": 844}
SENTENCES = "Weak.\nSo so.\nFair.\nGood.\nExcellent."
SERVER, DEVICE = "Saved on the server", "Saved on this device"


@pytest.fixture
def bench(transactional_db):
    """A judge with one project, and five criteria with a sentence for each mark."""
    judge, version = judged_event()
    with unguarded("test"):
        judge.event.criteria.all().delete()
    for number, title in enumerate(("Use", "Novelty", "Feasible", "Polish", "Story"), 1):
        CriterionFactory(event=judge.event, title=title, position=number, anchors_en=SENTENCES)
    return judge, version


@pytest.fixture
def line(site):
    """The network of one device."""
    line = Line(site)
    yield line
    line.cut()


def scorecard_of(page, bench, line=None):
    judge, version = bench
    address = f"/e/{judge.event.slug}/judging/projects/{version.submission_id}/?language=en"
    people.enter(page, judge.user.email, line.url if line else "")
    page.goto(f"{line.url if line else ''}{address}")
    return Hand(page)


class Hand:
    """A judge with a phone, whose taps are counted."""

    def __init__(self, page):
        self.page, self.taps = page, 0

    def mark(self, criterion, mark):
        self.taps += 1
        self.page.get_by_role("group", name=criterion).get_by_text(mark, exact=True).first.click()

    def hand_in(self):
        self.taps += 1
        self.page.get_by_role("button", name="Hand in").click()

    def given(self, criterion):
        radios = self.page.get_by_role("group", name=criterion).locator("input:checked")
        return radios.input_value() if radios.count() else None

    def told(self, words):
        self.page.locator("#save-state").get_by_text(words).wait_for()


def marks():
    card = Scorecard.objects.get()
    return {score.criterion.title: score.value for score in card.scores.select_related("criterion")}


def ready_offline(page):
    """The worker has what the page needs."""
    page.wait_for_function(
        """async () => {
          const cache = (await caches.keys()).find((name) => name.startsWith("judging "));
          if (!cache || !navigator.serviceWorker.controller) return false;
          const kept = (await (await caches.open(cache)).keys()).map(({ url }) => url);
          return kept.includes(location.href) && kept.some((url) => url.includes("kept-marks"));
        }"""
    )


def test_five_criteria_and_a_comment_are_handed_in_with_seven_taps(site, browse, bench, capsys):
    judge = scorecard_of(browse(viewport=PHONE, has_touch=True, is_mobile=True), bench)
    for criterion in ("Use", "Novelty", "Feasible", "Polish", "Story"):
        judge.mark(criterion, "4")
    judge.taps += 1
    judge.page.get_by_label("Comment for the team").click()
    judge.page.keyboard.type("Clear and useful.")
    judge.hand_in()
    judge.page.get_by_text("The scorecard is handed in").wait_for()

    card = Scorecard.objects.get()
    assert (card.remarks, bool(card.handed_in_at), len(marks())) == ("Clear and useful.", True, 5)
    with capsys.disabled():
        print(f"\njudge's taps: {judge.taps}")
    assert judge.taps <= 7


def test_without_a_network_marks_survive_a_closed_tab_and_arrive_in_order(
    site, browse, bench, line
):
    page = browse(viewport=PHONE)
    judge = scorecard_of(page, bench, line)
    judge.mark("Use", "2")
    judge.told(SERVER)
    ready_offline(page)
    context, address = page.context, page.url
    line.cut()
    for mark in ("3", "4"):
        judge.mark("Novelty", mark)
    judge.mark("Use", "5")
    judge.told(DEVICE)
    page.close()

    again = Hand(context.new_page())
    again.page.goto(address)
    assert (again.given("Use"), again.given("Novelty")) == ("5", "4")
    again.told(DEVICE)
    again.page.reload()
    again.mark("Story", "1")
    assert marks() == {"Use": 2}
    line.mend()
    again.told(SERVER)

    assert marks() == {"Use": 5, "Novelty": 4, "Story": 1}
    changes = list(MarkChange.objects.values_list("criterion__title", "before", "after"))
    assert changes[0] == ("Use", None, 2)
    assert changes[-1] == ("Story", None, 1)
    assert ("Use", 2, 5) in changes


def test_two_devices_one_offline_lose_nothing_and_overwrite_nothing_unasked(
    site, browse, bench, line
):
    phone_page, desk_page = browse(viewport=PHONE), browse()
    phone, desk = scorecard_of(phone_page, bench, line), scorecard_of(desk_page, bench)
    phone.mark("Use", "2")
    phone.told(SERVER)
    line.cut()
    phone.mark("Use", "5")
    phone.mark("Novelty", "4")
    phone_page.get_by_label("Comment for the team").fill("From the phone.")
    phone_page.get_by_label("Comment for the team").blur()
    phone.told(DEVICE)

    desk_page.reload()
    assert desk.given("Use") == "2"
    desk.mark("Use", "1")
    desk.mark("Feasible", "3")
    desk_page.get_by_label("Comment for the team").fill("From the desk.")
    desk_page.get_by_label("Comment for the team").blur()
    desk.told(SERVER)
    wait_for(lambda: Scorecard.objects.get().remarks == "From the desk.", 10)

    line.mend()
    phone.told("Conflict")
    wait_for(lambda: phone_page.locator(".clash").count() == 2, 10)
    wait_for(lambda: marks() == {"Use": 1, "Novelty": 4, "Feasible": 3}, 10)
    assert Scorecard.objects.get().remarks == "From the desk."
    asked = phone_page.get_by_role("group", name="Use").locator(".clash")
    assert re.findall(r"\b[15]\b", asked.inner_text()) == ["5", "1"]
    asked.get_by_role("button", name="Keep what is here").click()
    phone_page.get_by_role("button", name="Take the other").click()
    phone.told(SERVER)

    wait_for(lambda: marks() == {"Use": 5, "Novelty": 4, "Feasible": 3}, 10)
    assert phone_page.get_by_label("Comment for the team").input_value() == "From the desk."
    assert phone.given("Feasible") == "3"


def test_a_tap_before_the_script_is_there_is_not_lost(site, browse, bench):
    page = browse(viewport=PHONE)
    held = []
    page.route("**/js/scorecard*.js", lambda route: held.append(route))
    judge, version = bench
    people.enter(page, judge.user.email)
    address = f"/e/{judge.event.slug}/judging/projects/{version.submission_id}/?language=en"
    page.goto(address, wait_until="commit")
    hand = Hand(page)
    hand.mark("Use", "4")
    wait_for(lambda: held, 10)
    assert not Scorecard.objects.exists()

    held[0].continue_()
    hand.told(SERVER)

    assert marks() == {"Use": 4}


def test_signed_out_meanwhile_marks_are_kept_told_and_sent_after_signing_in(site, browse, bench):
    page = browse(viewport=PHONE)
    judge = scorecard_of(page, bench)
    page.wait_for_load_state("networkidle")
    address = page.url
    page.context.clear_cookies()

    judge.mark("Use", "4")
    judge.told("you are signed out")
    assert not Scorecard.objects.exists()
    link = page.locator("#save-state a").get_attribute("href")
    assert link.startswith("/account/login/?next=/e/")
    people.enter(page, bench[0].user.email)
    page.goto(address)
    judge.told(SERVER)

    assert marks() == {"Use": 4}


def test_after_signing_out_nothing_readable_is_left(site, browse, bench, line):
    page = browse()
    judge = scorecard_of(page, bench, line)
    address = page.url
    page.get_by_label("Comment for the team").fill("Nobody else reads this.")
    judge.mark("Use", "4")
    judge.told(SERVER)
    ready_offline(page)

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{line.url}/")

    left = page.evaluate(
        """async () => [Object.keys(localStorage), await caches.keys(),
          (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert left == [[], [], 0]
    page.go_back()
    page.wait_for_load_state()
    assert "Nobody else reads this." not in page.content()
    line.cut()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(address)


def test_handing_in_without_a_network_waits_and_says_so(site, browse, bench, line):
    page = browse(viewport=PHONE)
    judge = scorecard_of(page, bench, line)
    page.wait_for_load_state("networkidle")
    line.cut()
    for criterion in ("Use", "Novelty", "Feasible", "Polish", "Story"):
        judge.mark(criterion, "3")
    judge.hand_in()
    judge.told("It is handed in when the network is back.")

    line.mend()
    page.get_by_text("The scorecard is handed in").wait_for()

    assert Scorecard.objects.get().handed_in_at


def test_on_a_shared_device_the_marks_of_one_judge_never_become_anothers(site, browse, bench):
    judge, version = bench
    other = JudgeFactory(event=judge.event)
    PanelSeatFactory(judge=other, challenge=version.team.challenge)
    page = browse()
    left_open = scorecard_of(page, bench)
    people.enter(page.context.new_page(), other.user.email)

    left_open.mark("Use", "2")

    left_open.told("you are signed out")
    assert not Scorecard.objects.exists()


def test_a_keyboard_alone_and_a_screen_reader_get_through(site, browse, bench):
    page = browse()
    scorecard_of(page, bench)
    page.wait_for_load_state("networkidle")
    tree = page.locator("#scorecard").aria_snapshot()
    for words in ('group "Use 20 %"', 'radio "4"', 'textbox "Comment for the team (optional)"',
                  'button "Hand in"', "status"):  # fmt: skip
        assert words in tree
    first = page.get_by_role("group", name="Use").get_by_role("radio").first
    assert (
        first.evaluate(
            "(radio) => document.getElementById(radio.getAttribute('aria-describedby')).textContent"
        )
        == "1 Weak."
    )

    first.focus()
    for _ in range(5):
        for _ in range(3):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
    page.keyboard.type("By keyboard.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Hand in"
    page.keyboard.press("Enter")
    page.get_by_text("The scorecard is handed in").wait_for()

    assert set(marks().values()) == {4}
    assert Scorecard.objects.get().remarks == "By keyboard."
