"""A judge's scorecard on a phone: in few taps, without a network, on two devices, by keyboard."""

import inspect
import itertools
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hackathon.files.storage import store
from hackathon.kernel.guard import unguarded
from judging.conflicts.services import declare_conflict
from judging.models import MarkChange, Scorecard, UnsavedMarks
from judging.rules.services import publish, save_rule
from judging.seats.services.leaving import excuse_judge
from teams.models import Attachment, VersionFile
from tests.factories import (
    CriterionFactory,
    JudgeFactory,
    MemberFactory,
    OrganiserFactory,
    PanelSeatFactory,
    SubmissionFactory,
    UserFactory,
    VersionFactory,
    judged_event,
)
from tests.journeys import people
from tests.journeys.line import Line
from tests.post import wait_for
from tests.teams.submissions.tus import PDF

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = False
PHONE = {"width": 390, "height": 844}
SENTENCES = "Weak.\nSo so.\nFair.\nGood.\nExcellent."
CRITERIA = ("Use", "Novelty", "Feasible", "Polish", "Story")
SERVER, DEVICE = "Saved on the server", "Saved on this device"


def comes_true(condition):
    wait_for(condition, inspect.getsource(condition).strip())


@pytest.fixture
def bench(transactional_db):
    """A judge with one project, and five criteria with a sentence for each mark."""
    judge, version = judged_event()
    with unguarded("test"):
        judge.event.criteria.all().delete()
    for number, title in enumerate(CRITERIA, 1):
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
    needed = [page.url, "scorecards/kept-marks"]
    comes_true(lambda: set(needed) == kept_of(page, needed))


def kept_of(page, addresses):
    """Those of these addresses, or parts of some, that the worker has; it is in charge."""
    kept = page.evaluate(
        """async () => {
          const cache = (await caches.keys()).find((name) => name.startsWith("judging "));
          if (!cache || !navigator.serviceWorker.controller) return [];
          return (await (await caches.open(cache)).keys()).map(({ url }) => url);
        }"""
    )
    return {address for address in addresses if any(address in url for url in kept)}


def test_five_criteria_and_a_comment_are_handed_in_with_seven_taps(site, browse, bench, capsys):
    judge = scorecard_of(browse(viewport=PHONE, has_touch=True, is_mobile=True), bench)
    for criterion in CRITERIA:
        judge.mark(criterion, "4")
    judge.taps += 1
    judge.page.get_by_label("Comment: what is strong").click()
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
    phone_page.get_by_label("Comment: what is strong").fill("From the phone.")
    phone_page.get_by_label("Comment: what is strong").blur()
    phone.told(DEVICE)

    desk_page.reload()
    assert desk.given("Use") == "2"
    desk.mark("Use", "1")
    desk.mark("Feasible", "3")
    desk_page.get_by_label("Comment: what is strong").fill("From the desk.")
    desk_page.get_by_label("Comment: what is strong").blur()
    desk.told(SERVER)
    comes_true(lambda: Scorecard.objects.get().remarks == "From the desk.")

    line.mend()
    phone.told("Conflict")
    comes_true(lambda: phone_page.locator(".clash").count() == 2)
    comes_true(lambda: marks() == {"Use": 1, "Novelty": 4, "Feasible": 3})
    assert Scorecard.objects.get().remarks == "From the desk."
    asked = phone_page.get_by_role("group", name="Use").locator(".clash")
    assert re.findall(r"\b[15]\b", asked.inner_text()) == ["5", "1"]
    asked.get_by_role("button", name="Keep what is here").click()
    phone_page.get_by_role("button", name="Take the other").click()
    phone.told(SERVER)

    comes_true(lambda: marks() == {"Use": 5, "Novelty": 4, "Feasible": 3})
    assert phone_page.get_by_label("Comment: what is strong").input_value() == "From the desk."
    assert phone.given("Feasible") == "3"


