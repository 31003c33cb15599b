"""A score is rounded in one way, wherever it is shown."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from judging.ranking.rounding import round_points, show_points

AWKWARD = [2.4625, 2.2125, 4.1125, 4.0125, (3.8 + 3.0 + 2.8) / 3, 3.3888888889, 2.0005, 1.0]


@pytest.mark.parametrize("value", AWKWARD)
def test_a_page_and_a_sentence_show_the_same_digits(value):
    shown = Template("{{ value|floatformat:3 }}").render(Context({"value": round(value, 9)}))

    assert str(round_points(value)) == show_points(value) == shown


def test_a_score_is_rounded_half_up_and_never_cut():
    assert show_points((3.8 + 3.0 + 2.8) / 3) == "3.200"
    assert round_points(2.4625) == Decimal("2.463")
    assert round_points("3.38888888") == Decimal("3.389")
    with translation.override("fr"):
        assert show_points(3.2) == "3,200"
