"""Every door opens: each address, as each role, followed to its end."""

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from hackathon.web.views import errors
from hackathon.workplace.base import EventScopedAdmin
from tests.house import doors
from tests.plain import looking_only, rendering_plainly
from tests.remembering import remembering
from tests.turns import in_turn, is_whole, share_in_turn

pytestmark = pytest.mark.django_db

# What a query string may hold that no page expects there: alone, and in all parameters at once.
STRANGE = ["%00", "9" * 40]
STRANGER = ["", "-1", "%ff", "x" * 5000, "1&{name}=2"]
IN_A_PATH = ["%00", "a%00b", "%FF", "9" * 40]
EVERYWHERE = "nowhere=1&nowhere&=&&language=xx&page=1000000000&%00=%00"
ON_LISTS = [
    "_facets=True&o=1.-1",
    "p=1000000000",
    "p=x&o=x.99.-99&all=",
    "q=%00",
    "_to_field=x&_popup=1",
    "event=x&event=" + "9" * 40,
    "pk__in=x",
    "nowhere=1",
]


@pytest.fixture(scope="module")
def tour(django_db_setup, django_db_blocker):
    """One scene for all of this: the pages are only looked at."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        rendering_plainly(),
        looking_only(),
    ):
        # one answer for a page that does not change
        patch.setattr(errors, "opens", doors.remembered(errors.opens))
        patch.setattr(EventScopedAdmin, "list_per_page", 1)
        with transaction.atomic(), remembering():
            yield doors.Tour()
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level("CRITICAL")


def report(wrong, tried):
    assert not wrong, f"{len(wrong)} of {tried}:\n" + "\n".join(wrong)


def test_every_address_ends_somewhere_for_every_role(tour):
    visitors = in_turn(tour.visitors.values(), 4)
    wrong = [fault for visitor in visitors for path in tour.paths for fault in visitor.faults(path)]
    tried = len(visitors) * len(tour.paths)
    report(wrong, tried)
    assert len(tour.visitors) == 13
    assert len(tour.paths) > 380


def test_no_query_string_breaks_a_page(tour):
    """Each page as the first role that sees it, with what it asks in its address, and more."""
    wrong, tried, pages = [], 0, 0
    for path in share_in_turn(tour.paths, 3):
        visitor, page = first_to_see(path, tour.visitors)
        if not visitor:
            continue
        pages += 1
        for query in queries(page, is_list=path in tour.lists):
            tried += 1
            wrong += visitor.faults(f"{path}?{query}")
    report(wrong, tried)
    assert pages > (150 if is_whole() else 30)
    assert tried > (700 if is_whole() else 150)


FIRST = ["organiser", "captain", "judge", "coach", "challenge owner", "superuser", "anonymous"]


def test_no_text_in_a_path_breaks_a_page(tour):
    """Each part of each address in turn, signed out and as who may see the most."""
    wrong, tried = [], set()
    for path in tour.paths:
        parts = path.strip("/").split("/")
        for place in range(len(parts)):
            for strange in IN_A_PATH:
                tried.add("/" + "/".join([*parts[:place], strange, *parts[place + 1 :]]) + "/")
    paths = share_in_turn(sorted(tried), 3)
    for visitor in (tour.visitors["anonymous"], tour.visitors["superuser"]):
        wrong += [fault for path in paths for fault in visitor.faults(path)]
    report(wrong, 2 * len(paths))
    assert len(tried) > 1000


def test_whoever_asks_for_the_head_of_a_page_alone_gets_it(tour):
    """Programs that look after links and pages ask so."""
    visitor = tour.visitors["anonymous"]
    answers = {path: visitor.look(path).status_code for path in tour.paths}
    heads = {path: visitor.client.head(path).status_code for path in answers}
    assert {path: heads[path] for path in answers if heads[path] != answers[path]} == {}


def first_to_see(path, visitors):
    for role in FIRST:
        answer = visitors[role].ask(path)
        if answer.status_code == 200 and path in visitors[role].ends:
            return visitors[role], answer
    return None, None


def queries(page, *, is_list):
    yield EVERYWHERE
    if is_list:
        yield from ON_LISTS
    if page.streaming or not page.headers["Content-Type"].startswith("text/html"):
        return
    asked = sorted(doors.Links(page.text).asked - {"language", "next"})
    for name in asked:
        for value in STRANGE:
            yield f"{name}={value}"
    for value in STRANGER if asked else ():
        yield "&".join(f"{name}={value.replace('{name}', name)}" for name in asked)


def test_every_link_of_every_list_is_followed(tour):
    """Filters, counts, sorts and pages, and the way to each row; with one row a page."""
    visitor, seen = tour.visitors["organiser"], set()
    for path in share_in_turn([reverse("admin:index"), *tour.lists], 2):
        seen |= set(links_on(visitor, path))
        counted = links_on(visitor, f"{path}?_facets=True")
        seen |= {link for link in counted if "o=" not in link}  # sorts are the same as without
    wrong = [fault for link in seen for fault in visitor.faults(link, is_linked=True)]
    report(wrong, len(seen))
    assert len(seen) > (400 if is_whole() else 100)


def links_on(visitor, path):
    answer = visitor.ask(path)
    return doors.links_of(answer.text, path.split("?")[0]) if answer.status_code == 200 else ()


def test_the_workplace_holds_the_products_own_tables_alone(settings):
    """What other apps bring has pages that change accounts without a word in the log."""
    apps = {model._meta.app_config.name for model in admin.site._registry}
    assert apps <= set(settings.FLOORS)
    assert len(admin.site._registry) > 25
