"""Random draws that come out the same to the last digit everywhere.

Only the bit stream of PCG64 is taken from numpy, which promises not to change it. Everything after
that is done with the operations that IEEE 754 defines exactly (+ - * / and the square root, one at
a time), so neither the processor, the version of numpy, nor the mathematical library has a say.
"""

from collections.abc import Callable, Iterator

import numpy as np

from judging.scoring.numbers import Array

BLOCK = 8192  # values handled at a time: what fits into the nearest cache
LN2 = 0.6931471805599453
# 1, 1/3, 1/5 ... of the inverse hyperbolic tangent, last first.
ATANH = tuple(1.0 / odd for odd in range(25, 0, -2))

# Wichura (1988), algorithm AS 241, PPND16: the normal distribution's inverse to 16 digits.
CENTRE = (
    (2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608),
    (5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0),
)  # fmt: skip
TAIL = (
    (7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959,
     1.42343711074968357734),
    (1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
     2.05319162663775882187, 1.0),
)  # fmt: skip
FAR_TAIL = (
    (
        2.01033439929228813265e-7,
        2.71155556874348757815e-5,
        0.0012426609473880784386,
        0.026532189526576123093,
        0.29656057182850489123,
        1.7848265399172913358,
        5.4637849111641143699,
        6.6579046435011037772,
    ),
    (
        2.04426310338993978564e-15,
        1.4215117583164458887e-7,
        1.8463183175100546818e-5,
        7.868691311456132591e-4,
        0.0148753612908506148525,
        0.13692988092273580531,
        0.59983220655588793769,
        1.0,
    ),
)


def horner(coefficients: tuple[float, ...], x: Array) -> Array:
    value = x * coefficients[0]
    value += coefficients[1]
    for coefficient in coefficients[2:]:
        value *= x
        value += coefficient
    return value


def log(x: Array) -> Array:
    """The natural logarithm of positive numbers: 2 atanh((m - 1)/(m + 1)) + k ln 2."""
    mantissa, exponent = np.frexp(x)
    small = mantissa < 0.7071067811865476
    mantissa = np.where(small, mantissa + mantissa, mantissa)
    exponent = exponent - small
    s = (mantissa - 1.0) / (mantissa + 1.0)
    return 2.0 * s * horner(ATANH, s * s) + exponent * LN2


def ratio(pair: tuple[tuple[float, ...], tuple[float, ...]], x: Array) -> Array:
    return horner(pair[0], x) / horner(pair[1], x)


def normal_quantile(u: Array) -> Array:
    """The standard normal value below which the share ``u`` lies; 0 < u < 1."""
    q = u - 0.5
    r = 0.180625 - q * q
    z = q * ratio(CENTRE, r)
    outer = np.flatnonzero(r < 0)
    if outer.size:
        side = q[outer]
        root = np.sqrt(-log(np.minimum(u, 1.0 - u)[outer]))
        size = ratio(TAIL, root - 1.6)
        far = root > 5.0
        if far.any():
            size[far] = ratio(FAR_TAIL, root[far] - 5.0)
        z[outer] = np.copysign(size, side)
    return z


def truncated(z: Array, bound: Array, exponential: Array, uniform: Array) -> Array:
    """A step of a slice sampler on the standard normal above ``bound`` (Damien and Walker 2001)."""
    reach = np.sqrt(z * z + 2.0 * exponential)
    low = np.maximum(bound, -reach)
    return low + (reach - low) * uniform


class Draws:
    """One stream of draws; ``name`` keeps the streams of one seed apart."""

    def __init__(self, seed: int, name: int = 0) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(name,)))

    def uniforms(self, size: int) -> Array:
        """Strictly between 0 and 1: 52 bits and a half."""
        bits = self._bits.random_raw(size) >> np.uint64(12)
        return (bits.astype(np.float64) + 0.5) * 2.0**-52

    def exponentials(self, size: int) -> Array:
        return in_blocks(lambda u: -log(u), self.uniforms(size))

    def normals(self, size: int) -> Array:
        return in_blocks(normal_quantile, self.uniforms(size))

    def gammas(self, shapes: Array) -> Array:
        """One draw for each shape, which is at least 1 (Marsaglia and Tsang 2000)."""
        d = shapes - 1.0 / 3.0
        c = 1.0 / (3.0 * np.sqrt(d))
        drawn = np.empty(len(shapes))
        left = np.arange(len(shapes))
        while left.size:
            x, u = self.normals(left.size), self.uniforms(left.size)
            v = 1.0 + c[left] * x
            v *= v * v
            square = x * x
            taken = (v > 0) & (u < 1.0 - 0.0331 * square * square)
            unsure = np.flatnonzero((v > 0) & ~taken)
            at = d[left[unsure]]
            bar = 0.5 * square[unsure] + at * (1.0 - v[unsure] + log(v[unsure]))
            taken[unsure] = log(u[unsure]) < bar
            drawn[left[taken]] = d[left[taken]] * v[taken]
            left = left[~taken]
        return drawn


def in_blocks(function: Callable[[Array], Array], values: Array) -> Array:
    """``function`` of each value, computed where the values are still at hand, in place."""
    for start in range(0, len(values), BLOCK):
        values[start : start + BLOCK] = function(values[start : start + BLOCK])
    return values


def rows(make: Callable[[int], Array], width: int) -> Iterator[Array]:
    """Rows of ``width`` draws without end; short ones are made many at a time."""
    count = max(1, BLOCK // max(width, 1))
    while True:
        yield from make(count * width).reshape(count, width)


def gamma_rows(draws: Draws, shapes: Array) -> Iterator[Array]:
    """Rows with one gamma draw for each shape, without end."""

    def make(size: int) -> Array:
        return draws.gammas(np.tile(shapes, size // max(len(shapes), 1)))

    return rows(make, len(shapes))
