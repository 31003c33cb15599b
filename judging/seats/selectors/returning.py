"""What a judge gets back whose leaving was a mistake, computed before and at the moment itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import AuditEntry
from judging.assignment.models import Assignment
from judging.conflicts.models import Conflict
from judging.jury.models import Judge, PanelSeat, Reinstatement
from judging.scorecards.models import PaperSheet, Scorecard

Role = PanelSeat.Role
EXCUSED = "judge.excuse"


@dataclass(frozen=True)
class Review:
    """A review that goes back to the judge; ``heir`` is the row of whoever gives it up for that."""

    assignment: Assignment
    heir: Assignment | None


@dataclass
class Return:
    """What will happen: the page shows it, and the service carries out the same."""

    excused: AuditEntry  # what is undone
    seats: list[tuple[PanelSeat, str]] = field(default_factory=list)  # with the role that was lost
    reserves: list[PanelSeat] = field(default_factory=list)  # who waits again
    cards: list[Scorecard] = field(default_factory=list)
    moved_cards: list[tuple[Scorecard, int]] = field(default_factory=list)  # and their challenge
    reviews: list[Review] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # what stays as it is, and why, in sentences

    @property
    def is_empty(self) -> bool:
        gained = (self.seats, self.reserves, self.cards, self.moved_cards, self.reviews)
        return not any(gained)

    @property
    def heirs(self) -> list[Assignment]:
        """The rows of those who give a review up."""
        return [review.heir for review in self.reviews if review.heir]

    @property
    def givers(self) -> list[Judge]:
        """Who gives a review up, each once."""
        return list({heir.judge_id: heir.judge for heir in self.heirs}.values())

    @property
    def roles(self) -> list[tuple[Challenge, StrOrPromise]]:
        """Each panel that the judge leads again, and as what."""
        return [(seat.challenge, Role(role).label) for seat, role in self.seats]


def last_excuse(judge: Judge) -> AuditEntry | None:
    """The newest time that the judge was excused and that nobody has taken back."""
    undone = judge.reinstatements.values("excused_at")
    entries = AuditEntry.objects.filter(event=judge.event_id, verb=EXCUSED, subject_id=judge.pk)
    return entries.exclude(at__in=undone).order_by("-pk").first()


def is_reinstatable(judge: Judge) -> bool:
    """Whether there is anything to give back: the seat itself, or what went with it."""
    excused = last_excuse(judge)
    if excused is None or has_declined_since(judge, excused):
        return False
    return judge.left_at is not None or not return_of(judge, excused).is_empty


def why_not(judge: Judge) -> str:
    """Why there is nothing to give back, in a sentence."""
    excused = last_excuse(judge)
    if excused is not None and has_declined_since(judge, excused):
        return _("%(judge)s was invited again and has declined. Invite them once more instead.") % {
            "judge": judge
        }
    if judge.reinstatements.exists():
        return _("%(judge)s has been taken back into the jury already.") % {"judge": judge}
    return _("This judge has not left.")


def has_declined_since(judge: Judge, excused: AuditEntry) -> bool:
    """Whether they were invited again, and have said no."""
    return judge.declined_at is not None and judge.declined_at > excused.at


def return_of(judge: Judge, excused: AuditEntry) -> Return:
    """What can be given back now; whatever others have decided or begun since then stands."""
    plan = Return(excused)
    plan_seats(plan, judge)
    plan_cards(plan, judge)
    plan_reviews(plan, judge)
    plan_reserves(plan)
    plan_invitation(plan, judge)
    return plan


def plan_seats(plan: Return, judge: Judge) -> None:
    for challenge, role in plan.excused.data.get("seats", []):
        seat = judge.panel_seats.filter(challenge=challenge).select_related("challenge").first()
        if seat is None:
            plan.lost.append(
                _("“%(challenge)s”: they have been taken off this panel since then.")
                % {"challenge": Challenge.objects.get(pk=challenge)}
            )
        elif role not in (Role.PRESIDENT, Role.DEPUTY) or seat.role != Role.MEMBER:
            continue
        elif other := holder_of(seat, role):
            plan.lost.append(
                _("“%(challenge)s”: %(name)s is %(role)s now, so they come back as a member.")
                % {"challenge": seat.challenge, "name": other, "role": Role(role).label}
            )
        else:
            plan.seats.append((seat, role))


def holder_of(seat: PanelSeat, role: str) -> Judge | None:
    others = PanelSeat.objects.filter(challenge=seat.challenge_id, role=role).exclude(pk=seat.pk)
    other = others.select_related("judge").first()
    return other.judge if other else None


def plan_cards(plan: Return, judge: Judge) -> None:
    """Only what that act set aside; what somebody else has set aside since stays so."""
    panels = dict(plan.excused.data.get("set_aside_cards", []))
    cards = judge.scorecards.filter(pk__in=panels, set_aside_at=plan.excused.at, moved_from=None)
    for card in cards.select_related("version__submission__team__challenge").order_by("pk"):
        submission = card.version.submission
        if submission.team.challenge_id == panels[card.pk]:
            plan.cards.append(card)
            continue
        plan.moved_cards.append((card, panels[card.pk]))
        plan.lost.append(
            _(
                "“%(title)s” is in another challenge now. The scorecard counts again if it comes "
                "back."
            )
            % {"title": submission}
        )


def plan_reviews(plan: Return, judge: Judge) -> None:
    ended = judge.assignments.filter(ended_at=plan.excused.at).order_by("pk")
    for row in ended.select_related("submission__team__challenge"):
        heir, owner = heir_of(row), back_with(row)
        if heir and heir.judge_id == judge.pk:
            continue  # they were asked again themselves
        beginner = heir if heir and is_begun(heir) else None
        reason = in_the_way(row, judge)
        if not reason and owner and not is_begun(row):
            reason = _("it has gone back to %(name)s, who had it before.") % {"name": owner}
        elif not reason and beginner and not is_begun(row):
            reason = _("%(name)s has begun this review and keeps it.") % {"name": beginner.judge}
        if reason:
            said = {"title": row.submission, "reason": reason}
            plan.lost.append(_("“%(title)s”: %(reason)s") % said)
        else:
            plan.reviews.append(Review(row, None if beginner else heir))


def heir_of(row: Assignment) -> Assignment | None:
    """The row of whoever has the review now, by way of all who had it in between."""
    return [None, *line_from(row)][-1] if row.ended_at else row


def line_from(row: Assignment) -> Iterator[Assignment | None]:
    """The rows of all who have had the review since, one after the other; None where it ended."""
    seen, last = {row.pk}, row
    while last.ended_at:
        found = taken_over_from(last) or given_back_from(last)
        if found and found.pk in seen:
            return
        yield found
        if found is None:
            return
        seen.add(found.pk)
        last = found


def taken_over_from(row: Assignment) -> Assignment | None:
    """The row that was written when this one ended."""
    if row.ended_at is None:
        return None
    others = Assignment.objects.filter(submission=row.submission_id, assigned_at=row.ended_at)
    return others.exclude(judge=row.judge_id).select_related("judge").first()


def given_back_from(row: Assignment) -> Assignment | None:
    """The older row of a judge who was taken back at the instant when this one ended."""
    if row.ended_at is None:
        return None
    back = Reinstatement.objects.filter(made_at=row.ended_at).values("judge")
    older = Assignment.objects.filter(submission=row.submission_id, judge__in=back)
    return older.exclude(judge=row.judge_id).select_related("judge").order_by("pk").last()


def back_with(row: Assignment) -> Judge | None:
    """Who had the review before this judge did, and has been taken back since."""
    line = line_from(row)
    return next((each.judge for each in line if each and each.assigned_at < row.assigned_at), None)


def is_begun(row: Assignment) -> bool:
    """With a scorecard, or a sheet typed in from paper that waits to be confirmed."""
    about = {"judge": row.judge_id, "version__submission": row.submission_id}
    waiting = PaperSheet.objects.filter(confirmed_at=None, refused_at=None, **about)
    return Scorecard.objects.standing().filter(**about).exists() or waiting.exists()


def in_the_way(row: Assignment, judge: Judge) -> str:
    """Why the judge cannot have this review any more, in a sentence; empty if they can."""
    team = row.submission.team
    if Conflict.objects.standing().filter(judge=judge, team=team).exists():
        return _("there is a conflict of interest now.")
    seats = judge.panel_seats.exclude(role=Role.RESERVE)
    if not seats.filter(challenge=team.challenge_id).exists():
        return _("they do not sit on the panel of “%(challenge)s”.") % {"challenge": team.challenge}
    if judge.assignments.filter(submission=row.submission_id, ended_at=None).exists():
        return _("they have been asked for this review again since then.")
    return ""


def plan_reserves(plan: Return) -> None:
    """Who was called up waits again, unless they are at work in their new seat."""
    given_up = {heir.pk for heir in plan.heirs}
    for judge, challenge in plan.excused.data.get("reserves", []):
        seats = PanelSeat.objects.filter(judge=judge, challenge=challenge, role=Role.MEMBER)
        seat = seats.select_related("judge", "challenge").first()
        if seat is None:
            continue
        told = {"challenge": seat.challenge, "name": seat.judge}
        if has_begun_there(seat, plan.excused.at):
            plan.lost.append(
                _("“%(challenge)s”: %(name)s has begun to score and stays a member.") % told
            )
        elif reviews_there(seat).exclude(pk__in=given_up).exists():
            plan.lost.append(
                _("“%(challenge)s”: %(name)s has been asked for more reviews and stays a member.")
                % told
            )
        else:
            plan.reserves.append(seat)


def has_begun_there(seat: PanelSeat, since: datetime) -> bool:
    cards = seat.judge.scorecards.standing().filter(
        version__submission__team__challenge=seat.challenge_id
    )
    touched = Q(saved_at__gt=since) | Q(handed_in_at__gt=since) | Q(abstained_at__gt=since)
    return cards.filter(touched).exists()


def reviews_there(seat: PanelSeat) -> QuerySet[Assignment]:
    standing = seat.judge.assignments.filter(ended_at=None)
    return standing.filter(submission__team__challenge=seat.challenge_id)


def plan_invitation(plan: Return, judge: Judge) -> None:
    """Who had not accepted yet is invited anew: the mailed link has ended for good."""
    was_out = plan.excused.data.get("invited_at") and not plan.excused.data.get("accepted_at")
    is_out_again = judge.invited_at is not None and judge.invited_at > plan.excused.at
    if was_out and not is_out_again and judge.accepted_at is None:
        plan.lost.append(
            _("The invitation that had not been answered has ended. Invite them again.")
        )


def instants_of(excused: AuditEntry) -> Iterator[tuple[str, object]]:
    """When the judge had been invited and had accepted, if they had accepted."""
    if excused.data.get("accepted_at"):
        for name in ("invited_at", "accepted_at"):
            kept = excused.data.get(name)
            yield name, parse_datetime(kept) if kept else None
