"""Pages for visitors are kept as long as they are true, and not a moment longer."""

import re
import threading
from datetime import datetime, timedelta
from difflib import unified_diff

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection, transaction
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hackathon.accounts.services.people import edit_profile
from hackathon.events.services import edit_event
from hackathon.health.following import GIVEN
from hackathon.kernel.guard import unguarded
from hackathon.kernel.instants import instants
from hackathon.kernel.public_revision import read_revision, sum_up_changes
from hackathon.kernel.repairs import repairing
from hackathon.models import Event, PublicChange
from hackathon.web import kept_pages
from hackathon.web.kept_pages import Kept, KeptPages, Shelf, shelf
from tests.clock import database_at
from tests.house.public_pages import NOW, addresses_of, kept_views, visited
from tests.journeys.scene import event_in

pytestmark = [pytest.mark.django_db, pytest.mark.keeps_pages]
TODAY = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture(autouse=True)
def empty_shelf():
    shelf.pages.clear()
    shelf.bytes = 0


@pytest.fixture
def scene():
    return event_in("hacking", "kept")


@pytest.fixture
def home(scene):
    return scene["event"].get_absolute_url()


def questions_for(client, address, **headers):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address, headers=headers)
    return response, len(asked)


def edit(scene, **changes):
    event = Event.objects.get(pk=scene["event"].pk)
    boss = event.organisers.first().user
    return edit_event(actor=boss, event=event, changes=changes)


def arguments_of(scene):
    return {
        "event_slug": scene["event"].slug,
        "slug": scene["challenge"].slug,
        "submission_id": scene["submission"].pk,
        "number": 1,
    }


def test_a_page_is_made_once_and_then_costs_one_question(home):
    first, many = questions_for(Client(), home)
    again, one = questions_for(Client(), home)

    assert (many > 3, one) == (True, 1)
    same = [re.sub(r'data-now="[^"]*"', "", page.text) for page in (first, again)]
    assert same[0] == same[1]
    changing = {"Content-Length", "Date"}
    headers = [{k: v for k, v in page.items() if k not in changing} for page in (first, again)]
    assert headers[0] == headers[1]
    assert int(again.headers["Content-Length"]) == len(again.content)


def test_a_page_that_was_kept_tells_the_time_at_which_it_is_given_out(home):
    Client().get(home)
    before = timezone.now()
    page = Client().get(home).text

    told = {datetime.fromisoformat(at) for at in re.findall(r'data-now="([^"]*)"', page)}
    assert len(told) == 1
    assert before - timedelta(seconds=1) <= told.pop() <= timezone.now()


def test_pages_that_were_kept_are_counted_for_monitoring(home):
    Client().get(home)
    before = GIVEN._value.get()
    Client().get(home)

    assert GIVEN._value.get() == before + 1


def served(address, **environ):
    """What the server gets that asks the application with the kept pages before it."""
    told = []
    asked = RequestFactory().get(address).environ | environ
    answer = KeptPages(WSGIHandler())(asked, lambda *head: told.extend(head))
    status, headers = told[:2]
    content = b"".join(answer)
    getattr(answer, "close", lambda: None)()
    return status, dict(headers), content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_server_gets_the_same_page_before_the_application_is_asked(home):
    _, headers, anew = served(home)
    before = GIVEN._value.get()
    status, again, kept = served(home)

    assert (status, GIVEN._value.get()) == ("200 OK", before + 1)
    assert NOW.sub("", kept) == NOW.sub("", anew)
    assert int(again.pop("Content-Length")) == len(kept.encode())
    headers.pop("Content-Length", None)
    assert again == headers


@pytest.mark.django_db(transaction=True)
def test_the_application_answers_where_no_page_is_kept_or_the_database_is_away(home, monkeypatch):
    assert served(f"{home}nothing/")[0] == "404 Not Found"
    served(home)
    monkeypatch.setattr(kept_pages, "read_revision_of", raise_away)

    assert served(home)[0] == "200 OK"


def raise_away(event):
    raise OperationalError("away")


