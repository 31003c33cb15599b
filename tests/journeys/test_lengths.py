"""What is pasted and does not fit is said, and the rest is counted down."""

import pytest

from tests.factories import EventFactory, OrganiserFactory
from tests.journeys import people
from tests.journeys.writing import captain, write_page

pytestmark = pytest.mark.django_db(transaction=True)
MAILS = False


def test_what_is_cut_says_so_and_counts_down(site, browse):
    page = write_page(browse, captain())
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    title = page.get_by_label("Title")

    title.fill("x" * 100)
    assert page.get_by_text("Characters left: 20").is_visible()
    title.fill("short")
    assert not page.get_by_text("Characters left").is_visible()

    page.evaluate("navigator.clipboard.writeText('y'.repeat(130))")
    title.fill("")
    title.press("Control+v")

    assert title.input_value() == "y" * 120
    assert page.get_by_text("The last 10 were left out").is_visible()
    title.press("Backspace")
    assert not page.get_by_text("were left out").is_visible()
    assert page.get_by_text("Characters left: 1").is_visible()


def test_so_does_the_workplace(site, browse):
    boss = OrganiserFactory(event=EventFactory(during="registration"))
    page = browse()
    people.enter(page, boss.user.email)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/admin/challenges/challenge/add/")
    title = page.locator("#id_title_en")

    page.evaluate("navigator.clipboard.writeText('y'.repeat(500))")
    title.press("Control+v")

    assert page.get_by_text("were left out").is_visible()
    assert page.get_by_text("Characters left: 0").is_visible()
