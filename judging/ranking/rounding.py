"""How a score is shown: three digits, rounded half up, the same on every page."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format  # noqa: TID251 - of what is rounded already

SETTLED_DIGITS = 9  # of a mean that was computed with binary fractions
SHOWN = Decimal("0.001")


def round_points(value: float | str) -> Decimal:
    """A score in mark points with three digits: 2.4625 is 2.463, and 3.1999999999 is 3.200."""
    settled = round(Decimal(str(value)), SETTLED_DIGITS)
    return settled.quantize(SHOWN, ROUND_HALF_UP)


def show_points(value: float | str) -> str:
    """The same, as the reader's language writes numbers."""
    return number_format(round_points(value), decimal_pos=3)
