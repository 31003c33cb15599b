"""Teams are fixed: what was offered and asked, and nobody answered, is told to whom it concerns.

The rows stay as they are, so that an offer holds again where organisers let teams change longer.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from hackathon.kernel.errors import PhaseClosed, StateConflict
from hackathon.kernel.fences import do_for_each
from hackathon.kernel.operations import database_clock
from hackathon.models import AuditEntry
from teams.team import policy
from teams.team.freeze import fixed_from_in
from teams.team.models.joining import Answer, JoinRequest, MergeOffer
from teams.team.models.team import Invitation, Team

TASK = "teams.tasks.tell_of_fixed_teams"
RECENT = timedelta(days=1)  # what ended longer ago nobody waits for any more


def tell_of_fixed_teams() -> int:
    """Called by beat; each team is told once for each instant at which teams were fixed."""
    return do_for_each(TASK, teams_to_tell().select_related("event"), tell_fixed)


def teams_to_tell() -> QuerySet[Team]:
    now = database_clock()
    teams = Team.objects.standing().alias(fixed_at=fixed_from_in("event__"))
    teams = teams.filter(fixed_at__lte=now, fixed_at__gt=now - RECENT, event__published_at=None)
    told = AuditEntry.objects.filter(
        verb=policy.FIX_TEAM.verb,
        event=OuterRef("event"),
        subject_id=OuterRef("pk"),
        at__gte=OuterRef("fixed_at"),
    )
    pending = Invitation.objects.pending().filter(team=OuterRef("pk"))
    waiting = JoinRequest.objects.filter(team=OuterRef("pk"), answer=Answer.WAITING)
    either = Q(source=OuterRef("pk")) | Q(target=OuterRef("pk"))
    offers = MergeOffer.objects.filter(either, answer=Answer.WAITING)
    is_open = Q(Exists(pending)) | Q(Exists(waiting)) | Q(Exists(offers))
    return teams.filter(is_open, ~Exists(told)).order_by("pk")


def tell_fixed(team: Team) -> bool:
    try:
        with policy.FIX_TEAM.begin(None, team, lock=[team]) as record:
            if policy.ACCEPT_INVITATION.open_at(team, record.at):
                raise StateConflict("There is nothing to tell.")
            if not teams_to_tell().filter(pk=team.pk).exists():
                raise StateConflict("There is nothing to tell.")
            waiting = team.join_requests.filter(answer=Answer.WAITING)
            offers = MergeOffer.objects.filter(Q(source=team) | Q(target=team))
            record.about(
                team,
                invitations=list(team.invitations.pending().values_list("pk", flat=True)),
                requests=list(waiting.values_list("pk", flat=True)),
                offers=list(offers.filter(answer=Answer.WAITING).values_list("pk", flat=True)),
            )
    except (PhaseClosed, StateConflict):
        return False  # somebody answered, or the instant was moved, in this very moment
    return True
