"""A fingerprint of what a ranking was computed from, the same on every machine."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

# Of the method itself: raised with every change that may move a digit of a ranking.
METHOD = 2


def fingerprint(inputs: Mapping[str, Any]) -> str:
    """SHA-256 of the inputs as JSON: names in order, numbers at full length, NaN as null.

    A whole number counts the same whether it was given as 4 or as 4.0.
    """
    text = json.dumps(plain(dict(inputs)), sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, float):
        if np.isnan(value):
            return None
        return int(value) if value.is_integer() else value
    return value
