"""What the checks find, for a page: in the reader's language, with what to do."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from health_check.base import HealthCheck
from health_check.exceptions import HealthCheckException

from hackathon.health import checks
from hackathon.kernel.pauses import ENDS_THE_ROUND

logger = logging.getLogger(__name__)

# The others need the page's own database; a Redis that hangs would make it wait for seconds.
QUICK = tuple(check for check in checks.ALL if check not in (checks.Database, checks.Redis))


@dataclass(frozen=True)
class Finding:
    name: str
    title: Promise
    advice: Promise
    trouble: str = ""  # nothing if it is in order
    since: datetime | None = None

    @property
    def is_well(self) -> bool:
        return not self.trouble


def find_all(wanted: Iterable[type[HealthCheck]] = checks.ALL) -> list[Finding]:
    return [find(check()) for check in wanted]


def count_quick_troubles() -> int:
    """How many things need somebody, without asking what could keep a page waiting."""
    return sum(not finding.is_well for finding in find_all(QUICK))


def find(check: HealthCheck) -> Finding:
    """What the check says, asked on the page's own connection."""
    words = {"name": type(check).__name__.lower(), "title": check.title, "advice": check.advice}
    try:
        if isinstance(check, checks.DatabaseCheck):
            check.ask()
        else:
            check.run()
    except HealthCheckException as trouble:
        return Finding(**words, trouble=trouble.message, since=getattr(trouble, "since", None))
    except ENDS_THE_ROUND:
        raise
    except Exception:
        logger.exception("Whether %s is in order could not be found out", words["name"])
        return Finding(**words, trouble=_("This could not be found out. The log says why."))
    return Finding(**words)
