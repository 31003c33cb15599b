"""What becomes of two teams that merge, shown before anybody agrees and done under lock."""

import hashlib
from dataclasses import dataclass, field

from teams.models import Answer, Invitation, JoinRequest, Member, Submission, Team


@dataclass(frozen=True)
class MergePlan:
    """``source`` goes up in ``target``: who moves, which invitations go on, which requests end."""

    source: Team
    target: Team
    moving: list[Member]
    staying: list[Member]
    invitations: list[Invitation] = field(default_factory=list)
    lapsing: list[Invitation] = field(default_factory=list)
    requests: list[JoinRequest] = field(default_factory=list)  # they end: who asked is told
    links: int = 0  # of ``source``: they end, as the captain of ``target`` gave none of them away
    moving_draft: Submission | None = None
    kept_draft: Submission | None = None

    @property
    def mark(self) -> str:
        """Names what the merger does: another plan has another mark."""
        drafts = [
            draft and (draft.pk, draft.status) for draft in (self.moving_draft, self.kept_draft)
        ]
        rows = [self.moving, self.staying, self.invitations, self.lapsing, self.requests]
        keys = [[row.pk for row in found] for found in rows]
        told = [self.source.pk, self.target.pk, self.target.challenge_id, *keys, self.links, drafts]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    @property
    def terms(self) -> str:
        """Names what a captain agrees to: who is in the team then, for which challenge, and which
        project counts. Doors that open or close meanwhile change nothing of it."""
        drafts = [draft and draft.pk for draft in (self.moving_draft, self.kept_draft)]
        submitted = bool(self.kept_draft and self.kept_draft.submitted_at)
        people = [[seat.user_id for seat in seats] for seats in (self.moving, self.staying)]
        told = [self.source.pk, self.target.pk, self.target.challenge_id, *people, drafts]
        return hashlib.sha256(repr([*told, submitted]).encode()).hexdigest()

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
    waiting = source.join_requests.filter(answer=Answer.WAITING)
    return MergePlan(
        source=source,
        target=target,
        moving=moving,
        staying=staying,
        invitations=going_on,
        lapsing=lapsing,
        requests=list(waiting.select_related("user")),
        links=source.join_links.filter(revoked_at=None).count(),
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
