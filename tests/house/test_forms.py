"""Every form that anybody is shown can be sent, and what is offered is what is allowed.

The pages are found by the URLconf and by the links on them; the forms are read from the pages and
sent as they stand there. Nothing of it stays: each form is sent inside a savepoint.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from hackathon.kernel.operations import About, registry
from tests.house import pressing
from tests.house.forms_scene import PHASES, Scene, everything, scene_in
from tests.house.offered import not_offered
from tests.house.operation_targets import target_models
from tests.house.public_pages import UnseenChanges
from tests.house.results_page import ResultsPage, open_when_published
from tests.house.visiting import Entered, Visit, view_of, watched
from tests.plain import rendering_plainly
from tests.remembering import remembering
from tests.signed_in import confirmed
from tests.turns import in_turn, is_whole

pytestmark = pytest.mark.django_db
TRIED = in_turn(PHASES, 1)
THOROUGH = "hacking"  # every address; elsewhere the home page and what it links to
THOROUGH_AS = ("captain", "judge", "organiser")  # tests/house/test_doors.py asks as everybody
WITH_EMPTY = ("registration", THOROUGH)  # forms are sent as they stand, too
# Whose pages differ in a phase; together they are every role of the scene, each in two phases.
WHO = {
    "draft": "anonymous captain judge superuser organiser",
    "registration": (
        "newcomer participant invited captain full coach helper expert owner judge organiser"
    ),
    "hacking": (
        "anonymous newcomer participant invited member captain full coach helper owner judge "
        "organiser"
    ),
    "judging": "member captain expert judge recused president unseeing organiser",
    "deliberation": "captain judge recused president unseeing organiser",
    "published": "anonymous member captain judge president superuser organiser",
}
# Refused for what was typed or ticked, which no page can know. Who and when are never excused.
THE_CONTENT_DECIDES = {
    "rubric.edit": "marks have been given, and the reason, a field of the form, is left empty",
    "rules.amend": "a reason is written, and nothing else is changed",
    "prize.edit": "whether a prize has been decided is not for every organiser to know",
    "judge.invite": "of the judges that were ticked in the list, some have accepted already",
    "coach.invite": "of the coaches that were ticked in the list, some have accepted already",
    "participant.decide": "of the people that were ticked in the list, some are in another state",
    "assignment.change": "judge and submission are chosen in the form, and may be a pair already",
}


@dataclass(frozen=True)
class Findings:
    """What came of going through the site in one phase, as everybody."""

    faults: list[str]
    refused: list[tuple[str, str, str, Exception]]  # role, verb, form, refusal
    missing: list[tuple[str, str, str]]  # role, verb, row
    roles: list[str]  # of the scene
    tried: dict[str, tuple[int, int, int, int]]  # role: pages, forms, submissions, calls
    unseen: UnseenChanges  # what may change without a visitor's seeing it
    results: "ResultsPage | None" = None  # watched while they are public


@pytest.fixture(scope="module")
def findings(django_db_setup, django_db_blocker) -> Iterator[Callable[[str], Findings]]:
    """What came of a phase: gone through once, by whichever test asks first.

    The scene is made once for all of them, in a transaction that is rolled back.
    """
    with django_db_blocker.unblock(), transaction.atomic(), rendering_plainly():
        rows = everything()

        @cache
        def found_in(phase: str) -> Findings:
            with transaction.atomic(), django_db_blocker.unblock():
                found = go_through(phase, scene_in(phase, rows))
                transaction.set_rollback(True)
            return found

        yield found_in
        transaction.set_rollback(True)


def go_through(phase: str, scene: Scene) -> Findings:
    results = ResultsPage(scene.event) if phase == "published" else None
    unseen = UnseenChanges(scene.arguments)
    found = Findings([], [], [], list(scene.roles), {}, unseen, results)
    logging.disable(logging.CRITICAL)  # a refusal is no news here, and costs time to write
    try:
        with watched() as entered, remembering() as memory, pytest.MonkeyPatch.context() as patch:
            for look in (pressing.jury_now, pressing.rows_of):
                patch.setattr(pressing, look.__name__, memory.asked_once(look))
            for visit in visits(scene, phase, entered, found):
                found.faults.extend(visit.faults)
                found.refused.extend(
                    (visit.role, entry.verb, what, entry.refusal) for what, entry in visit.refused
                )
                found.missing.extend(not_offered(visit, scene))
                found.tried[visit.role] = (len(visit.pages), visit.forms, visit.sent, visit.calls)
            if results:
                results.carry_out_by_itself(scene, entered)
    finally:
        logging.disable(logging.NOTSET)
    return found


def visits(scene: Scene, phase: str, entered: list[Entered], found: Findings) -> Iterator[Visit]:
    def look_after(what: str, begun: list[Entered]) -> None:
        found.unseen.look_after(what, [entry.verb for entry in begun if entry.refusal is None])
        if found.results:
            found.results.look_after(what, begun)

    every, alike, empty, at_the_desk = starts_of(scene), set(), {}, set()
    for role, person in scene.roles.items():
        if role not in WHO[phase].split():
            continue
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if person:
            confirmed(client, person)
        usual = [scene.home, reverse("hackathon:me"), *scene.mailed]
        starts = every if phase == THOROUGH and role in THOROUGH_AS else usual
        is_organiser = works_there(client)
        if not is_organiser:
            starts = [start for start in starts if not view_of(start).startswith("admin:")]
        else:
            starts = [*starts, reverse("admin:index"), *scene.desk]
        yield Visit(
            role,
            client,
            scene.known,
            entered,
            scene.changed,
            scene.desk,
            set(THE_CONTENT_DECIDES),
            sends_empty_in(phase),
            alike=alike,
            empty=empty,
            at_the_desk=at_the_desk if is_organiser else set(),
            others_at_the_desk=role == "unseeing",
            types_over=found.results is not None,
            look_after=look_after,
        ).go(starts)


def sends_empty_in(phase: str) -> Callable[[str], bool]:
    """Of which views the forms are sent as they stand, before they are filled in."""
    return lambda view: phase in WITH_EMPTY and (phase == THOROUGH or not view.startswith("admin:"))


def works_there(client: Client) -> bool:
    """Whether the organisers' workplace opens for this person."""
    return client.get(reverse("admin:index")).status_code == 200


