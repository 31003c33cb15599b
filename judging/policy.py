"""What can be done in judging: by whom, and when."""

from django.db.models import Exists, OuterRef, QuerySet

from challenges.models import Challenge
from hackathon.models import User
from hackathon.operations import Operation
from hackathon.phases import Phase
from hackathon.predicates import (
    all_of,
    any_of,
    is_addressed,
    is_organiser,
    is_signed_in,
    none_of,
)
from judging.models import Conflict, Judge, Panel, PanelSeat, PaperSheet, Scorecard
from teams.models import Submission


def is_this_judge(actor: User, target) -> bool:
    judge = getattr(target, "judge", target)
    return is_signed_in(actor) and judge.user_id == actor.pk and judge.left_at is None


def challenge_of(target) -> Challenge:
    """The challenge that a thing of the jury belongs to."""
    if isinstance(target, Scorecard | PaperSheet):
        return target.version.submission.team.challenge
    return getattr(target, "challenge", target)


def is_president(actor: User, target) -> bool:
    """Whether this person presides over the panel of the challenge."""
    return is_signed_in(actor) and presidents(actor).filter(challenge=challenge_of(target)).exists()


def presidents(actor: User) -> QuerySet[PanelSeat]:
    """The panels over which this person presides."""
    seated = {"judge__accepted_at__isnull": False, "judge__left_at": None}
    return PanelSeat.objects.filter(role=PanelSeat.Role.PRESIDENT, judge__user=actor, **seated)


def is_untied_president(actor: User, target) -> bool:
    """A president who has no conflict with the team that this is about."""
    team = target.version.submission.team_id
    tied = Conflict.objects.standing().filter(judge__user=actor, team=team)
    return is_president(actor, target) and not tied.exists()


def presides_with(actor: User, judge: Judge) -> bool:
    """Whether this person presides over a panel on which the judge sits."""
    panels = judge.panel_seats.values("challenge")
    return is_signed_in(actor) and presidents(actor).filter(challenge__in=panels).exists()


def has_conflict(actor: User, scorecard: Scorecard) -> bool:
    team = scorecard.version.submission.team_id
    return scorecard.judge.conflicts.standing().filter(team=team).exists()


def sits_on_panel(actor: User, scorecard: Scorecard) -> bool:
    """Whether the submission is the judge's to score: by their seat, or because it was assigned."""
    submission = scorecard.version.submission
    return asked_of(scorecard.judge, Submission.objects.filter(pk=submission.pk)).exists()


def asked_of(judge: Judge, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those that a judge is to review: all of a panel where everyone sees everything.

    Where some see some, and for who is in reserve, it is what was assigned to them.
    """
    seats = judge.panel_seats.filter(challenge=OuterRef("team__challenge"))
    some = Panel.objects.filter(challenge=OuterRef("team__challenge"), mode=Panel.Mode.SOME)
    assigned = judge.assignments.open().filter(submission=OuterRef("pk"))
    sees_all = Exists(seats.exclude(role=PanelSeat.Role.RESERVE)) & ~Exists(some)
    return submissions.filter(Exists(seats), sees_all | Exists(assigned))


BEFORE_DELIBERATION = frozenset({Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING})
JUDGING = frozenset({Phase.JUDGING})
DELIBERATION = frozenset({Phase.DELIBERATION})
may_score = all_of(is_this_judge, sits_on_panel, none_of(has_conflict))
may_oversee = any_of(is_organiser, is_untied_president)

EDIT_JURY = Operation("judge.edit", may=is_organiser)
EDIT_RUBRIC = Operation(
    "rubric.edit",
    phases=frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING}),
    may=is_organiser,
)
INVITE_JUDGE = Operation("judge.invite", phases=BEFORE_DELIBERATION, may=is_organiser)
ACCEPT_JUDGING = Operation("judge.accept", phases=BEFORE_DELIBERATION, may=is_addressed)
DECLARE_CONFLICT = Operation("conflict.declare", phases=BEFORE_DELIBERATION, may=is_this_judge)
SAVE_SCORECARD = Operation("scorecard.save", phases=JUDGING, may=may_score)
HAND_IN_SCORECARD = Operation("scorecard.hand_in", phases=JUDGING, may=may_score)
ABSTAIN = Operation("scorecard.abstain", phases=JUDGING, may=may_score)
TAKE_UP = Operation("scorecard.take_up", phases=JUDGING, may=may_score)
CARRY_ON = Operation("scorecard.carry_on", phases=JUDGING, may=may_score)
REOPEN_SCORECARD = Operation("scorecard.reopen", phases=JUDGING, may=may_oversee)
TYPE_PAPER = Operation("paper.type", phases=JUDGING, may=may_oversee)
CONFIRM_PAPER = Operation("paper.confirm", phases=JUDGING, may=may_oversee)
REFUSE_PAPER = Operation("paper.refuse", phases=JUDGING, may=may_oversee)
NUDGE_JUDGE = Operation("judge.nudge", phases=JUDGING, may=any_of(is_organiser, presides_with))
OPEN_DISCUSSION = Operation("discussion.open", phases=JUDGING | DELIBERATION, may=is_president)
RECORD_REFUSAL = Operation("refusal.record", may=is_signed_in)
GIVE_AWARD = Operation("award.give", phases=DELIBERATION, may=is_organiser)
REVOKE_AWARD = Operation("award.revoke", phases=DELIBERATION, may=is_organiser)
PUBLISH_RESULTS = Operation(
    "results.publish", phases=DELIBERATION, may=is_organiser, exclusive=True
)
