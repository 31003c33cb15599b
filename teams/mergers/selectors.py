"""What becomes of two teams that merge, shown before anybody agrees and done under lock."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from hackathon.kernel.obstacles import Obstacle
from hackathon.kernel.operations import seen_at
from teams.submissions.models.submission import Submission
from teams.team.models.joining import (
    Answer,
    JoinRequest,
    MergeOffer,
)
from teams.team.models.team import Invitation, Member, Team
from teams.team.selectors.obstacles import challenge_of, of_somebodys_role, to_resending
from teams.team.selectors.team import usable_links


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
        rows: list[Any] = [self.moving, self.staying, self.invitations, self.lapsing, self.requests]
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
    moving, staying = seated_members(source), seated_members(target)
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


def seated_members(team: Team) -> list[Member]:
    return list(team.members.select_related("user").order_by("seat"))


def invitations_after(
    source: Team, target: Team, size: int
) -> tuple[list[Invitation], list[Invitation]]:
    """The invitations of ``source`` that find a seat in ``target``, oldest first; and the rest."""
    invited = {i.addressed_to for i in target.invitations.pending()}
    left = target.event.max_team_size - size - len(invited)
    going_on: list[Invitation] = []
    lapsing: list[Invitation] = []
    pending = source.invitations.pending().select_related("found")
    for invitation in pending.order_by("created_at", "pk"):
        has_seat = len(going_on) < left and invitation.addressed_to not in invited
        (going_on if has_seat else lapsing).append(invitation)
    return going_on, lapsing


def to_merging(plan: MergePlan) -> Obstacle | None:
    """Whoever moves along competes for the other team's challenge from then on."""
    moving = [member.user_id for member in plan.moving]
    return of_somebodys_role(plan.target.event, moving, challenge_of(plan.target), None)


def offers_of(team: Team) -> QuerySet[MergeOffer]:
    both = Q(source=team) | Q(target=team)
    offers = MergeOffer.objects.filter(both).select_related("source", "target", "asked_team")
    return offers.filter(answer=Answer.WAITING)


def offer_or_404(team: Team, offer_id: int) -> MergeOffer:
    offer = get_object_or_404(offers_of(team), pk=offer_id)
    for side in (offer.source, offer.target, offer.asked_team):
        side.event = team.event
    return offer


def doors_of(team: Team) -> dict[str, Any]:
    """Every way into the team that is open or asked for."""
    waiting = team.join_requests.filter(answer=Answer.WAITING)
    invitations = list(team.invitations.pending().select_related("found"))
    for invitation in invitations:
        invitation.may_resend = not to_resending(invitation, seen_at(team.event))
    return {
        "invitations": invitations,
        "join_links": usable_links(team),
        "requests": list(waiting.select_related("user")),
        "offers": list(offers_of(team)),
    }
