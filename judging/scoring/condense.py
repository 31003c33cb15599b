"""What has the same marks is the same to the method, whatever numbers it goes by.

Entries with the same marks from the same judges become one entry. Then entries and judges that
differ in nothing but their numbers become one kind: two judges with the same marks on the same
entries, or two entries that mirror each other, each with a judge of its own. Kinds are put in an
order that only marks decide. So permuting, renumbering and duplicating entries, and renumbering
judges, can change names only.

Kinds are found by colour refinement: entries are told apart by the marks they got and the kinds of
judges who gave them, judges by the marks they gave and the kinds of entries, until nothing more is
told apart.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from judging.scoring.numbers import Array, Ints, sums
from judging.scoring.reviews import Reviews

NO_KIND = -1


@dataclass(frozen=True, eq=False)
class Condensed:
    """``reviews`` number kinds instead of entries and judges; each kind has the reviews of one
    of its entries. Who is in no review has ``NO_KIND``."""

    reviews: Reviews
    entry_kinds: Ints  # (P,)
    judge_kinds: Ints  # (J,)
    judge_sizes: Array  # of each kind, how many judges are of it
    row_places: Ints  # of each row of ``reviews``, which kind of review it is
    review_places: Ints  # (n,) of each review that was condensed

    def of_each_review(self, values: Array) -> Array:
        """For each review that was condensed the mean value of the rows of its kind."""
        count = int(self.row_places.max()) + 1
        rows = np.bincount(self.row_places, minlength=count)
        means = sums(self.row_places, values, count) / np.maximum(rows, 1)
        return means[self.review_places]


def condense(reviews: Reviews) -> Condensed:
    """At least one review is needed."""
    marks = kinds_of_rows(list(reviews.marks.T))
    entry_kinds, judge_kinds = kinds(reviews, marks)
    entries, judges = entry_kinds[reviews.entries], judge_kinds[reviews.judges]
    places = kinds_of_rows([entries, judges, marks])
    _, chosen = np.unique(entry_kinds, return_index=True)
    rows = np.flatnonzero(np.isin(reviews.entries, chosen))
    rows = rows[np.argsort(places[rows], kind="stable")]
    sizes = np.bincount(judge_kinds[judge_kinds >= 0])
    kept = Reviews(
        entries[rows],
        judges[rows],
        reviews.marks[rows],
        reviews.weights,
        int(entry_kinds.max()) + 1,
        len(sizes),
        np.arange(len(rows)),
    )
    weights = sizes.astype(np.float64)
    return Condensed(kept, entry_kinds, judge_kinds, weights, places[rows], places)


def kinds(reviews: Reviews, marks: Ints) -> tuple[Ints, Ints]:
    """Of each entry and each judge; ``marks`` (n,) numbers the rows of marks."""
    many = int(marks.max()) + 1
    given = signatures(reviews.entries, reviews.judges * many + marks, reviews.entry_count)
    same = numbered(given)
    _, chosen = np.unique(same, return_index=True)
    rows = np.isin(reviews.entries, chosen)
    entries, judges, marks = same[reviews.entries[rows]], reviews.judges[rows], marks[rows]
    entry_kinds, judge_kinds = refined(entries, judges, marks, len(chosen), reviews.judge_count)
    entry_kinds = entry_kinds[same]
    return without_gap(entry_kinds, reviews.per_entry), without_gap(judge_kinds, reviews.per_judge)


def refined(
    entries: Ints, judges: Ints, marks: Ints, entry_count: int, judge_count: int
) -> tuple[Ints, Ints]:
    """The coarsest kinds of entries and judges that see the same of each other."""
    many = int(marks.max()) + 1
    judge_kinds, found = np.zeros(judge_count, np.int64), 0
    while True:
        before = found
        seen = signatures(entries, judge_kinds[judges] * many + marks, entry_count)
        entry_kinds = numbered(seen)
        given = signatures(judges, entry_kinds[entries] * many + marks, judge_count)
        judge_kinds = numbered(list(zip(judge_kinds.tolist(), given, strict=True)))
        found = int(entry_kinds.max() + judge_kinds.max()) + 2
        if found == before:
            return entry_kinds, judge_kinds


def signatures(groups: Ints, codes: Ints, count: int) -> list[tuple[int, ...]]:
    """Each group's codes in order."""
    ordered = codes[np.lexsort((codes, groups))].tolist()
    ends = np.cumsum(np.bincount(groups, minlength=count)).tolist()
    return [tuple(ordered[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def numbered(values: Sequence[Hashable]) -> Ints:
    """The same number for the same value, in the order of the values."""
    comparable: set[Any] = set(values)
    ordered = sorted(comparable)
    known = {value: number for number, value in enumerate(ordered)}
    return np.array([known[value] for value in values], np.int64)


def kinds_of_rows(columns: list[np.ndarray]) -> Ints:
    """The same number for the same row, in the order of what the rows hold."""
    found = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        values, place = np.unique(column, return_inverse=True)
        _, found = np.unique(found * len(values) + place, return_inverse=True)
    return found.astype(np.int64)


def without_gap(found: Ints, reviews: Ints) -> Ints:
    """Numbered from zero among those with reviews; the others have no kind."""
    answer = np.full(len(found), NO_KIND, np.int64)
    seen = reviews > 0
    _, answer[seen] = np.unique(found[seen], return_inverse=True)
    return answer
