"""What monitoring reads as numbers, asked of the database when somebody asks.

Each floor adds its own in ``gauges.py``; the ground floor knows no table of theirs.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import DatabaseError, connection
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

Measure = Callable[[], Iterable[Metric]]
_measures: list[Measure] = []


def measures(function: Measure) -> Measure:
    """Registers what a floor measures."""
    _measures.append(function)
    return function


class SiteCollector(Collector):
    """All that the floors measure; nothing but that, while the database is away."""

    def collect(self) -> Iterable[Metric]:
        found: list[Metric] = []
        try:
            for measure in _measures:
                found.extend(measure())
        except DatabaseError:
            found.clear()
        finally:
            if not connection.in_atomic_block:
                connection.close()
        yield gauge("hackathon_database_up", "Whether the database answers.", {(): bool(found)})
        yield from found


def gauge(name: str, words: str, values: Mapping[Any, Any], *labels: str) -> Metric:
    family = GaugeMetricFamily(name, words, labels=labels)
    for own, value in values.items():
        family.add_metric(own, float(value))
    return family
