"""Where a team's project stands: what is submitted, by whom, and until when; for an open page."""

import hashlib
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import timezone

from hackathon.kernel.operations import seen_at
from hackathon.web.signed_in import SignedInRequest
from teams.deadlines.views import told_times
from teams.submissions import policy
from teams.submissions.selectors.submissions import has_changed_since, versions_of
from teams.submissions.services.submissions import told_as_news

if TYPE_CHECKING:
    from teams.submissions.models.submission import Submission
    from teams.team.models.team import Team


def stand_of(
    request: SignedInRequest, team: "Team", draft: "Submission | None", is_complete: bool
) -> dict[str, Any]:
    """What the page shows, and hears anew each time it asks: words as HTML, and facts for its
    script. ``tone`` is whether what is saved is submitted, too."""
    event = team.event
    versions = versions_of(draft)
    last = versions[-1] if versions else None
    standing = [version for version in versions if not hasattr(version, "recall")]
    counting = standing[-1] if standing else None
    if last and draft:
        last.submission = draft
    is_in = counting is not None and draft is not None and draft.status == "submitted"
    is_unsubmitted = bool(draft and counting and is_in and has_changed_since(draft, counting))
    context = {
        "event": event,
        "team": team,
        "draft": draft,
        "versions": versions,
        "level": "h2",
        "phase": event.phase_at(seen_at(event)),
        "counting": counting,
        "is_unsubmitted": is_unsubmitted,
        "is_complete": is_complete,
        "is_open": policy.SAVE_SUBMISSION.allows(request.user, team),
        **told_times(team, request.user),
    }
    with timezone.override(event.zone):
        shown = {
            "html": render_to_string("teams/submissions/stand.html", context, request),
            "versions": render_to_string("teams/submissions/version_list.html", context, request),
        }
        facts = {
            "tone": ("newer" if is_unsubmitted else "same") if is_in else "saved",
            "number": counting.number if counting else 0,
            "submitted": event.local_time(counting.submitted_at) if counting else "",
            "next": last.number + 1 if last else 1,
            "news": str(told_as_news(last)) if last else "",
        }
    mark = hashlib.sha256(f"{shown}{facts}".encode()).hexdigest()[:16]
    return {**facts, **shown, "mark": mark}
