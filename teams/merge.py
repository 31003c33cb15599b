"""What becomes of two teams that merge, shown before anybody agrees and done under lock."""

from dataclasses import dataclass, field

from teams.models import Answer, Invitation, JoinRequest, Member, Submission, Team


@dataclass(frozen=True)
class MergePlan:
    """``source`` goes up in ``target``: who moves, which invitations and requests go on."""

    source: Team
    target: Team
    moving: list[Member]
    staying: list[Member]
    invitations: list[Invitation] = field(default_factory=list)
    lapsing: list[Invitation] = field(default_factory=list)
    requests: list[JoinRequest] = field(default_factory=list)
    moving_draft: Submission | None = None
    kept_draft: Submission | None = None

    @property
    def size(self) -> int:
        return len(self.moving) + len(self.staying)

    @property
    def fits(self) -> bool:
        return self.size <= self.target.event.max_team_size


def merge_plan(source: Team, target: Team) -> MergePlan:
    moving, staying = seated(source), seated(target)
    going_on, lapsing = invitations_after(source, target, len(moving) + len(staying))
    own, other = (Submission.objects.filter(team=team).first() for team in (target, source))
    asked = target.join_requests.filter(answer=Answer.WAITING).values("user")
    waiting = source.join_requests.filter(answer=Answer.WAITING).exclude(user__in=asked)
    return MergePlan(
        source=source,
        target=target,
        moving=moving,
        staying=staying,
        invitations=going_on,
        lapsing=lapsing,
        requests=list(waiting.select_related("user")),
        moving_draft=None if own else other,
        kept_draft=other if own else None,
    )


def seated(team: Team) -> list[Member]:
    return list(team.members.select_related("user").order_by("seat"))


def invitations_after(
    source: Team, target: Team, size: int
) -> tuple[list[Invitation], list[Invitation]]:
    """The invitations of ``source`` that find a seat in ``target``, oldest first; and the rest."""
    invited = {i.email for i in target.invitations.pending()}
    left = target.event.max_team_size - size - len(invited)
    going_on, lapsing = [], []
    for invitation in source.invitations.pending().order_by("created_at", "pk"):
        has_seat = len(going_on) < left and invitation.email not in invited
        (going_on if has_seat else lapsing).append(invitation)
    return going_on, lapsing
