"""From each page about a panel to the others: for its president and the event's organisers."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.kernel.predicates import is_organiser
from hackathon.kernel.sections import Link
from hackathon.models import Event, User
from judging.embargo.waits import may_know_standings
from judging.jury.policy import is_president, presidents
from judging.jury.selectors import seat_of
from judging.progress import policy
from judging.progress.selectors.discussion import open_to
from judging.scorecards.selectors.worklist import worklist_of


@dataclass(frozen=True)
class Tabs:
    """Pages about all of somebody's panels, and those of one panel."""

    overall: list[Link]
    own: list[Link]


def tabs_of(event: Event, user: User, challenge: Challenge | None = None) -> Tabs | None:
    """What this person may open; nothing for who oversees no panel of the event."""
    presides = presidents(user).filter(challenge__event=event).exists()
    oversees = is_organiser(user, event)
    if not presides and not oversees:
        return None
    overall = [link(_("Progress"), "progress", event)]
    if presides:
        overall += [
            link(_("Your panels"), "president_people", event),
            link(_("Conflicts of interest"), "president_conflicts", event),
        ]
    if challenge and (oversees or is_president(user, challenge)):
        return Tabs(overall, panel_links(event, user, challenge))
    return Tabs(overall, [])


def panel_links(event: Event, user: User, challenge: Challenge) -> list[Link]:
    """The pages of a panel; those that tell how the marks stand only for who may know it."""
    challenge.event = event
    told = may_know_standings(user, challenge)
    links = [
        told and link(_("Who reviews what"), "plan", event, challenge),
        discussion_link(event, user, challenge),
        told and link(_("Ranking"), "ranking", event, challenge),
        told and link(_("Minutes of the jury"), "minutes", event, challenge),
        link(_("Sheets to print"), "paper_sheets", event, challenge),
    ]
    return [found for found in links if found]


def discussion_link(event: Event, user: User, challenge: Challenge) -> Link | None:
    """To the discussion, for who may follow it; to where it is opened, for who may open it."""
    judge = seat_of(event, user)
    if judge and challenge in open_to(judge, worklist_of(judge)):
        return link(_("Discussion"), "discussion", event, challenge)
    panel = getattr(challenge, "panel", None)
    is_closed = panel is None or panel.discussion_opened_at is None
    if is_closed and policy.OPEN_DISCUSSION.allows(user, challenge):
        return link(_("Open the discussion"), "open_discussion", event, challenge)
    return None


def progress_link(event: Event) -> Link:
    """The way back to the page from which each scorecard of the jury is reached."""
    return link(_("Jury's progress"), "progress", event)


def link(label: str, page: str, event: Event, challenge: Challenge | None = None) -> Link:
    where = [event.slug, challenge.slug] if challenge else [event.slug]
    return Link(label, reverse(f"judging:{page}", args=where))
