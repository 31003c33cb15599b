"""Small made-up juries for the tests of scoring."""

import numpy as np

WEIGHTS = (0.4, 0.3, 0.2, 0.1)


def jury(entries=12, judges=5, reviews=3, *, seed=1, severity=1.0, lowest=1, highest=10):
    """Entries, judges, marks and the truth: qualities, how kind each judge is."""
    chance = np.random.default_rng(seed)
    quality, kind = chance.normal(size=entries), chance.normal(size=judges) * severity
    entry = np.repeat(np.arange(entries), reviews)
    judge = (entry + np.tile(np.arange(reviews), entries) * (1 + entry // judges)) % judges
    for row in range(entries):  # no judge twice on one entry
        judge[row * reviews : (row + 1) * reviews] = chance.permutation(judges)[:reviews]
    noise = chance.normal(size=(len(entry), 1)) * 0.4 + chance.normal(size=(len(entry), 4)) * 0.5
    marks = 5.5 + kind[judge][:, None] + 1.5 * (quality[entry][:, None] + noise)
    return entry, judge, np.clip(np.rint(marks), lowest, highest), quality, kind