def test_the_first_request_after_a_change_sees_it(scene, home):
    Client().get(home)
    edit(scene, headline_en="Build it in 24 hours")

    assert "Build it in 24 hours" in Client().get(home).text


@pytest.mark.parametrize("code", ["en", "fr", "nl", "de"])
def test_each_language_has_its_own_page(home, code):
    others = {"en": "fr", "fr": "nl", "nl": "de", "de": "en"}
    Client().get(home, headers={"accept-language": others[code]})
    for _ in range(2):
        page = Client().get(home, headers={"accept-language": code})
        assert f'lang="{code}"' in page.text
        assert page.headers["Content-Language"] == code
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    assert f'lang="{code}"' in client.get(home).text


def test_whoever_has_a_session_gets_a_page_of_their_own_that_is_not_kept(scene, home):
    client = Client()
    client.force_login(scene["captain"])
    page = client.get(home)

    assert scene["captain"].name in page.text
    assert not shelf.pages
    Client().get(home)
    assert scene["captain"].name in client.get(home).text
    assert len(shelf.pages) == 1


@pytest.mark.parametrize(
    "visit",
    [
        pytest.param(lambda c, at: c.get(at, {"language": "fr"}), id="a language to remember"),
        pytest.param(lambda c, at: c.head(at), id="HEAD"),
        pytest.param(lambda c, at: c.post(at), id="POST"),
        pytest.param(lambda c, at: c.get(at, headers={"hx-request": "true"}), id="a part of it"),
        pytest.param(lambda c, at: c.get(f"{at}nothing-here/"), id="no such page"),
        pytest.param(lambda c, at: c.get("/e/nobody-knows-this/"), id="no such event"),
        pytest.param(lambda c, at: c.get("/e/%00/"), id="no text of the database"),
        pytest.param(lambda c, at: c.get(f"{at}judging/ask/"), id="a form with a token"),
        pytest.param(lambda c, at: c.get("/"), id="no event"),
    ],
)
def test_nothing_else_is_kept(home, visit):
    visit(Client(), home)

    assert not shelf.pages


def test_a_cookie_that_nobody_knows_is_not_looked_at_twice(home):
    client = Client()
    client.cookies["messages"] = "from somewhere"
    client.get(home)

    assert not shelf.pages


def test_no_page_that_is_kept_holds_a_token_or_sets_a_cookie(scene):
    for address in addresses_of(arguments_of(scene)):
        response = Client().get(address)
        assert not response.cookies, address
        assert "csrfmiddlewaretoken" not in response.text, address
    assert shelf.pages


def test_another_host_gets_no_page_of_ours(home):
    Client().get(home)

    assert Client(headers={"host": "evil.example"}).get(home).status_code == 400


def test_the_bytes_of_all_pages_stay_below_their_limit_and_the_last_asked_for_stay():
    small = Shelf(most_bytes=100)
    kept = [Kept((1, 1, 1), None, (b"x" * 40,), ()) for _ in range(3)]
    small.put(("a",), kept[0])
    small.put(("b",), kept[1])
    assert small.find(("a",))
    small.put(("c",), kept[2])

    assert set(small.pages) == {("a",), ("c",)}
    assert small.bytes == 80


def test_what_is_written_past_the_operations_is_seen_as_well(scene, home):
    Client().get(home)
    with unguarded("test"):
        Event.objects.update(headline_en="By hand")
    assert "By hand" in Client().get(home).text

    with repairing(reason="A word was wrong.", event=scene["event"]):
        Event.objects.update(headline_en="Repaired")
    assert "Repaired" in Client().get(home).text


def test_a_change_of_one_event_leaves_the_pages_of_others_where_they_are(scene, home):
    other = event_in("hacking", "other")
    Client().get(home)
    edit(other, headline_en="Only there")

    assert questions_for(Client(), home)[1] == 1


def test_a_change_of_a_person_makes_all_pages_anew(scene, home):
    Client().get(home)
    judge = scene["judge"].user
    edit_profile(actor=judge, person=judge, name="Another Name")

    assert questions_for(Client(), home)[1] > 1


