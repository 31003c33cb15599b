"""axe on the jury's own pages, in light and dark, and nothing wider than a small phone."""

from string import ascii_uppercase

import pytest
from django.utils import timezone

from hackathon.kernel.guard import unguarded
from judging.models import Conflict, JuryRules
from judging.seats.services.room import ask_for_seat, open_room
from tests.factories import JudgeFactory, OrganiserFactory, PanelSeatFactory
from tests.journeys import people
from tests.journeys.looks import AT_FIRST, faults_of
from tests.journeys.scene import STORY, asked, event_in

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = False

LIST = "name;email;challenge\nAda;ada@example.org;Smart operation\nBob;nobody;Flying"
PAGES = {
    None: ["jury/", "jury/seat/", "judging/invitations/{seat.token}/", "judging/invitations/none/"],
    "expert": ["judging/welcome/"],
    "judge": ["judging/profile/", "/me/"],
    "president": [
        "judging/",
        "judging/president/jury/",
        "judging/president/jury/{judge.pk}/",
        "judging/president/conflicts/",
        "judging/progress/",
        "judging/plan/{challenge.slug}/",
        "judging/ranking/{challenge.slug}/",
        "judging/minutes/{challenge.slug}/",
        "judging/paper/{challenge.slug}/",
    ],
    "organiser": [
        "judging/room/",
        "judging/room/screen/",
        "/admin/",
        "/admin/judging/judge/",
        "/admin/judging/judge/{judge.pk}/change/",
        "/admin/judging/judge/panels/{event.pk}/",
        "/admin/judging/judge/import/{event.pk}/",
        "/admin/judging/judge/{judge.pk}/excuse/",
        "/admin/judging/conflict/",
        "/admin/judging/conflict/register/{event.pk}/",
    ],
}


def set_scene():
    """A jury with everything that its pages can show."""
    scene = event_in("registration", "scene")
    event, challenge, judge = scene["event"], scene["challenge"], scene["judge"]
    with unguarded("scene"):
        JuryRules.objects.create(event=event, conduct=f"# Be fair\n\n{STORY}")
        judge.biography_en = "Thirty years of night shifts and of asking why."
        judge.languages, judge.availability = ["fr", "nl"], "Friday until 16:00"
        judge.save()
        for state, origin in (("proposed", "found"), ("stands", "imposed"), ("lifted", "declared")):
            settled = {"settled_at": timezone.now(), "settled_reason": "True."}
            Conflict.objects.create(
                judge=JudgeFactory(event=event),
                team=scene["team"],
                state=state,
                origin=origin,
                sign="organisation" if origin == "found" else "",
                reason="Former employer.",
                declared_at=timezone.now(),
                **(settled if state == "lifted" else {}),
            )
    for other in event.judges.exclude(pk=judge.pk):
        PanelSeatFactory(judge=other, challenge=challenge, role="reserve")
    president = JudgeFactory(event=event, name="Pat President")
    PanelSeatFactory(judge=president, challenge=challenge, role="president")
    scene["president"] = president
    scene["organiser"] = OrganiserFactory(event=event).user
    scene["expert"], scene["seat"] = asked(scene)
    code = open_room(actor=scene["organiser"], event=event, minutes=60)
    ask_for_seat(code=code, name="Grace Hopper", email="grace@example.org")
    return scene


def visits(browse, scene, **options):
    """Each page in turn, as its reader has it."""
    for role, paths in PAGES.items():
        page = browse(**options)
        if role:
            who = scene[role]
            people.enter(page, (getattr(who, "user", None) or who).email)
        for path in paths:
            path = path if path.startswith("/") else f"/e/scene/{path}"
            page.goto(path.format(**scene))
            yield page, path
        if role == "organiser":
            page.goto(f"/admin/judging/judge/import/{scene['event'].pk}/")
            page.locator("#id_text").fill(LIST)
            page.get_by_role("button", name="Show what will happen").click()
            page.get_by_text("No challenge is called").wait_for()
            yield page, "a list with problems"


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(site, browse):
    wrong = []
    for page, path in visits(browse, set_scene(), **AT_FIRST):
        wrong += [(path, *fault) for fault in faults_of(page)]

    assert not wrong, "\n".join(map(str, wrong))


def test_the_widest_code_that_there_can_be_fits_on_the_smallest_screen(site, browse):
    scene = set_scene()
    page = browse(viewport={"width": 320, "height": 700})
    people.enter(page, scene["organiser"].email)
    for address in ("room/", "room/screen/"):
        page.goto(f"/e/scene/judging/{address}")
        page.evaluate("document.fonts.ready.then(() => true)")
        for letter in ascii_uppercase:
            code = f"{letter * 5}-{letter * 5}"
            page.locator(".room-code").evaluate("(node, code) => node.textContent = code", code)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, code


def test_a_long_address_fits_on_the_smallest_screen(site, browse):
    scene = set_scene()
    page = browse(viewport={"width": 320, "height": 700})
    people.enter(page, scene["organiser"].email)
    page.goto("/e/scene/judging/room/screen/")
    long = "https://hackathon.a-service-with-a-very-long-name.example.org/e/scene/judging/ask/"
    page.locator(".room-screen .quiet").evaluate("(node, text) => node.textContent = text", long)

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_judge_comes_from_the_mail_to_the_desk_with_two_buttons_and_no_password(site, browse):
    scene = set_scene()
    page = browse(viewport={"width": 390, "height": 800})

    page.goto(f"/e/scene/judging/invitations/{scene['seat'].token}/")
    page.get_by_role("button", name="Enter").click()
    page.get_by_label("I accept the code of conduct").check()
    page.get_by_role("button", name="Accept").click()

    page.get_by_text("Welcome to the jury").wait_for()
    assert page.url.endswith("/e/scene/judging/")
