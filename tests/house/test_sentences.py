"""Every sentence fits the moment and its reader; every page that one may use is linked.

``sentences.txt`` says of each sentence of an event's pages when it is shown and to whom; a person
has read each line. The pages are found by following links from everybody's home.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from hackathon.web.views import errors
from tests.house.forms_scene import everything
from tests.house.sentences import (
    MOMENTS,
    NOT_OF_EVENTS,
    Told,
    home_of,
    read_all,
    recorded,
    scene_at,
    shown_of,
)
from tests.house.test_forms import addresses, filled_in
from tests.house.visiting import is_html, view_of
from tests.plain import looking_only, rendering_plainly
from tests.remembering import remembering
from tests.signed_in import confirmed
from tests.turns import in_turn

pytestmark = pytest.mark.django_db
TRIED = in_turn(MOMENTS, 1)
TABLE = Path(__file__).with_name("sentences.txt")
FOUND = Path(settings.BASE_DIR) / "var" / "sentences.txt"
# Pages that no page has to link to, and from where somebody has their address.
FROM_ELSEWHERE = {
    "hackathon:prove_address": "whoever has not proved their address is led there",
    "judging:ask": "announced in the room, beside a code",
    "judging:paper_typing": "printed on the sheet of paper",
    "judging:rule_sheet": "an older sheet; the newest has an address of its own",
    "teams:preview": "a button of the draft leads there",
    "teams:files": "a script asks for this part of the draft's page",
    "teams:help_requests": "a script asks for this part of the team's page for help",
    "teams:queue": "a script asks for this part of the coach's page",
    "teams:countdown": "linked until the deadline, and left open on screens after it",
}
# Whoever is in a team has a place, and needs no other team.
IN_A_TEAM = ("captain", "member", "full")
FOR_OTHERS = ("teams:directory", "teams:taking_part")
# What a page says that is of no use yet, no more, or not to this person.
OF_NO_USE = (
    "As an organiser you may see the jury's marks, and whoever sees marks does not compete. Ask "
    "another organiser to take this right from you first.",
    "You are the only organiser who may see the jury's marks, and whoever sees marks does not "
    "compete. Add another organiser who may see them first; they can take this right from you.",
    "You sit on the jury, and nobody competes in an event that they judge. Ask the organisers to "
    "excuse you from the jury first.",
    "You coach for every challenge of this event, and nobody competes for a challenge that they "
    "coach. Ask the organisers to take you off the list of coaches first.",
    "You coach for “%(challenge)s”, and nobody competes for a challenge that they coach. Choose "
    "another challenge, or ask the organisers to take this one from you as a coach.",
    "You have given marks as a judge of this event, so you cannot compete in it.",
    "No question waits for you.",
    "Questions are answered until the deadline. Nothing can be changed now.",
    "Questions can be asked and answered as soon as registration opens.",
    "You still have time: submit your project now.",
    "It is too late to ask: the jury's time is over.",
    "This team is full: %(size)d of %(most)d.",
    "This is possible from %(start)s, when the phase “%(phase)s” begins.",
    "This is not possible now: the event is in the phase “%(phase)s”.",
    "This was possible until %(end)s. Ask the organisers if it matters.",
    "This is not possible now.",
    "The projects are shown here when the winners are announced.",
    "The winners are not known yet. This page shows them the moment they are announced.",
    "You are in the team %(team)s. Leave it first; then you can join or register another.",
    "It is not possible to register now.",
)


@pytest.fixture(scope="module")
def told_at(django_db_setup, django_db_blocker):
    """By role: what is told at a moment, and which pages open that no link leads to."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        rendering_plainly(),
        looking_only(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(errors, "opens", lambda *args: False)  # the way on from an error is not asked
        rows, for_forms = everything(), set()

        @cache
        def told(moment: str) -> dict[str, tuple[Told, list[str]]]:
            with django_db_blocker.unblock(), transaction.atomic():
                found = read_at(moment, rows, for_forms)
                transaction.set_rollback(True)
            return found

        yield told
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level("CRITICAL")


def read_at(moment: str, rows: dict, for_forms: set) -> dict[str, tuple[Told, list[str]]]:
    with transaction.atomic(), remembering():
        scene, found = scene_at(moment, rows), {}
        for role, person in scene.roles.items():
            client = Client(enforce_csrf_checks=True, raise_request_exception=False)
            if person:
                confirmed(client, person)
            with transaction.atomic():
                seen = read_all(client, home_of(scene))
                found[role] = seen, unlinked(role, client, scene, seen, for_forms)
                transaction.set_rollback(True)
        transaction.set_rollback(True)
    return found


def unlinked(role: str, client: Client, scene, seen: Told, for_forms: set) -> list[str]:
    """The pages that open for this person, though no page that they reach leads there.

    ``for_forms`` gathers the views that take forms alone: they are not asked again.
    """
    found = []
    others = {*seen.views, *FROM_ELSEWHERE, *(FOR_OTHERS if role in IN_A_TEAM else ())}
    for name, needed in addresses():
        if name in others or name in for_forms or name.startswith("admin:"):
            continue
        address = filled_in(name, needed, scene.arguments)
        if not address or address.startswith(NOT_OF_EVENTS):
            continue
        with transaction.atomic(), recorded() as told:
            response = client.get(address)
            transaction.set_rollback(True)
        if response.status_code == 405:
            for_forms.add(name)
        is_page = response.status_code == 200 and is_html(response)
        if is_page and not shown_of(told, response.text).intersection(OF_NO_USE):
            found.append(view_of(address))
    return sorted(set(found))


Shown = dict[str, dict[str, set[str]]]  # each sentence: its moments, with the roles that read it


def shown_in(told: dict[str, dict]) -> Shown:
    shown: Shown = defaultdict(lambda: defaultdict(set))
    for moment, roles in told.items():
        for role, (seen, _unlinked) in roles.items():
            for sentence in seen.sentences:
                shown[sentence][moment].add(role)
    return shown


def table_of(shown: Shown, everybody: set[str]) -> list[str]:
    """A line for each sentence: the moments and roles, then the sentence."""
    return [f"{when(shown[each], everybody)} | {each}" for each in sorted(shown) if shown[each]]


def read_table(lines: list[str], everybody: set[str]) -> Shown:
    """What ``table_of`` has written."""
    shown: Shown = defaultdict(lambda: defaultdict(set))
    for line in lines:
        groups, _, sentence = line.partition(" | ")
        for group in groups.split("; "):
            moments, _, readers = group.partition(": ")
            for moment in MOMENTS if moments == "always" else moments.split():
                shown[sentence][moment] = roles_named(readers, everybody)
    return shown


def roles_named(words: str, everybody: set[str]) -> set[str]:
    if words.startswith("all"):
        return everybody - set(words.split()[2:])
    return set(words.split())


def when(moments: dict[str, set[str]], everybody: set[str]) -> str:
    """The moments with the same readers together: ``hacking grace: captain member``."""
    groups = defaultdict(list)
    for moment in MOMENTS:
        if readers := moments.get(moment):
            groups[frozenset(readers)].append(moment)
    return "; ".join(
        f"{'always' if len(group) == len(MOMENTS) else ' '.join(group)}: "
        f"{named(readers, everybody)}"
        for readers, group in groups.items()
    )


def named(readers: frozenset[str], everybody: set[str]) -> str:
    """Who reads it; most of them by whom they leave out."""
    if readers == everybody:
        return "all"
    if 2 * len(readers) > len(everybody):
        return "all but " + " ".join(sorted(everybody - readers))
    return " ".join(sorted(readers))


def test_every_sentence_is_shown_when_and_to_whom_the_table_says(told_at):
    told = {moment: told_at(moment) for moment in TRIED}
    everybody, expected = set(told[TRIED[0]]), TABLE.read_text().splitlines()
    table, shown = read_table(expected, everybody), shown_in(told)
    for sentence, moments in table.items():  # of the others stands what the table says of them
        shown[sentence] |= {at: who for at, who in moments.items() if at not in TRIED}
    found = table_of(shown, everybody)
    FOUND.parent.mkdir(exist_ok=True)
    FOUND.write_text("\n".join(found) + "\n")

    gone, new = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
    differences = "\n".join([*(f"- {line}" for line in gone), *(f"+ {line}" for line in new)])
    assert not differences, (
        f"Read each of these; if it is right, copy {FOUND} to {TABLE}:\n{differences}"
    )
    assert len(found) > 200


def test_the_table_is_read_as_it_is_written(told_at):
    lines, everybody = TABLE.read_text().splitlines(), set(told_at(TRIED[0]))

    assert table_of(read_table(lines, everybody), everybody) == sorted(lines, key=sentence_of)


def sentence_of(line: str) -> str:
    return line.partition(" | ")[2]


@pytest.mark.parametrize("moment", TRIED)
def test_every_page_that_somebody_may_open_is_linked_for_them(moment, told_at):
    wrong = [
        f"{role}: {name}" for role, (_seen, names) in told_at(moment).items() for name in names
    ]
    assert not wrong, "\n".join(wrong)
