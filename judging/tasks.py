"""What time does by itself on this floor."""

from celery import shared_task

from hackathon.kernel.fences import do_for_each
from hackathon.models import Event
from judging.conflicts.services import search_everywhere
from judging.paper.services import announce_waiting
from judging.planning import services as planning_services
from judging.progress.selectors.progress import events_of_waiting_sheets
from judging.ranking.services import calculation, ties
from judging.rules.services import publish_missing

# the names of their failures
TIES = "judging.tasks.announce_ties"
SHEETS = "judging.tasks.announce_sheets"


@shared_task
def publish_missing_rules() -> int:
    return publish_missing()


@shared_task
def keep_waves_moving() -> int:
    """And what the jury waits for when it no longer moves."""
    done = planning_services.keep_waves_moving()
    return done + do_for_each(SHEETS, events_of_waiting_sheets(), announce_waiting)


@shared_task(soft_time_limit=1740, time_limit=1800)
def calculate_rankings() -> int:
    """In a queue of its own: it may take minutes, and no mail waits for it. Its limits are those of
    a job's lease."""
    done = calculation.calculate_due()
    do_for_each(TIES, Event.objects.filter(published_at=None), ties.announce_ties)
    return done


@shared_task
def search_conflicts() -> int:
    return search_everywhere()
