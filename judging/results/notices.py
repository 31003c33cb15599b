from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry
from judging.results.selectors import announcing


@notice("results.publish")
def announce_results(entry: AuditEntry) -> Iterator[Letter]:
    yield from announcing.promised_letters(entry)
