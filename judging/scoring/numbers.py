"""Sums in a fixed order, so that a result does not depend on how a machine adds up."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def total(values: Array) -> float:
    """The sum, one value after the other."""
    return float(values.cumsum()[-1]) if len(values) else 0.0


def sums(groups: Ints, values: Array, count: int) -> Array:
    """The sum of the values of each group, one value after the other."""
    found: Array = np.bincount(groups, values, minlength=count).astype(np.float64, copy=False)
    return found


def correlation(one: Array, other: Array) -> float:
    """Pearson's, to nine decimals; NaN where one of the two does not vary."""
    a, b = one - total(one) / len(one), other - total(other) / len(other)
    size = total(a * a) * total(b * b)
    return round(total(a * b) / float(np.sqrt(size)), 9) if size > 0 else float("nan")


def weighted(columns: Array, weights: Array) -> Array:
    """Each row's sum of its values times the weights, one column after the other."""
    result = np.zeros(len(columns))
    for column in range(len(weights)):
        result += columns[:, column] * weights[column]
    return result


def mean_row(table: Array) -> Array:
    """The mean of the rows, added one after the other."""
    added = np.zeros(table.shape[1])
    for row in table:
        added += row
    return added / max(len(table), 1)
