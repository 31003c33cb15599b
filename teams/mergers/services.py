"""Two teams become one, when both captains agree."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.obstacles import require_clear
from hackathon.models import User
from teams.mergers import policy
from teams.mergers.selectors import MergePlan, merge_plan, to_merging
from teams.submissions.following import Moved, tell_moved
from teams.submissions.models.files import Attachment, Upload
from teams.submissions.models.submission import Submission
from teams.team.models.joining import Answer, MergeOffer
from teams.team.models.team import Invitation, Team
from teams.team.services.joining import settle
from teams.team.services.seats import free_seats, require_standing, shut_doors


def offer_merge(
    *, actor: User, team: Team, other: Team, keeps_ours: bool, message: str = ""
) -> MergeOffer:
    """Propose to another captain that the two teams become one; says which one stays."""
    with policy.OFFER_MERGE.begin(actor, team, lock=[team, other]) as record:
        if other.event_id != team.event_id or other == team:
            raise StateConflict(_("Choose another team of this event."))
        source, target = (other, team) if keeps_ours else (team, other)
        plan = merge_plan(source, target)
        require_mergeable(plan)
        require_clear(to_merging(plan))
        offer = MergeOffer.objects.create(
            source=source,
            target=target,
            asked_team=other,
            offered_by=actor,
            message=message,
            asked_at=record.at,
            plan=plan.terms,
        )
        record.about(offer, source=source.pk, target=target.pk)
    return offer


def withdraw_merge(*, actor: User, offer: MergeOffer) -> MergeOffer:
    teams = [offer.source, offer.target]
    with policy.WITHDRAW_MERGE.begin(actor, offer, lock=[*teams, offer]) as record:
        settle(offer, Answer.WITHDRAWN, record.at)
        record.about(offer)
    return offer


def answer_merge(
    *, actor: User, offer: MergeOffer, accepted: bool, words: str = "", seen: str = ""
) -> MergeOffer:
    """The other captain agrees, and the teams are one; or declines, with a word."""
    if accepted:
        return accept_merge(actor=actor, offer=offer, words=words, seen=seen)
    return decline_merge(actor=actor, offer=offer, words=words)


def accept_merge(*, actor: User, offer: MergeOffer, words: str = "", seen: str = "") -> MergeOffer:
    """``seen`` names the plan that the captain was shown (its mark): another one is not done.

    Where the teams have changed since it was proposed, the answer is a proposal of the same, and
    who proposed it is asked: nobody is merged by a plan that they have not read.
    """
    source, target = offer.source, offer.target
    with policy.ANSWER_MERGE.begin(actor, offer, lock=[source, target, offer]) as record:
        plan = merge_plan(source, target)
        if seen and offer.answer == Answer.WAITING and plan.mark != seen:
            raise StateConflict(
                _("Something has changed since you were shown what this does. Look at it again.")
            )
        if offer.answer == Answer.WAITING and has_changed(offer, plan):
            require_mergeable(plan)
            require_clear(to_merging(plan))
            ask_again(offer, plan, actor, words, record.at)
            record.about(offer, accepted=False, asked_again=True, moved=[])
            return offer
        settle(offer, Answer.ACCEPTED, record.at, words)
        merged = merge(source, target, record.at)
        record.about(offer, accepted=True, **merged)
    return offer


def has_changed(offer: MergeOffer, plan: MergePlan) -> bool:
    """Whether something else would come of it than its proposer was shown."""
    return bool(offer.plan) and offer.plan != plan.terms


def ask_again(
    offer: MergeOffer, plan: MergePlan, actor: User, words: str, at: datetime
) -> MergeOffer:
    """The captain who was asked proposes the plan as it is now; the other one answers."""
    offer.asked_team, offer.offered_by = offer.asking_team, actor
    offer.message, offer.asked_at, offer.plan = words, at, plan.terms
    offer.save(update_fields=["asked_team", "offered_by", "message", "asked_at", "plan"])
    return offer


def decline_merge(*, actor: User, offer: MergeOffer, words: str = "") -> MergeOffer:
    """Possible at any time: a proposal that nobody can accept any more is closed this way."""
    teams = [offer.source, offer.target]
    with policy.DECLINE_MERGE.begin(actor, offer, lock=[*teams, offer]) as record:
        settle(offer, Answer.DECLINED, record.at, words)
        record.about(offer, accepted=False, moved=[])
    return offer


def require_mergeable(plan: MergePlan) -> None:
    require_standing(plan.source)
    require_standing(plan.target)
    if not plan.fits:
        raise StateConflict(
            _("Together you would be %(size)d; a team has at most %(most)d members."),
            params={"size": plan.size, "most": plan.target.event.max_team_size},
        )


def merge(source: Team, target: Team, at: datetime) -> dict[str, Any]:
    """Carry out the plan that was shown. Both teams' rows are locked. Gives what the log keeps."""
    plan = merge_plan(source, target)
    require_mergeable(plan)
    for member, seat in zip(plan.moving, free_seats(target), strict=False):
        member.team, member.seat, member.is_captain = target, seat, False
        member.seats = target.event.max_team_size
        member.save(update_fields=["team", "seat", "seats", "is_captain"])
    Invitation.objects.filter(pk__in=[i.pk for i in plan.invitations]).update(team=target)
    work = carry_work(plan, at)
    shut_doors(source, at)
    source.closed_at, source.merged_into, source.is_open = at, target, False
    source.save(update_fields=["closed_at", "merged_into", "is_open"])
    return {"moved": [member.user_id for member in plan.moving], **work}


def carry_work(plan: MergePlan, at: datetime) -> dict[str, Any]:
    """The draft moves if the other team has none; else it stays to be read, out of the race.

    Gives which project went along from where to where, or which competes no more.

    What is still being uploaded goes along with the people who upload it.
    """
    Upload.objects.filter(team=plan.source).update(team=plan.target)
    if draft := plan.moving_draft:
        Attachment.objects.filter(team=plan.source).update(team=plan.target)
        draft.team = plan.target
        draft.save(update_fields=["team"])
        before, after = plan.source.challenge, plan.target.challenge
        reason = f"{plan.source} → {plan.target}"  # kept, and read in any language
        tell_moved(Moved(draft, before, after, reason, at))
        return {"project": {"submission": draft.pk, "was": before.pk, "now": after.pk}}
    kept = plan.kept_draft
    if kept and kept.status == Submission.Status.SUBMITTED:
        kept.move_to(Submission.Status.WITHDRAWN)
        kept.save(update_fields=["status"])
        return {"withdrawn": kept.pk}
    return {}
