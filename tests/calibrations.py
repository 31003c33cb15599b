"""Calibrations that were calculated once in this run of tests."""

import hashlib
import pickle
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np

from judging.scoring.calibrate import Calibration

Calibrate = Callable[..., Calibration]


def remembered(calculate: Calibrate) -> Calibrate:
    """The same function, which calculates once for equal arguments; nobody may write into what it
    returns."""
    known: dict[bytes, Calibration] = {}

    def recall(reviews: Any, *more: Any) -> Calibration:
        given = [getattr(reviews, field.name) for field in fields(reviews)]
        key = hashlib.sha256(pickle.dumps((given, more))).digest()
        if key not in known:
            known[key] = unwritable(calculate(reviews, *more))
        return known[key]

    return recall


def unwritable(found: Calibration) -> Calibration:
    for value in vars(found).values():
        if isinstance(value, np.ndarray):
            value.flags.writeable = False
    return found
