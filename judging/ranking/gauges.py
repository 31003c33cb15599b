"""What this floor measures: the calculations that are wanted."""

from collections.abc import Iterator

from django.db.models import Count, Min, Q
from prometheus_client.core import Metric

from hackathon.health.metrics import gauge, measures
from hackathon.kernel.operations import database_clock
from judging.ranking.models import CalculationJob


@measures
def measure_calculations() -> Iterator[Metric]:
    found = CalculationJob.objects.aggregate(
        waiting=Count("pk", filter=Q(failure="")),
        failing=Count("pk", filter=~Q(failure="")),
        oldest=Min("wanted_at"),
    )
    states = {(state,): found[state] for state in ("waiting", "failing")}
    yield gauge("hackathon_calculations", "Calculations that are wanted.", states, "state")
    waits = (database_clock() - found["oldest"]).total_seconds() if found["oldest"] else 0
    words = "How long the oldest has waited."
    yield gauge("hackathon_oldest_calculation_seconds", words, {(): waits})
