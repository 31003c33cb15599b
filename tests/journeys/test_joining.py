"""From "I want to take part" to a complete team, on a phone, by people who have no account yet."""

import pytest

from hackathon.kernel.guard import unguarded
from teams.models import ConsentText, EntryQuestion, Member
from teams.participants.selectors import texts_of
from teams.participants.services.admission import publish_consent
from teams.participants.services.participation import apply
from tests.factories import ChallengeFactory, EventFactory, OrganiserFactory, UserFactory
from tests.journeys import people

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def event(transactional_db):
    event = EventFactory(during="registration", slug="autumn", headline="Build it in 30 hours")
    ChallengeFactory(event=event, title="Greener travel")
    boss = OrganiserFactory(event=event).user
    text = ConsentText(kind="rules", sentence="I keep to the rules.", text="Be kind.")
    publish_consent(actor=boss, event=event, text=text)
    return event


class Captain:
    """A person with a phone, whose every tap and typed field is counted."""

    def __init__(self, page):
        self.page, self.taps, self.typed = page, 0, 0

    def tap(self, role, name):
        self.taps += 1
        self.page.get_by_role(role, name=name).first.click()

    def send(self):
        self.taps += 1
        self.page.locator("main form button").first.click()

    def type(self, label, words):
        self.typed += 1
        self.page.get_by_label(label).first.fill(words)


def test_a_first_time_captain_registers_a_team_of_three_in_few_steps(site, browse, event, capsys):
    ada = Captain(browse(viewport=PHONE))
    ada.page.goto("/e/autumn/")
    ada.tap("link", "Register a team")
    ada.tap("link", "Sign up")
    ada.type("Name", "Ada")
    ada.type("Email", "ada@example.org")
    ada.type("Password", "correct-horse-battery")
    ada.send()
    ada.type("Code", people.code_for(site, "ada@example.org"))
    ada.send()
    ada.tap("checkbox", "I keep to the rules.")
    ada.tap("button", "Register")
    ada.type("Team name", "Railteam")
    ada.tap("radio", "Greener travel")
    ada.type("Invite team-mates", "bob@example.org\neve@example.org")
    ada.tap("button", "Register the team")
    ada.page.get_by_role("heading", name="Railteam").wait_for()

    assert event.teams.get().invitations.count() == 2
    with capsys.disabled():
        print(f"\ncaptain's steps: {ada.taps} taps, {ada.typed} fields typed")
    assert ada.taps <= 9
    assert ada.typed <= 6


def test_who_is_invited_without_an_account_comes_back_to_the_invitation(site, browse, event):
    ada = browse(viewport=PHONE)
    people.sign_up(ada, site, "Ada", "ada@example.org")
    ada.goto("/e/autumn/teams/register/")
    ada.get_by_label("I keep to the rules.").check()
    ada.get_by_role("button", name="Register").click()
    ada.get_by_label("Team name").fill("Railteam")
    ada.get_by_label("Greener travel").check()
    ada.get_by_label("Invite team-mates").fill("bob@example.org")
    ada.get_by_role("button", name="Register the team").click()
    ada.get_by_role("heading", name="Railteam").wait_for()

    bob = Captain(browse(viewport=PHONE))
    bob.page.goto(people.link_in(people.letter(site, "bob@example.org", "Railteam")))
    bob.tap("link", "Sign up")
    bob.type("Name", "Bob")
    bob.type("Email", "bob@example.org")
    bob.type("Password", "correct-horse-battery")
    bob.send()
    bob.type("Code", people.code_for(site, "bob@example.org"))
    bob.send()
    bob.tap("checkbox", "I keep to the rules.")
    bob.tap("button", "Register")
    bob.tap("button", "Join the team")
    bob.page.get_by_text("Welcome to Railteam").wait_for()

    assert Member.objects.count() == 2


def test_what_is_typed_survives_a_closed_tab(site, browse, event):
    with unguarded("test"):
        EntryQuestion.objects.create(event=event, label="Diet", is_required=True)
    ada = browse(viewport=PHONE)
    people.sign_up(ada, site, "Ada", "ada@example.org")
    ada.goto("/e/autumn/taking-part/")
    ada.get_by_label("Diet").fill("vegan")
    ada.get_by_text("Saved", exact=True).wait_for()

    ada.goto("/e/autumn/")
    ada.goto("/e/autumn/taking-part/")

    assert ada.get_by_label("Diet").input_value() == "vegan"


def test_the_desk_goes_on_without_a_network_and_catches_up(site, browse, event):
    boss = event.organisers.get().user
    guests = []
    for name in ("Ada", "Bob"):
        guests.append(
            apply(actor=UserFactory(name=name), event=event, answers={}, agreed=texts_of(event))
        )
    desk = browse(viewport=PHONE)
    people.enter(desk, boss.email)
    desk.goto("/e/autumn/door/")
    desk.context.set_offline(True)
    for guest in guests:
        desk.get_by_label("Code on the badge").fill(guest.code)
        desk.get_by_role("button", name="Check in").first.click()
    desk.get_by_text("Kept on this phone, to be sent: 2").wait_for()

    desk.context.set_offline(False)
    desk.get_by_text("Welcome, Bob.").wait_for()

    assert desk.locator("[data-arrived]").inner_text() == "2"
    assert desk.get_by_text("Kept on this phone").is_hidden()


def test_the_camera_reads_the_badge(site, browse, event):
    """The picture on the participant's page is what the desk's reader understands."""
    guest = apply(actor=UserFactory(), event=event, answers={}, agreed=texts_of(event))
    phone = browse(viewport=PHONE)
    people.enter(phone, guest.user.email)
    phone.goto("/e/autumn/taking-part/")
    read = phone.evaluate(READ, "/static/vendor/qr-0.7.0/decode.js")

    assert read == guest.code


READ = """async (address) => {
  const { default: read } = await import(address);
  const badge = document.querySelector("img.badge");
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 480;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "white";
  pen.fillRect(0, 0, 480, 480);
  pen.drawImage(badge, 40, 40, 400, 400);
  return read(pen.getImageData(0, 0, 480, 480));
}"""
