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
    sees_marks,
)
from judging.models import (
    Conflict,
    Judge,
    Panel,
    PanelSeat,
    PaperSheet,
    Scorecard,
    TieDecision,
)
from teams.models import Submission
from teams.policy import is_system


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


def is_tied_to_any(actor: User, decision: TieDecision) -> bool:
    """Whether this person has a conflict with one of the teams that a tie is about."""
    teams = Submission.objects.filter(pk__in=decision.order).values("team")
    return Conflict.objects.standing().filter(judge__user=actor, team__in=teams).exists()


def presides_with(actor: User, judge: Judge) -> bool:
    """Whether this person presides over a panel on which the judge sits."""
    panels = judge.panel_seats.values("challenge")
    return is_signed_in(actor) and presidents(actor).filter(challenge__in=panels).exists()


def has_conflict(actor: User, scorecard: Scorecard) -> bool:
    team = scorecard.version.submission.team_id
    return scorecard.judge.conflicts.standing().filter(team=team).exists()


def sits_on_panel(actor: User, scorecard: Scorecard) -> bool:
    """Whether the submission is the judge's to score: by their seat, or as they were asked."""
    submission = scorecard.version.submission
    return asked_of(scorecard.judge, Submission.objects.filter(pk=submission.pk)).exists()


def asked_of(judge: Judge, submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """Those that a judge is to review: everything of their panel, or what they were asked to.

    Who is in reserve reviews nothing.
    """
    seats = judge.panel_seats.exclude(role=PanelSeat.Role.RESERVE)
    seats = seats.filter(challenge=OuterRef("team__challenge"))
    some = Panel.objects.filter(challenge=OuterRef("team__challenge"), mode=Panel.Mode.SOME)
    asked = judge.assignments.open().filter(submission=OuterRef("pk"))
    return submissions.filter(Exists(seats), ~Exists(some) | Exists(asked))


def presides_over_all(actor: User, judge: Judge) -> bool:
    """Whether every panel of this judge is one over which this person presides."""
    seats = list(judge.panel_seats.select_related("challenge"))
    return bool(seats) and all(is_president(actor, seat) for seat in seats)


def is_tied(actor: User, conflict: Conflict) -> bool:
    """Whether the conflict is this person's own, or they have one with the same team."""
    if not is_signed_in(actor) or conflict.judge.user_id == actor.pk:
        return True
    ties = Conflict.objects.standing().filter(team=conflict.team_id)
    return ties.filter(judge__user=actor).exists()


def presides_over_team(actor: User, conflict: Conflict) -> bool:
    return is_president(actor, conflict.team.challenge)


def is_invited(actor: User | None, judge: Judge) -> bool:
    """Whether a mailed link is out; the service asks for the link itself."""
    return judge.token_hash is not None and judge.accepted_at is None


def is_anybody(actor: User | None, target) -> bool:
    return True


def presides_somewhere(actor: User, event) -> bool:
    judges = event.judges.seated().filter(user=actor, panel_seats__role="president")
    return is_signed_in(actor) and judges.exists()


BEFORE_DELIBERATION = frozenset({Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING})
UNTIL_PUBLISHED = BEFORE_DELIBERATION | {Phase.DELIBERATION}
JUDGING = frozenset({Phase.JUDGING})
DELIBERATION = frozenset({Phase.DELIBERATION})
may_rule_on_conflicts = all_of(any_of(is_organiser, presides_over_team), none_of(is_tied))
may_score = all_of(is_this_judge, sits_on_panel, none_of(has_conflict))
may_oversee = any_of(is_organiser, is_untied_president)
may_type = any_of(sees_marks, is_untied_president)

EDIT_JURY = Operation("judge.edit", may=is_organiser)
# Rules are free until the first mark; from then on a change is an amendment, with a reason.
BEFORE_MARKS = frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING})
EDIT_RUBRIC = Operation("rubric.edit", phases=BEFORE_MARKS, may=is_organiser)
PUBLISH_RULES = Operation(
    "rules.publish",
    phases=frozenset({Phase.REGISTRATION, Phase.HACKING}),
    until="submissions_close_at",
    may=is_organiser,
)
PUBLISH_RULES_BY_CLOCK = Operation(
    "rules.publish_by_clock", phases=frozenset({Phase.JUDGING}), may=is_system
)
AMEND_RULES = Operation(
    "rules.amend",
    phases=frozenset({Phase.HACKING, Phase.JUDGING}),
    may=is_organiser,
    exclusive=True,
)
INVITE_JUDGE = Operation("judge.invite", phases=BEFORE_DELIBERATION, may=is_organiser)
ACCEPT_JUDGING = Operation("judge.accept", phases=BEFORE_DELIBERATION, may=is_addressed)
ENTER_JURY = Operation("judge.enter", phases=BEFORE_DELIBERATION, may=is_invited)
INTRODUCE_JUDGE = Operation("judge.introduce", phases=UNTIL_PUBLISHED, may=is_this_judge)
EXCUSE_JUDGE = Operation(
    "judge.excuse", phases=UNTIL_PUBLISHED, may=any_of(is_organiser, presides_over_all)
)
SEAT_PANELS = Operation("panel.seat", phases=UNTIL_PUBLISHED | {Phase.DRAFT}, may=is_organiser)
IMPORT_JUDGES = Operation(
    "judge.import", phases=BEFORE_DELIBERATION | {Phase.DRAFT}, may=is_organiser
)
OPEN_ROOM = Operation("room_code.open", phases=BEFORE_DELIBERATION, may=is_organiser)
CLOSE_ROOM = Operation("room_code.close", may=is_organiser)
ASK_FOR_SEAT = Operation("candidate.ask", phases=BEFORE_DELIBERATION, may=is_anybody)
ANSWER_CANDIDATE = Operation("candidate.answer", phases=BEFORE_DELIBERATION, may=is_organiser)
IMPOSE_CONFLICT = Operation("conflict.impose", phases=UNTIL_PUBLISHED, may=may_rule_on_conflicts)
LIFT_CONFLICT = Operation("conflict.lift", phases=UNTIL_PUBLISHED, may=may_rule_on_conflicts)
SETTLE_CONFLICT = Operation("conflict.settle", phases=UNTIL_PUBLISHED, may=may_rule_on_conflicts)
FIND_CONFLICTS = Operation(
    "conflict.find",
    phases=UNTIL_PUBLISHED,
    may=any_of(is_system, is_organiser, presides_somewhere),
)
DECLARE_CONFLICT = Operation("conflict.declare", phases=BEFORE_DELIBERATION, may=is_this_judge)
SAVE_SCORECARD = Operation("scorecard.save", phases=JUDGING, may=may_score)
HAND_IN_SCORECARD = Operation("scorecard.hand_in", phases=JUDGING, may=may_score)
PLANNING = frozenset({Phase.JUDGING})
# Who knows where further reviews go, knows who is in the race.
may_plan = any_of(is_system, sees_marks, is_president)
PROPOSE_WAVE = Operation("wave.propose", phases=PLANNING, may=may_plan)
RELEASE_WAVE = Operation("wave.release", phases=PLANNING, may=may_plan)
CHANGE_ASSIGNMENT = Operation(
    "assignment.change", phases=PLANNING, may=any_of(sees_marks, is_president), tells_marks=True
)
STORE_CALCULATION = Operation(
    "calculation.store", phases=frozenset({Phase.JUDGING, Phase.DELIBERATION}), may=is_system
)
ABSTAIN = Operation("scorecard.abstain", phases=JUDGING, may=may_score)
TAKE_UP = Operation("scorecard.take_up", phases=JUDGING, may=may_score)
CARRY_ON = Operation("scorecard.carry_on", phases=JUDGING, may=may_score)
REOPEN_SCORECARD = Operation("scorecard.reopen", phases=JUDGING, may=may_oversee)
TYPE_PAPER = Operation("paper.type", phases=JUDGING, may=may_type)
CONFIRM_PAPER = Operation("paper.confirm", phases=JUDGING, may=may_type)
REFUSE_PAPER = Operation("paper.refuse", phases=JUDGING, may=may_type)
NUDGE_JUDGE = Operation("judge.nudge", phases=JUDGING, may=any_of(is_organiser, presides_with))
OPEN_DISCUSSION = Operation("discussion.open", phases=JUDGING | DELIBERATION, may=is_president)
RECORD_REFUSAL = Operation("refusal.record", may=is_signed_in)
DECIDE_TIE = Operation(
    "tie.decide", phases=DELIBERATION, may=all_of(is_president, none_of(is_tied_to_any))
)
GIVE_AWARD = Operation("award.give", phases=DELIBERATION, may=sees_marks, tells_marks=True)
REVOKE_AWARD = Operation("award.revoke", phases=DELIBERATION, may=sees_marks, tells_marks=True)
PUBLISH_RESULTS = Operation("results.publish", phases=DELIBERATION, may=sees_marks, exclusive=True)