def test_many_changes_become_one_row_with_the_same_sum(scene):
    for n in range(3):
        edit(scene, headline_en=f"Headline {n}")
    before = read_revision("kept")

    sum_up_changes()

    assert read_revision("kept").number == before.number
    assert PublicChange.objects.filter(event=scene["event"]).count() == 1


INSTANTS = {
    "registration_opens_at": timedelta(days=-4),
    "registration_closes_at": timedelta(days=-3),
    "hacking_starts_at": timedelta(days=-2),
    "team_changes_close_at": timedelta(days=-1),
    "submissions_close_at": timedelta(0),
    "judging_closes_at": timedelta(days=2),
}
JUST = timedelta(microseconds=1)
LONGER = timedelta(hours=3, seconds=13)


def timed(scene):
    """The event with each instant at a second of its own, a challenge and a team that end later;
    the gallery opens by itself at what each of them has handed in."""
    with unguarded("test"):
        event = scene["event"]
        for n, (name, apart) in enumerate(INSTANTS.items()):
            setattr(event, name, TODAY + apart + timedelta(minutes=7 * n, seconds=9 * n))
        event.grace_minutes = 25
        event.gallery_opened_at = event.hacking_starts_at
        event.save()
        challenge = scene["challenge"]
        challenge.submissions_close_at = event.submissions_close_at + LONGER
        challenge.save()
    return Event.objects.get(pk=event.pk)


def moments_of(event):
    """Around everything that may change a page: just before, at it, just after; and between."""
    named = [getattr(event, name) for name in INSTANTS]
    ends = [end + event.grace_minutes * timedelta(minutes=1) for end in named]
    later = event.submissions_close_at + LONGER
    around = [*named, *ends, later, later + timedelta(minutes=25)]
    warned = [at - left for at in named for left in (timedelta(hours=2), timedelta(minutes=15))]
    moments = {
        at + apart
        for at in [*around, *warned]
        for apart in (-timedelta(seconds=70), -JUST, timedelta(0), JUST, timedelta(seconds=10))
    }
    return sorted(moments)


def differing(kept, anew):
    lines = unified_diff(kept[1].splitlines(), anew[1].splitlines(), n=0)
    return [line for line in lines if line.strip()]


def test_at_every_instant_a_page_says_the_same_kept_as_made_anew(scene):
    """Each page is asked for at moments in their order: whatever was kept a moment before is given
    again only if it would be the same."""
    event = timed(scene)
    addresses = addresses_of(arguments_of(scene))
    given_again = 0
    for moment in moments_of(event):
        with database_at(moment):
            for address in addresses:
                before = dict(shelf.pages)
                kept = visited(address, is_kept=True)
                given_again += bool(before) and before == shelf.pages
                anew = visited(address)
                assert kept == anew, (address, moment, *differing(kept, anew))
    assert given_again > 100


def test_the_next_instant_is_found_among_those_of_every_room(scene):
    event = timed(scene)
    later = scene["challenge"].submissions_close_at + timedelta(minutes=25)

    assert instants.next_after(event, later - JUST) == later
    assert instants.next_after(event, event.judging_closes_at) is None


def test_the_views_that_are_kept_are_those_that_we_know():
    assert {name for name, _needed in kept_views()} == {
        "challenges:home",
        "challenges:challenges",
        "challenges:challenge",
        "challenges:partners",
        "judging:rules",
        "judging:rule_sheet",
        "judging:jury",
        "judging:results",
        "teams:gallery",
        "teams:project",
        "teams:coaches",
    }


@pytest.mark.django_db(transaction=True)
def test_nothing_is_seen_before_its_commit(scene, home):
    """The change is made in one transaction that stays open while others look."""
    is_made, may_commit = threading.Event(), threading.Event()

    def change():
        with transaction.atomic():
            edit(scene, headline_en="Not yet")
            is_made.set()
            may_commit.wait(10)
        connection.close()

    writer = threading.Thread(target=change)
    writer.start()
    assert is_made.wait(10)
    early = [Client().get(home).text for _ in range(3)]
    may_commit.set()
    writer.join()

    assert not any("Not yet" in page for page in early)
    assert "Not yet" in Client().get(home).text
