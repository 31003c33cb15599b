"""Two teams become one, when both captains agree."""

from datetime import datetime

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from teams import policy
from teams.merge import MergePlan, merge_plan
from teams.models import (
    Answer,
    Attachment,
    Invitation,
    JoinRequest,
    MergeOffer,
    Submission,
    Team,
    Upload,
)
from teams.services.joining import settle
from teams.services.seats import free_seats, require_standing, shut_doors


def offer_merge(
    *, actor: User, team: Team, other: Team, keeps_ours: bool, message: str = ""
) -> MergeOffer:
    """Propose to another captain that the two teams become one; says which one stays."""
    with policy.OFFER_MERGE.begin(actor, team, lock=[team, other]) as record:
        if other.event_id != team.event_id or other == team:
            raise StateConflict(_("Choose another team of this event."))
        source, target = (other, team) if keeps_ours else (team, other)
        require_mergeable(merge_plan(source, target))
        offer = MergeOffer.objects.create(
            source=source, target=target, asked_team=other, offered_by=actor, message=message,
            asked_at=record.at,
        )  # fmt: skip
        record.about(offer, source=source.pk, target=target.pk)
    return offer


def withdraw_merge(*, actor: User, offer: MergeOffer) -> MergeOffer:
    teams = [offer.source, offer.target]
    with policy.WITHDRAW_MERGE.begin(actor, offer, lock=[*teams, offer]) as record:
        settle(offer, Answer.WITHDRAWN, record.at)
        record.about(offer)
    return offer


def answer_merge(*, actor: User, offer: MergeOffer, accepted: bool, words: str = "") -> MergeOffer:
    """The other captain agrees, and the teams are one; or declines, with a word."""
    source, target = offer.source, offer.target
    with policy.ANSWER_MERGE.begin(actor, offer, lock=[source, target, offer]) as record:
        settle(offer, Answer.ACCEPTED if accepted else Answer.DECLINED, record.at, words)
        moved = merge(source, target, record.at) if accepted else []
        record.about(offer, accepted=accepted, moved=moved)
    return offer


def require_mergeable(plan: MergePlan) -> None:
    require_standing(plan.source)
    require_standing(plan.target)
    if not plan.fits:
        raise StateConflict(
            _("Together you would be %(size)d; a team has at most %(most)d members."),
            params={"size": plan.size, "most": plan.target.event.max_team_size},
        )


def merge(source: Team, target: Team, at: datetime) -> list[int]:
    """Carry out the plan that was shown. Both teams' rows are locked."""
    plan = merge_plan(source, target)
    require_mergeable(plan)
    for member, seat in zip(plan.moving, free_seats(target), strict=False):
        member.team, member.seat, member.is_captain = target, seat, False
        member.seats = target.event.max_team_size
        member.save(update_fields=["team", "seat", "seats", "is_captain"])
    Invitation.objects.filter(pk__in=[i.pk for i in plan.invitations]).update(team=target)
    JoinRequest.objects.filter(pk__in=[r.pk for r in plan.requests]).update(team=target)
    source.join_links.filter(revoked_at=None).update(team=target)
    carry_work(plan)
    shut_doors(source, at)
    source.closed_at, source.merged_into, source.is_open = at, target, False
    source.save(update_fields=["closed_at", "merged_into", "is_open"])
    return [member.user_id for member in plan.moving]


def carry_work(plan: MergePlan) -> None:
    """The draft moves if the other team has none; else it stays to be read, out of the race.

    What is still being uploaded goes along with the people who upload it.
    """
    Upload.objects.filter(team=plan.source).update(team=plan.target)
    if draft := plan.moving_draft:
        Attachment.objects.filter(team=plan.source).update(team=plan.target)
        draft.team = plan.target
        draft.save(update_fields=["team"])
    elif (kept := plan.kept_draft) and kept.status == Submission.Status.SUBMITTED:
        kept.move_to(Submission.Status.WITHDRAWN)
        kept.save(update_fields=["status"])
