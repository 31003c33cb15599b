"""Teams, jury and clock in any order, 2,500 steps, different ones each time.

The rules and what must hold are those of ``tests/judging/test_contest_machine.py``, which runs a
few hundred steps with every run of the tests. The bar: nothing breaks, everything was done.
"""

import time

from django.test.utils import setup_test_environment

from tests.bench.stack import BenchStack
from tests.judging.test_contest_machine import (
    DOINGS,
    Contest,
    EarlyContest,
    done,
    run_contest,
)

EXAMPLES, STEPS = 50, 50


def main(stack: BenchStack) -> bool:
    setup_test_environment()
    began = time.monotonic()
    try:
        for kind in (Contest, EarlyContest):
            run_contest(EXAMPLES // 2, STEPS, always_the_same=False, kind=kind)
    except AssertionError as broken:
        stack.say(f"{broken}\n" + "\n".join(getattr(broken, "__notes__", [])))
        return False
    stack.say(f"{EXAMPLES} contests of {STEPS} steps in {time.monotonic() - began:.0f} s")
    stack.say(", ".join(f"{name} {number}" for name, number in sorted(done.items())))
    missing = DOINGS - done.keys()
    if missing:
        stack.say(f"never done: {', '.join(sorted(missing))}")
    return not missing
