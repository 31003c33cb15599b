"""What is wrong with how a page looks: narrow and light, and wide and dark, on the same page."""

from collections.abc import Iterator

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

NARROW, WIDE = {"width": 320, "height": 700}, {"width": 1280, "height": 900}
LOOKS = (("dark", WIDE), ("light", NARROW))
AT_FIRST = {"color_scheme": "light", "viewport": NARROW}
# Colours that are still on their way from one look to the other are neither's.
END_TRANSITIONS = """() => document.getAnimations()
    .filter(one => one instanceof CSSTransition).forEach(one => one.finish())"""


IS_THERE = "typeof axe === 'object'"
RUN = """axe.run({resultTypes: ["violations"]}).then(found => found.violations
    .map(({id, nodes}) => ({id, nodes: nodes.map(({html}) => ({html}))})))"""


def violations_on(page: Page) -> list[dict]:
    """What axe finds on the page as it looks now. The program is brought to each page once."""
    if not page.evaluate(IS_THERE):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN)


def faults_of(page: Page) -> Iterator[tuple]:
    """What axe finds, with the nodes; and whether the page is wider than the screen. In the end
    the page is as a visitor with ``AT_FIRST`` has it."""
    for scheme, size in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        page.evaluate("document.fonts.ready.then(() => true)")  # text in another type is wider
        page.evaluate(END_TRANSITIONS)
        for violation in violations_on(page):
            nodes = [node["html"][:200] for node in violation["nodes"]]
            yield scheme, violation["id"], nodes
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            yield scheme, "too wide", width