def test_a_tap_before_the_script_is_there_is_not_lost(site, browse, bench):
    page = browse(viewport=PHONE)
    held = []
    page.route("**/scorecards/scorecard*.js", lambda route: held.append(route))
    judge, version = bench
    people.enter(page, judge.user.email)
    address = f"/e/{judge.event.slug}/judging/projects/{version.submission_id}/?language=en"
    page.goto(address, wait_until="commit")
    hand = Hand(page)
    hand.mark("Use", "4")
    comes_true(lambda: held)
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
    page.get_by_label("Comment: what is strong").fill("Nobody else reads this.")
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
    for criterion in CRITERIA:
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
    comment = 'textbox "Comment: what is strong, what would make it better (optional)"'
    for words in ('group "Use 20 %"', 'radio "4"', comment, 'button "Hand in"', "status"):
        assert words in tree
    first = page.get_by_role("group", name="Use").get_by_role("radio").first
    assert (
        first.evaluate(
            "(radio) => document.getElementById(radio.getAttribute('aria-describedby')).textContent"
        ).strip()
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
    assert page.evaluate("document.activeElement.textContent.trim()") == "Hand in"
    page.keyboard.press("Enter")
    page.get_by_text("The scorecard is handed in").wait_for()

    assert set(marks().values()) == {4}
    assert Scorecard.objects.get().remarks == "By keyboard."


def kept_offline(page, projects):
    """The worker has fetched these pages, and the one that it shows for others."""
    needed = [
        *projects,
        "judging/offline",
        "scorecards/scorecard",
        "scorecards/offline-files",
        "scorecards/card-fields",
    ]
    comes_true(lambda: set(needed) == kept_of(page, needed))


def entered_for(judge, title):
    """One project more on the judge's worklist."""
    member = MemberFactory(team__event=judge.event)
    submission = SubmissionFactory(team=member.team)
    PanelSeatFactory(judge=judge, challenge=member.team.challenge)
    what = {"title": title, "summary": f"What {title} does.", "submitted_by": member.user}
    return VersionFactory(submission=submission, **what)


def close_judging(event, hours):
    """The organisers move the end of judging."""
    event.judging_closes_at = timezone.now() + timedelta(hours=hours)
    with unguarded("test"):
        event.save()


def test_a_worklist_never_opened_is_marked_offline_and_told_when_judging_closed_meanwhile(
    site, browse, bench, line
):
    judge, first = bench
    versions = [first, *(entered_for(judge, f"Project {number}") for number in range(4))]
    page = browse(viewport=PHONE)
    people.enter(page, judge.user.email, line.url)
    desk = f"{line.url}/e/{judge.event.slug}/judging/"
    projects = [f"{desk}projects/{version.submission_id}/" for version in versions]
    page.goto(f"{desk}?language=en")
    kept_offline(page, projects)

    line.cut()
    page.goto(f"{desk}profile/")
    page.get_by_role("heading", name="You are offline").wait_for()
    page.get_by_role("link", name="Go to the jury desk").click()
    for number, (version, project) in enumerate(zip(versions, projects, strict=True)):
        page.get_by_role("link", name=version.title, exact=True).click()
        page.wait_for_url(project)
        assert version.summary in page.inner_text("main")
        hand = Hand(page)
        for criterion in CRITERIA[: 5 if number < 2 else 4]:
            hand.mark(criterion, "4")
        page.get_by_label("Comment: what is strong").fill(f"Words of {number}.")
        page.get_by_label("Comment: what is strong").blur()
        hand.told(DEVICE)
        if number < 2:
            hand.hand_in()
            hand.told("It is handed in when the network is back.")
        page.get_by_role("link", name="Jury desk").first.click()
        page.wait_for_url(desk)

    closed_at = judge.event.judging_closes_at
    close_judging(judge.event, -1)
    line.mend()
    page.goto(f"{desk}?language=en")
    told = page.locator(".left-behind")
    comes_true(lambda: told.count() == 5)
    for number, version in enumerate(versions):
        panel = told.filter(has_text=version.title)
        words = panel.inner_text()
        assert f"Words of {number}." in words
        assert re.findall(r"^4$", words, re.M) == ["4"] * (5 if number < 2 else 4)
        assert ("Handed in? No: " in words) == (number < 2)
    assert not Scorecard.objects.exists()
    page.goto(f"{projects[0]}?language=en")
    panel = page.locator(".left-behind")
    assert "Words of 0." in panel.inner_text()

    close_judging(judge.event, (closed_at - timezone.now()).total_seconds() / 3600)
    panel.get_by_role("button", name="Send again").click()
    comes_true(lambda: Scorecard.objects.filter(handed_in_at__isnull=False).count() == 1)
    assert Scorecard.objects.get().remarks == "Words of 0."
    assert set(marks().values()) == {4}
    page.get_by_text("The scorecard is handed in").wait_for()
    assert told.count() == 0
    page.goto(f"{desk}?language=en")
    comes_true(lambda: told.count() == 4)
    page.once("dialog", lambda dialog: dialog.dismiss())
    told.first.get_by_role("button", name="Discard").click()
    assert told.count() == 4
    page.once("dialog", lambda dialog: dialog.accept())
    told.first.get_by_role("button", name="Discard").click()
    comes_true(lambda: told.count() == 3)


def test_what_is_marked_for_a_team_that_turned_out_to_be_tied_stays_to_be_copied(
    site, browse, bench, line
):
    judge, version = bench
    page = browse(viewport=PHONE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=line.url)
    hand = scorecard_of(page, bench, line)
    ready_offline(page)
    line.cut()
    hand.mark("Use", "2")
    hand.told(DEVICE)
    assert kept_of(page, [f"/projects/{version.submission_id}/"])
    declare_conflict(actor=judge.user, judge=judge, team=version.submission.team)
    line.mend()

    hand.told("not yours to score any more")
    page.goto(f"{line.url}/e/{judge.event.slug}/judging/?language=en")
    panel = page.locator(".left-behind")
    panel.get_by_role("button", name="Copy").click()
    panel.get_by_text("Copied.").wait_for()
    assert panel.get_by_role("button", name="Send to the president").is_hidden()
    assert "cannot be sent" in panel.inner_text()

    assert page.evaluate("navigator.clipboard.readText()") == f"{version.title}\nUse: 2"
    assert "not yours to score any more" in panel.inner_text()
    project = f"/projects/{version.submission_id}/"
    comes_true(lambda: not kept_of(page, [project]))
    assert not Scorecard.objects.exists()


def test_a_hand_in_that_met_another_devices_mark_is_told_not_to_have_happened(
    site, browse, bench, line
):
    page, other = browse(viewport=PHONE), browse()
    phone, at_the_desk = scorecard_of(page, bench, line), scorecard_of(other, bench)
    phone.mark("Use", "2")
    phone.told(SERVER)
    other.reload()
    line.cut()
    for criterion in CRITERIA:
        phone.mark(criterion, "5")
    phone.hand_in()
    phone.told("It is handed in when the network is back.")
    at_the_desk.mark("Use", "1")
    at_the_desk.told(SERVER)
    line.mend()

    panel = page.locator(".left-behind")
    panel.get_by_text("Handed in? No: ").wait_for()
    assert panel.get_by_role("button", name="Send again").is_hidden()
    assert Scorecard.objects.get().handed_in_at is None
    page.get_by_role("button", name="Keep what is here").click()
    comes_true(lambda: marks() == dict.fromkeys(CRITERIA, 5))
    panel.get_by_role("button", name="Send again").click()
    page.get_by_text("The scorecard is handed in").wait_for()


def test_a_hand_in_that_waited_while_a_criterion_got_another_sense_is_told_not_to_have_happened(
    site, browse, bench, line
):
    event = bench[0].event
    boss = OrganiserFactory(event=event).user
    with unguarded("test"):
        publish(event, boss, timezone.now())
    page = browse(viewport=PHONE)
    phone = scorecard_of(page, bench, line)
    for criterion in CRITERIA:
        phone.mark(criterion, "4")
    phone.told(SERVER)
    line.cut()
    phone.hand_in()
    phone.told("It is handed in when the network is back.")
    row = event.criteria.first()
    row.meaning_en = "For whom it is useful."
    save_rule(actor=boss, row=row, fields=["meaning_en"], degree="sense", reason="Clearer.")
    line.mend()

    panel = page.locator(".left-behind")
    panel.get_by_text("another sense since this page was opened").wait_for()
    assert Scorecard.objects.get().handed_in_at is None
    page.reload()
    page.get_by_text("For whom it is useful.").wait_for()
    panel.get_by_role("button", name="Send again").click()
    page.get_by_text("The scorecard is handed in").wait_for()


def test_project_and_marks_stand_beside_each_other_and_bars_leave_a_phone_its_room(
    site, browse, bench
):
    page = browse(viewport={"width": 1280, "height": 900})
    scorecard_of(page, bench)
    page.wait_for_load_state("networkidle")
    project, mark = (
        page.locator(part).bounding_box() for part in (".project", ".criterion >> nth=0")
    )
    assert project["x"] + project["width"] <= mark["x"]
    assert abs(project["y"] - mark["y"]) < 60

    page.set_viewport_size(PHONE)
    for address in (page.url, f"/e/{bench[0].event.slug}/judging/?language=en"):
        page.goto(address)
        assert page.locator("main").bounding_box()["y"] <= 120
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        levels = page.locator("h1, h2, h3, h4, h5").evaluate_all(
            "(all) => all.map(({ tagName }) => Number(tagName[1]))"
        )
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    headings = page.locator("h2").all_inner_texts()
    assert headings.index("Conflicts of interest") < headings.index("To do")


def test_what_was_not_saved_goes_to_the_president_without_the_private_note(
    site, browse, bench, line
):
    judge, version = bench
    president = JudgeFactory(event=judge.event)
    challenge = version.submission.team.challenge
    PanelSeatFactory(judge=president, challenge=challenge, role="president")
    page = browse(viewport=PHONE)
    hand = scorecard_of(page, bench, line)
    ready_offline(page)
    line.cut()
    hand.mark("Use", "2")
    page.get_by_label("Comment: what is strong").fill("Too slow by a minute.")
    page.get_by_label("Comment: what is strong").blur()
    page.get_by_text("Private note", exact=True).click()
    page.get_by_label("Private note").fill("Mine alone.")
    page.get_by_label("Private note").blur()
    hand.told(DEVICE)
    close_judging(judge.event, -1)
    line.mend()

    panel = page.locator(".left-behind")
    panel.get_by_role("button", name="Send to the president").click()
    page.get_by_text(f"sent to {president.user}. It does not count by itself.").wait_for()

    sent = UnsavedMarks.objects.get()
    assert (list(sent.marks.values()), sent.remarks) == ([2], "Too slow by a minute.")
    page.locator("#sent-marks").wait_for()
    comes_true(lambda: "Mine alone." in panel.inner_text())
    assert "Too slow" not in panel.inner_text()
    assert panel.get_by_role("button", name="Send to the president").is_hidden()
    assert not Scorecard.objects.exists()
    page.reload()
    comes_true(lambda: "Mine alone." in panel.inner_text())
    other = browse(viewport=PHONE)
    people.enter(other, president.user.email)
    other.goto(f"/e/{judge.event.slug}/judging/?language=en")
    assert "Too slow by a minute." in other.inner_text("main")
    other.get_by_role("button", name="Mark as read").click()
    other.get_by_text("Noted.").wait_for()
    assert UnsavedMarks.objects.get().answer == "read"


def test_what_is_refused_when_judging_closed_stays_where_it_was_given(site, browse, bench, line):
    judge, version = bench
    president = JudgeFactory(event=judge.event)
    challenge = version.submission.team.challenge
    PanelSeatFactory(judge=president, challenge=challenge, role="president")
    page = browse(viewport=PHONE)
    hand = scorecard_of(page, bench, line)
    hand.mark("Use", "2")
    hand.told(SERVER)
    ready_offline(page)
    line.cut()
    hand.mark("Use", "5")
    hand.mark("Story", "3")
    hand.told(DEVICE)
    close_judging(judge.event, -1)
    line.mend()

    hand.told("is on this device only")
    panel = page.locator(".left-behind")
    offer = panel.get_by_role("button", name="Send to the president")
    for when in ("at once", "after a reload"):
        assert (hand.given("Use"), hand.given("Story"), hand.given("Polish")) == ("5", "3", None)
        told = page.locator(".device-only")
        assert told.all_inner_texts() == [
            "On this device only. On the server: 2",
            "On this device only. On the server: nothing",
        ]
        assert not page.get_by_role("button", name="Hand in").is_visible()
        assert not page.get_by_text("I cannot judge this project").is_visible()
        offer.wait_for()
        if when == "at once":
            assert "left" in page.evaluate("document.activeElement.id")
            page.get_by_role("link", name="See what you can do").click()
        top = panel.bounding_box()["y"]
        assert 0 <= top < PHONE["height"] * 0.7
        if when == "at once":
            page.reload()
            comes_true(lambda: page.locator(".device-only").count() == 2)

    offer.click()
    sent = page.locator("#sent-marks")
    sent.get_by_text("Nobody has read them yet").wait_for()
    assert str(president.user) in sent.inner_text()
    assert page.locator(".left-behind").count() == 0
    assert 0 <= sent.bounding_box()["y"] < PHONE["height"]
    assert hand.given("Use") == "2"


def attached(version, name, content):
    """A file that was handed in with a version."""
    stored = store(SimpleUploadedFile(name, content))
    with unguarded("test"):
        file = Attachment.objects.create(
            team=version.team,
            name=name,
            sha256=stored.sha256,
            size=stored.size,
            created_at=timezone.now(),
        )
        position = VersionFile.objects.filter(version=version).count() + 1
        VersionFile.objects.create(version=version, attachment=file, position=position)
    return file


def test_small_files_open_without_a_network_and_large_ones_say_that_they_do_not(
    site, browse, bench, line
):
    judge, version = bench
    small = attached(version, "plan.pdf", PDF)
    large = attached(version, "film.pdf", PDF + b"0" * 1_100_000)
    page = browse(viewport=PHONE)
    people.enter(page, judge.user.email, line.url)
    desk = f"{line.url}/e/{judge.event.slug}/judging/"
    project = f"{desk}projects/{version.submission_id}/"
    page.goto(f"{desk}?language=en")
    kept_offline(page, [project])
    files = [f"{project}files/{file.pk}/" for file in (small, large)]
    comes_true(lambda: kept_of(page, files) == {files[0]})

    line.cut()
    page.get_by_role("link", name=version.title, exact=True).click()
    page.wait_for_url(project)
    links = page.locator("ul.links")
    links.get_by_text("opens with a network only: too large for this device").wait_for()
    assert page.get_by_text("This device keeps a copy of the files").is_visible()
    with page.expect_download() as started:
        links.get_by_role("link", name="plan.pdf").click()
    assert started.value.suggested_filename == "plan.pdf"
    assert Path(started.value.path()).read_bytes() == PDF

    line.mend()
    attached(version, "late.pdf", PDF + b"1")
    page.goto(f"{project}?language=en")
    links.get_by_text("not on this device yet: opens with a network only").wait_for()
    assert links.get_by_text("too large").count() == 1
    other = entered_for(judge, "A second project")
    declare_conflict(actor=judge.user, judge=judge, team=version.submission.team)
    page.goto(f"{desk}?language=en")
    kept_offline(page, [f"{desk}projects/{other.submission_id}/"])
    comes_true(lambda: not kept_of(page, [files[0]]))


def kept_pages(page):
    """The pages of projects that this device has."""
    return page.evaluate(
        """async () => {
          const names = (await caches.keys()).filter((name) => name.startsWith("judging "));
          const caches_ = await Promise.all(names.map((name) => caches.open(name)));
          const kept = await Promise.all(caches_.map((cache) => cache.keys()));
          return kept.flat().map(({ url }) => url).filter((url) => url.includes("/projects/"));
        }"""
    )


def desk_kept_offline(page, bench, line):
    """The judge has opened the desk; the project on it is on the device."""
    judge, version = bench
    people.enter(page, judge.user.email, line.url)
    desk = f"{line.url}/e/{judge.event.slug}/judging/"
    page.goto(f"{desk}?language=en")
    project = f"{desk}projects/{version.submission_id}/"
    kept_offline(page, [project])
    return desk, project


def test_whoever_signs_in_after_a_lost_session_reads_nothing_that_was_kept(
    site, browse, bench, line
):
    page = browse()
    _desk, project = desk_kept_offline(page, bench, line)
    page.context.clear_cookies()  # the session has ended; nobody signed out

    people.enter(page, UserFactory().email, line.url)
    page.goto(f"{line.url}/me/")
    comes_true(lambda: kept_pages(page) == [])

    line.cut()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        page.goto(project)


def test_a_judge_who_was_excused_reads_nothing_that_was_kept(site, browse, bench, line):
    judge, _version = bench
    page = browse()
    desk, project = desk_kept_offline(page, bench, line)
    excuse_judge(actor=OrganiserFactory(event=judge.event).user, judge=judge, reason="Ill.")

    page.goto(desk)
    comes_true(lambda: kept_pages(page) == [])

    line.cut()
    with pytest.raises(Exception, match="ERR_"):
        page.goto(project)
