"""Whether the jury's work hangs together: only then can severity be told from quality."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from judging.scoring.numbers import Ints


def components(
    entries: Ints, judges: Ints, entry_count: int, judge_count: int
) -> tuple[int, Ints, Ints]:
    """How many groups no review ties together, and the group of each entry and judge."""
    size = entry_count + judge_count
    graph = coo_array(
        (np.ones(len(entries), np.int8), (entries, judges + entry_count)), (size,) * 2
    )
    count, labels = connected_components(graph, directed=False)
    return int(count), labels[:entry_count].astype(np.int64), labels[entry_count:].astype(np.int64)


def second_eigenvalue(entries: npt.ArrayLike, judges: npt.ArrayLike, judge_count: int) -> float:
    """How well connected the judges are: 0 in separate groups, 1 when everyone sees everything.

    The second smallest eigenvalue of the normalised Laplacian of judges who share entries,
    rounded to six decimals, because linear algebra may differ in the last ones.
    """
    entry, judge = np.asarray(entries, np.int64), np.asarray(judges, np.int64)
    seen = np.bincount(judge, minlength=judge_count) if len(judge) else np.zeros(judge_count)
    if np.count_nonzero(seen) < 2:
        return 0.0
    per_entry = np.bincount(entry)
    share = 1.0 / np.sqrt(per_entry[entry] * seen[judge])
    weights = coo_array((share, (judge, entry)), (judge_count, len(per_entry))).tocsr()
    together = (weights @ weights.T).toarray()[np.ix_(seen > 0, seen > 0)]
    values = np.linalg.eigvalsh(together)
    return round(max(0.0, 1.0 - float(values[-2])), 6) + 0.0
