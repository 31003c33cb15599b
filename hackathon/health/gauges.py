"""What the ground floor measures: mails, promises, tasks, and the checks of the health page."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, Metric

from hackathon.health.findings import QUICK, find_all
from hackathon.health.metrics import gauge, measures
from hackathon.health.models.task_count import TaskCount
from hackathon.mail.selectors import count_all_mails


@measures
def measure_mails() -> Iterator[Metric]:
    counts = count_all_mails()
    states = {(name,): getattr(counts, name) for name in ("waiting", "sent", "held", "failed")}
    yield gauge("hackathon_mails", "Mails by what became of them.", states, "state")
    for name, since in (("mail", counts.oldest), ("promise", counts.oldest_promise)):
        yield gauge(
            f"hackathon_oldest_{name}_seconds",
            f"How long the oldest {name} has waited.",
            {(): seconds_between(since, counts.now)},
        )
    words = "Things that happened and could not be told yet."
    yield gauge("hackathon_promises_failing", words, {(): counts.promises})
    words = "What the clock tries again."
    yield gauge("hackathon_clock_failures", words, {(): len(counts.failures)})


def seconds_between(since: datetime | None, now: datetime | None) -> float:
    return (now - since).total_seconds() if since and now else 0


@measures
def measure_tasks() -> Iterator[Metric]:
    runs = CounterMetricFamily(
        "hackathon_tasks", "Tasks that workers ran.", labels=["task", "outcome"]
    )
    seconds = CounterMetricFamily(
        "hackathon_task_seconds", "How long they took altogether.", labels=["task"]
    )
    for row in TaskCount.objects.order_by("task"):
        runs.add_metric([row.task, "done"], row.done)
        runs.add_metric([row.task, "failed"], row.failed)
        seconds.add_metric([row.task], row.seconds)
    yield runs
    yield seconds


@measures
def measure_checks() -> Iterator[Metric]:
    values = {(finding.name,): finding.is_well for finding in find_all(QUICK)}
    yield gauge("hackathon_check_ok", "Checks of the health page, 1 if in order.", values, "check")