def starts_of(scene: Scene) -> list[str]:
    """Every address of the site that the scene has the rows for."""
    found, rows = list(scene.mailed), admin_rows(scene)
    for name, needed in addresses():
        own = scene.arguments
        if "object_id" in needed:
            own = {**own, "object_id": rows.get(name.rpartition("_")[0])}
        if address := filled_in(name, needed, own):
            found.append(address)
    return list(dict.fromkeys(found))


def filled_in(name: str, needed: set[str], known: dict[str, Any]) -> str:
    """The address with a value for each of its arguments; nothing where one is not known."""
    if any(known.get(key) is None for key in needed):
        return ""
    try:
        return reverse(name, kwargs={key: known[key] for key in needed})
    except NoReverseMatch:  # a pattern that takes less than its groups say
        return ""


def addresses(resolver=None, namespace="", before=()) -> Iterator[tuple[str, set[str]]]:
    """The name of every address of the site, with the names of its arguments."""
    for pattern in (resolver or get_resolver()).url_patterns:
        needed = {*before, *pattern.pattern.converters, *pattern.pattern.regex.groupindex}
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from addresses(pattern, inner, needed)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield ":".join(filter(None, (namespace, pattern.name))), needed


def admin_rows(scene: Scene) -> dict[str, int]:
    """A row of every model of the workplace, by the beginning of its addresses' names."""
    found = {}
    for model in admin.site._registry:
        if row := next(iter(scene.rows_of(model)), None):
            found[f"admin:{model._meta.app_label}_{model._meta.model_name}"] = row.pk
    return found


def lines(rows: list) -> str:
    return "\n".join(map(str, rows))


@pytest.mark.parametrize("phase", TRIED)
def test_every_form_and_address_that_is_shown_is_taken(phase, findings):
    assert not findings(phase).faults, lines(findings(phase).faults)


@pytest.mark.parametrize("phase", TRIED)
def test_nothing_is_offered_that_the_door_refuses(phase, findings):
    assert not findings(phase).refused, lines(findings(phase).refused)


@pytest.mark.parametrize("phase", TRIED)
def test_what_somebody_may_do_is_offered_to_them(phase, findings):
    assert not findings(phase).missing, lines(findings(phase).missing)


@pytest.mark.parametrize("phase", TRIED)
def test_enough_is_tried_to_say_so(phase, findings):
    """A page that is no longer found, or a form that is no longer read, would pass in silence."""
    tried = findings(phase).tried

    assert set(tried) == set(WHO[phase].split())
    for role, (pages, forms, sent, _calls) in tried.items():
        assert pages >= 10, role
        assert forms >= LEAST_FORMS.get(role, 2), role
        assert sent >= forms, role


@pytest.mark.parametrize("phase", TRIED)
def test_what_says_that_visitors_see_nothing_of_it_leaves_their_pages_as_they_are(phase, findings):
    assert not findings(phase).unseen.seen, lines(findings(phase).unseen.seen)


@pytest.mark.skipif(not is_whole(), reason="needs every phase")
def test_that_is_looked_at_after_most_of_what_says_so(findings):
    looked = set().union(*(findings(phase).unseen.looked for phase in PHASES))
    unseen = {verb for verb, operation in registry.items() if operation.is_unseen}

    assert len(looked) > len(unseen) / 2, sorted(unseen - looked)


published = pytest.mark.skipif("published" not in TRIED, reason="another phase's turn")


@published
def test_whatever_is_done_after_the_publication_leaves_the_results_page_or_is_a_correction(
    findings,
):
    """Every form of everybody is sent, as it is and with other values typed over what it shows."""
    results = findings("published").results

    assert not results.changed, lines(results.changed)
    assert "results.correct" in results.corrected


@published
def test_every_operation_that_is_open_after_the_publication_was_carried_out(findings):
    """Those that no form begins were carried out by their own services."""
    results = findings("published").results

    missing = open_when_published() - results.carried_out
    assert not missing, lines(sorted(missing))


LEAST_FORMS = {"captain": 8, "judge": 5, "president": 6, "organiser": 40}


def test_everybody_of_the_scene_is_asked_in_two_phases(findings):
    asked = Counter(role for roles in WHO.values() for role in roles.split())

    assert set(asked) == set(findings(TRIED[0]).roles)
    assert not [role for role, phases in asked.items() if phases < 2]
    assert all({"captain", "judge", "organiser"} <= set(roles.split()) for roles in WHO.values())


def test_what_operations_are_begun_on_is_read_from_the_services():
    """The few that are begun on something else than a row known by its annotation."""
    on_rows = {verb for verb, operation in registry.items() if operation.about is not About.SITE}
    unknown = on_rows - set(target_models())

    assert len(unknown) <= 11, sorted(unknown)
