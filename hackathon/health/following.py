"""Pages that were kept are counted: no view answers for them, and no line of the log is written."""

from prometheus_client import Counter

from hackathon.health.request_watch import registry
from hackathon.web.kept_pages import given

GIVEN = Counter(
    "hackathon_kept_pages_given",
    "How many pages for visitors were given out that had been kept.",
    registry=registry,
)


@given.plug
def count_kept_page() -> None:
    GIVEN.inc()
