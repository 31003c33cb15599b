"""Teams, jury and clock in any order, 2,500 steps, different ones each time.

The rules and what must hold are those of ``tests/judging/scorecards/test_contest_machine.py``,
which runs a few hundred steps with every run of the tests. The bar: nothing breaks, everything was
done. What chance has left out goes on: further contests follow until every act has come up.
"""

import time

from django.test.utils import setup_test_environment

from tests.bench.stack import BenchStack
from tests.judging.scorecards.test_contest_machine import (
    DOINGS,
    Contest,
    EarlyContest,
    done,
    run_contest,
)

EXAMPLES, STEPS = 50, 50
MORE, MOST_ROUNDS = 10, 6  # contests of a further round


def main(stack: BenchStack) -> bool:
    setup_test_environment()
    began = time.monotonic()
    try:
        number = run_both(EXAMPLES)
        for _round in range(MOST_ROUNDS):
            if DOINGS - done.keys():
                number += run_both(MORE)
    except AssertionError as broken:
        stack.say(f"{broken}\n" + "\n".join(getattr(broken, "__notes__", [])))
        return False
    stack.say(f"{number} contests of {STEPS} steps in {time.monotonic() - began:.0f} s")
    stack.say(", ".join(f"{name} {number}" for name, number in sorted(done.items())))
    missing = DOINGS - done.keys()
    if missing:
        stack.say(f"never done: {', '.join(sorted(missing))}")
    return not missing


def run_both(number: int) -> int:
    """So many contests, half of which begin while teams still change."""
    for kind in (Contest, EarlyContest):
        run_contest(number // 2, STEPS, always_the_same=False, kind=kind)
    return number
