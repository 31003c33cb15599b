"""The page on which a team writes, in the browsers of its members."""

from hackathon.kernel.guard import unguarded
from teams.models import ProjectQuestion, Submission
from tests.factories import EventFactory, MemberFactory
from tests.journeys import people
from tests.journeys.test_joining import PHONE


def captain():
    """Ada, who leads a team in an event with two questions."""
    event = EventFactory(during="hacking", slug="autumn")
    with unguarded("test"):
        ProjectQuestion.objects.create(event=event, label="Licence", is_required=True)
        ProjectQuestion.objects.create(
            event=event, label="Data used", kind="choices", options="Open\nOwn", position=2
        )
    return MemberFactory(team__event=event, user__name="Ada")


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
