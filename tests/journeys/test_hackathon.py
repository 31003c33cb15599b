"""One hackathon, from the organiser's first page to the winner's mail, as its people live it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hackathon.models import Event
from judging.models import Judge
from tests.factories import UserFactory
from tests.journeys import people
from tests.post import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = ("registration_opens_at", "hacking_starts_at", "submissions_close_at", "judging_closes_at")
PDF = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a plan\n%%EOF"}


@pytest.mark.parametrize("script", [True, False], ids=["with javascript", "without"])
def test_a_hackathon_from_its_making_to_the_winners_mail(site, browse, script):
    boss, ada, bob, judge = (browse(java_script_enabled=script) for _ in range(4))
    make_event(boss)
    event = Event.objects.get(slug="autumn")
    invite_judge(boss, site)

    people.sign_up(ada, site, "Ada", "ada@example.org", language="fr")
    register(ada, site, event.get_absolute_url())
    join(bob, site)
    judge.goto(people.link_in(people.letter(site, "grace@example.org", "jury")))
    judge.get_by_role("button", name="Enter").click()  # without an account or a password
    judge.get_by_role("button", name="Accept").click()
    judge.get_by_text("Welcome to the jury").wait_for()

    reschedule(boss, event, hours=(-3, -2, 2, 4))
    receipt = submit(ada, event, script)
    assert receipt in people.letter(site, "ada@example.org", "1")
    assert receipt in people.letter(site, "bob@example.org", "Receipt")

    reschedule(boss, event, hours=(-4, -3, -1, 2))
    ada.goto(f"/e/autumn/teams/{event.teams.get().pk}/submission/")
    assert ada.get_by_role("button", name="version 2").count() == 0
    score(judge, script)

    reschedule(boss, event, hours=(-5, -4, -3, -1))
    publish(boss, event)
    ada.goto("/e/autumn/results/?language=fr")
    ada.get_by_role("link", name="Railbow").wait_for()
    assert "Greener travel" in people.letter(site, "ada@example.org", "First prize")
    assert "Greener travel" in people.letter(site, "bob@example.org", "you win")
    people.letter(site, "grace@example.org", "results")


def make_event(boss):
    """The organiser's part: event, challenge, prize, criterion, partner."""
    user = UserFactory(email="boss@example.org", is_staff=True)
    user.set_password(people.PASSWORD)
    user.save()
    people.enter(boss, "boss@example.org")
    start = timezone.now() - timedelta(hours=1)
    boss.goto("/admin/hackathon/event/add/")
    boss.fill("#id_name_en", "Autumn hack")
    boss.locator("#id_name_en").blur()  # then a short name is proposed
    boss.fill("#id_slug", "autumn")
    fill_times(boss, [start + timedelta(hours=3 * step) for step in range(4)])
    boss.locator("#id_organisers_need_second_factor").uncheck()
    people.save(boss)
    boss.get_by_role("link", name="make it visible to everyone").click()
    boss.check("#id_is_listed")
    people.save(boss)
    add(boss, "challenges/challenge", title_en="Greener travel", slug="green", question_en="How?")
    add(boss, "challenges/prize", title_en="First prize")
    add(boss, "judging/criterion", title_en="Usefulness", weight="3")
    add(boss, "judging/criterion", title_en="Novelty", weight="1")
    add(boss, "challenges/partner", name_en="Institute of Roads")


def add(boss, page, **fields):
    boss.goto(f"/admin/{page}/add/")
    boss.locator("#id_event, #id_challenge").first.select_option(index=1)
    for name, value in fields.items():
        boss.fill(f"#id_{name}", value)
        boss.locator(f"#id_{name}").blur()
    people.save(boss)


def fill_times(boss, moments):
    for name, moment in zip(TIMES, moments, strict=True):
        local = timezone.localtime(moment)
        boss.fill(f"#id_{name}_0", f"{local:%Y-%m-%d}")
        boss.fill(f"#id_{name}_1", f"{local:%H:%M:%S}")


def reschedule(boss, event, hours):
    boss.goto(f"/admin/hackathon/event/{event.pk}/change/")
    fill_times(boss, [timezone.now() + timedelta(hours=hour) for hour in hours])
    people.save(boss)


