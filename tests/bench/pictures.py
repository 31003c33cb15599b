"""The pictures of docs/, of the demonstration's pages: ``bin/test --pictures`` makes them anew."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Browser, sync_playwright

from hackathon.models import Event
from judging.demo import accounts, rehearsal
from judging.ranking.services.calculation import calculate
from tests.bench.stack import BenchStack

FOLDER = settings.BASE_DIR / "docs" / "pictures"
PHONE, DESK = (390, 844), (1200, 750)
EVENT = f"/e/{rehearsal.SLUG}/"
TIMES = "/admin/teams/extension/{event}/deadlines/"
RESULTS = "/admin/judging/results/{event}/"
ORGANISER, JUDGE = "organiser@example.org", "judge1@example.org"
CHROMIUM = {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}


@dataclass(frozen=True)
class Picture:
    """Of one page: in which phase of the event, as whom, and what of it."""

    name: str
    phase: str
    path: str
    who: str = ""
    size: tuple[int, int] = DESK
    is_dark: bool = False
    press: str = ""  # a link of that page, which leads to the one that is shown


PICTURES = [
    Picture("organisers-people", "registration", "/admin/teams/participant/", ORGANISER),
    Picture("organisers-form", "registration", "/admin/teams/entryquestion/", ORGANISER),
    Picture("running-event", "hacking", EVENT),
    Picture("organisers-card", "hacking", "/admin/", ORGANISER),
    Picture("organisers-deadlines", "hacking", TIMES, ORGANISER),
    Picture("organisers-teams", "hacking", "/admin/teams/team/", ORGANISER),
    Picture("organisers-submissions", "hacking", "/admin/teams/submission/", ORGANISER),
    Picture(
        "scorecard-phone",
        "judging",
        f"{EVENT}judging/",
        JUDGE,
        PHONE,
        press='a[href*="judging/projects/"]',
    ),
    Picture("organisers-jury", "judging", "/admin/judging/judge/", ORGANISER),
    Picture("organisers-progress", "judging", f"{EVENT}judging/progress/", ORGANISER),
    Picture("admin-ranking", "deliberation", f"{RESULTS}change/", ORGANISER),
    Picture("organisers-publish", "deliberation", f"{RESULTS}publish/", ORGANISER),
    Picture("home", "published", EVENT),
    Picture("home-phone-dark", "published", EVENT, size=PHONE, is_dark=True),
    Picture("results-dark", "published", f"{EVENT}results/", is_dark=True),
]


def main(stack: BenchStack) -> bool:
    settings.DEMO = True
    with stack.web() as port:
        for phase, pictures in groupby(PICTURES, key=lambda picture: picture.phase):
            call_command("load_demo", phase=phase, verbosity=0)
            event = Event.objects.get(slug=rehearsal.SLUG)
            if phase == "deliberation":
                calculate(event=event)
            with sync_playwright() as playwright:  # nothing asks the database beside it
                browser = playwright.chromium.launch(**CHROMIUM)
                for picture in pictures:
                    stack.say(f"{picture.name}: {take(browser, port, event.pk, picture)}")
                browser.close()
    return True


def take(browser: Browser, port: int, event: int, picture: Picture) -> str:
    """Photographs what fits on the screen; gives the title of the page."""
    width, height = picture.size
    context = browser.new_context(
        base_url=f"http://127.0.0.1:{port}",
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.is_dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/account/login/?language=en")
    if picture.who:
        page.fill("#id_login", picture.who)
        page.fill("#id_password", accounts.PASSWORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(lambda url: "/account/login/" not in url)
    page.goto(picture.path.format(event=event))
    if picture.press:
        page.locator(picture.press).first.click()
        page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    title = page.title()
    context.close()
    return title
