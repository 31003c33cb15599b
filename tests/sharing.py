"""Tests that several processes share: whoever is free takes the next file."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

# These take longest, and begin first: what is left at the end is short.
LONGEST = (
    "house/test_forms.py",
    "house/test_sentences.py",
    "journeys/test_accessibility.py",
    "journeys/test_panel.py",
    "house/test_doors.py",
    "judging/embargo/test_twins.py",
    "journeys/test_hackathon.py",
    "plant/test_demo.py",
    "house/test_two_pages.py",
    "teams/rulings/test_team_machine.py",
    "judging/results/test_prize_twins.py",
    "house/test_pages.py",
    "journeys/test_account_pages.py",
    "judging/scorecards/test_contest_machine.py",
    "judging/planning/test_wave_twins.py",
    "judging/amendments/test_acts.py",
    "teams/team/test_races.py",
    "plant/test_queues.py",
    "plant/test_upgrade.py",
)


def run_shared(session: pytest.Session, taken: Path) -> None:
    """The tests of each file that nobody has taken yet, and no other process will.

    ``taken`` is a folder in which each process notes what it takes.
    """
    coming = not_taken(files_of(session), taken)
    item = next(coming, None)
    while item is not None:
        following = next(coming, None)  # what the two share is not torn down between them
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.shouldfail:
            raise session.Failed(session.shouldfail)
        if session.shouldstop:
            raise session.Interrupted(session.shouldstop)
        item = following


def files_of(session: pytest.Session) -> dict[str, list[pytest.Item]]:
    """The tests by their file, those that take longest first."""
    found = defaultdict(list)
    for item in session.items:
        found[item.path.relative_to(Path(__file__).parent).as_posix()].append(item)
    first = {name: found.pop(name) for name in LONGEST if name in found}
    return first | found


def not_taken(files: dict[str, list[pytest.Item]], taken: Path) -> Iterator[pytest.Item]:
    for name, items in files.items():
        try:
            (taken / name.replace("/", " ")).touch(exist_ok=False)
        except FileExistsError:
            continue
        yield from items