def invite_judge(boss, site):
    boss.goto("/admin/judging/judge/add/")
    boss.locator("#id_event").select_option(index=1)
    boss.fill("#id_name", "Grace")
    boss.fill("#id_function_en", "Chief commissioner")
    boss.fill("#id_email", "grace@example.org")
    boss.get_by_label("Greener travel").select_option("member")
    people.save(boss)
    boss.goto(f"/admin/judging/judge/{Judge.objects.get().pk}/change/")
    boss.get_by_role("button", name="Invite by mail").click()
    boss.get_by_text("the mail is on its way").wait_for()


def register(ada, site, home):
    ada.goto(f"{home}?language=en")
    ada.get_by_role("link", name="Register a team").first.click()
    ada.get_by_label("Team name").fill("Railteam")
    ada.get_by_label("Greener travel").check()
    ada.get_by_label("Invite team-mates").fill("bob@example.org")
    ada.get_by_role("button", name="Register the team").click()
    ada.get_by_role("heading", name="Railteam").wait_for()
    ada.get_by_label("Invite team-mates").fill("cleo@example.org")
    ada.get_by_role("button", name="Send the invitations").click()
    ada.get_by_text("Invited: 1.").wait_for()


def join(bob, site):
    link = people.link_in(people.letter(site, "bob@example.org", "Railteam"))
    people.sign_up(bob, site, "Bob", "bob@example.org")
    bob.goto(link)
    bob.get_by_role("button", name="Join the team").click()
    bob.get_by_text("Welcome to Railteam").wait_for()


def submit(ada, event, script):
    """A draft, a preview, a version with a PDF; gives the fingerprint on the receipt."""
    ada.goto("/e/autumn/")
    ada.get_by_role("link", name="Our project").first.click()
    ada.get_by_label("Title").fill("Railbow")
    ada.get_by_label("Summary").fill("Trains, found faster.")
    ada.get_by_label("Description").fill("# Why\n\nBecause **late** trains.")
    if script:
        ada.get_by_text("Saved at").first.wait_for()
    else:
        ada.get_by_role("button", name="Save the draft").last.click()
        ada.get_by_text("It is not submitted yet").wait_for()
    ada.get_by_label("Add files").set_input_files(PDF)
    if script:
        ada.locator("#file-list").get_by_role("link", name=PDF["name"]).wait_for()
    ada.get_by_role("button", name="Preview").click()
    ada.get_by_role("heading", name="Why").wait_for()
    if script:
        ada.get_by_role("button", name="Go on writing").click()
    ada.get_by_role("button", name="Submit version 1").click()
    ada.get_by_role("heading", name="Receipt for version 1").wait_for()
    return ada.locator("dl code").first.inner_text()


def score(judge, script):
    judge.goto("/e/autumn/judging/")
    judge.get_by_role("link", name="Railbow", exact=True).click()
    judge.wait_for_load_state("load")  # the script that saves each tap is there
    judge.get_by_role("group", name="Usefulness").get_by_label("4").check(force=True)
    if not script:
        judge.get_by_role("button", name="Save").click()
    judge.get_by_text("✓ Saved").wait_for()
    judge.get_by_role("group", name="Novelty").get_by_label("5").check(force=True)
    judge.get_by_label("Comment").fill("Clear and useful.")
    judge.get_by_role("button", name="Hand in").click()
    judge.get_by_text("The scorecard is handed in").wait_for()


def publish(boss, event):
    boss.goto("/admin/")
    boss.get_by_role("link", name="Ranking and winners").click()

    def is_ranked():  # a worker computes it
        boss.reload()
        return "4.250" in boss.content()

    wait_for(is_ranked, "the ranking is computed")
    boss.get_by_label("Winner").select_option(index=1)
    boss.get_by_role("button", name="Decide", exact=True).click()
    boss.get_by_role("link", name="Preview").click()
    boss.get_by_text("only organisers see this page").wait_for()
    boss.goto(f"/admin/judging/results/{event.pk}/publish/")
    boss.get_by_label("Password").fill(people.PASSWORD)  # who publishes proves who they are
    boss.get_by_role("button", name="Confirm").click()
    boss.get_by_role("button", name="Publish the results now").click()
    boss.get_by_text("The results are public").first.wait_for()
