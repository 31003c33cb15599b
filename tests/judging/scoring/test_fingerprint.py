import numpy as np
import pytest

from judging.scoring.fingerprint import fingerprint


def test_the_fingerprint_is_the_same_for_the_same_numbers_however_given():
    one = {"marks": np.array([[4.0, np.nan]]), "weights": (1, 2), "official": "plain"}
    other = {"official": "plain", "weights": np.array([1, 2]), "marks": [[4, None]]}

    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) == "17d89b1fa192edc74a4796356b533633060c00e9dda95812da26d7d244387ad4"


@pytest.mark.parametrize(
    "change",
    [{"marks": [[4, 5]]}, {"weights": [2, 1]}, {"seed": 1}, {"marks": [[4.0000001, None]]}],
)
def test_any_change_changes_it(change):
    inputs = {"marks": [[4, None]], "weights": [1, 2], "seed": 0}

    assert fingerprint(inputs) != fingerprint(inputs | change)


def test_numbers_without_end_are_refused():
    with pytest.raises(ValueError, match="not JSON compliant"):
        fingerprint({"marks": [float("inf")]})
