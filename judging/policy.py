"""What can be done in judging: by whom, and when."""

from django.db.models import Exists, OuterRef, QuerySet

from challenges.models import Challenge
from hackathon.models import Event, User
from hackathon.operations import Operation
from hackathon.phases import Phase
from hackathon.predicates import (
    all_of,
    any_of,
    event_of,
    is_addressed,
    is_clock,
    is_organiser,
    is_signed_in,
    keeps_marks_from,
    none_of,
    sees_marks,
)
from hackathon.roles import Role
from judging import embargo
from judging.asked import asked_of
from judging.models import Conflict, Judge, PanelSeat, PaperSheet, Scorecard, UnsavedMarks
from teams.models import Submission


def is_this_judge(actor: User, target) -> bool:
    judge = getattr(target, "judge", target)
    return is_signed_in(actor) and judge.user_id == actor.pk and judge.left_at is None


def challenge_of(target) -> Challenge:
    """The challenge that a thing of the jury belongs to."""
    version = getattr(target, "version", None)  # of a scorecard, on screen or on paper
    return version.submission.team.challenge if version else getattr(target, "challenge", target)


def is_president(actor: User, target) -> bool:
    """Whether this person leads the panel of the challenge, also as the deputy who acts."""
    return is_signed_in(actor) and presidents(actor).filter(challenge=challenge_of(target)).exists()


def presidents(actor: User) -> QuerySet[PanelSeat]:
    """The seats from which this person leads a panel: as its president, or the deputy who acts."""
    return PanelSeat.objects.leading().filter(judge__user=actor)


def is_tied_to_team(actor: User, target) -> bool:
    """Whether this person, as a judge, has a conflict with the team that a scorecard is about."""
    team = target.version.submission.team_id
    ties = Conflict.objects.standing().filter(team=team)
    return is_signed_in(actor) and ties.filter(judge__user=actor).exists()


def waits_for_marks(actor: User, target) -> bool:
    """A member of a panel whose marks the challenge is ranked by, and who may not know them yet;
    and whoever judges on other panels alone."""
    if judges_elsewhere(actor, target):
        return True
    return is_signed_in(actor) and bool(embargo.awaited_panels(actor, challenge_of(target)))


def judges_elsewhere(actor: User, target) -> bool:
    """Who judges on other panels of the event than this one, and may get its projects yet."""
    return is_signed_in(actor) and embargo.sits_elsewhere(actor, challenge_of(target))


def waits_for_sheet(actor: User, sheet: PaperSheet) -> bool:
    """Another judge's marks, before a judge of the same panel whose own come first."""
    is_known = is_signed_in(actor) and actor.pk in (sheet.judge.user_id, sheet.typed_by_id)
    return not is_known and waits_for_marks(actor, sheet)


def waits_for_discussion(actor: User, target) -> bool:
    """A member of the panel for whom its discussion has not been opened yet."""
    seat = embargo.own_seat(actor, challenge_of(target)) if is_signed_in(actor) else None
    return seat is not None and embargo.is_before_discussion(seat)


def waits_somewhere(actor: User, target) -> bool:
    """A member of any panel of the event who may not know its marks yet."""
    return is_signed_in(actor) and embargo.waits_in(actor, event_of(target))


def is_tied_in_challenge(actor: User, target) -> bool:
    """Whether this person has a conflict with a team that competes where this is about, or whose
    marks are calibrated together with those there."""
    challenge = challenge_of(target)
    return is_signed_in(actor) and challenge.pk in embargo.tied_challenges(actor, challenge.event)


def is_tied_in_event(actor: User, target) -> bool:
    """Whether this person has a conflict with any team of the event."""
    return is_signed_in(actor) and bool(embargo.tied_challenges(actor, event_of(target)))


@keeps_marks_from
def is_kept_from_marks(actor: User, target) -> bool:
    """A judge who owes marks in the event, or is tied to a team that this is about."""
    is_tied = is_tied_in_event if isinstance(target, Event) else is_tied_in_challenge
    return waits_somewhere(actor, target) or is_tied(actor, target)


def presides_with(actor: User, judge: Judge) -> bool:
    """Whether this person presides over a panel on which the judge sits."""
    panels = judge.panel_seats.values("challenge")
    return is_signed_in(actor) and presidents(actor).filter(challenge__in=panels).exists()


def is_to_score(actor: User, scorecard: Scorecard) -> bool:
    """Whether the submission is the judge's to score: by their seat, or as they were asked, and
    without a conflict with its team."""
    judge, submission = scorecard.judge, scorecard.version.submission
    tied = judge.conflicts.standing().filter(team=OuterRef("team"))
    asked = asked_of(judge, Submission.objects.filter(pk=submission.pk))
    return asked.filter(~Exists(tied)).exists()


def is_reader(actor: User, unsaved: UnsavedMarks) -> bool:
    """Whether what a judge sent about a project is this person's to read."""
    readers = embargo.readers_beside(challenge_of(unsaved), unsaved.judge)
    return is_signed_in(actor) and actor.pk in {person.pk for person in readers.people}


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


def awaits_answer(actor: User | None, judge: Judge) -> bool:
    """Whether the judge has been asked, and has neither accepted nor declined."""
    is_answered = judge.accepted_at is not None or judge.declined_at is not None
    return judge.invited_at is not None and not is_answered


def is_anybody(actor: User | None, target) -> bool:
    return True


def presides_somewhere(actor: User, event) -> bool:
    return is_signed_in(actor) and presidents(actor).filter(judge__event=event).exists()


A_SEAT = frozenset({Role.JUDGES})  # what these operations give; the person may hold no other
AS_JUDGE, AS_TRUSTED = Role.JUDGES, Role.SEES_MARKS  # in which role somebody acts
BEFORE_DELIBERATION = frozenset({Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING})
UNTIL_PUBLISHED = BEFORE_DELIBERATION | {Phase.DELIBERATION}
JUDGING = frozenset({Phase.JUDGING})
DELIBERATION = frozenset({Phase.DELIBERATION})
may_rule_on_conflicts = all_of(any_of(is_organiser, presides_over_team), none_of(is_tied))
may_score = all_of(is_this_judge, is_to_score)
may_oversee = all_of(any_of(is_organiser, is_president), none_of(is_tied_to_team))
may_type = all_of(any_of(sees_marks, is_president), none_of(is_tied_to_team, judges_elsewhere))
may_compare = all_of(may_type, none_of(waits_for_sheet))

EDIT_JURY = Operation("judge.edit", may=is_organiser, gives=A_SEAT, over_teams=True)
# Rules are free until the first mark; from then on a change is an amendment, with a reason.
BEFORE_MARKS = frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING})
EDIT_RUBRIC = Operation("rubric.edit", phases=BEFORE_MARKS, may=is_organiser, over_teams=True)
PUBLISH_RULES = Operation(
    "rules.publish",
    phases=frozenset({Phase.REGISTRATION, Phase.HACKING}),
    until="submissions_close_at",
    may=is_organiser,
    over_teams=True,
)
PUBLISH_RULES_BY_CLOCK = Operation(
    "rules.publish_by_clock", phases=frozenset({Phase.JUDGING}), may=is_clock
)
AMEND_RULES = Operation(
    "rules.amend",
    phases=frozenset({Phase.HACKING, Phase.JUDGING}),
    may=is_organiser,
    exclusive=True,
    over_teams=True,
)
# The last change of a criterion's sense, as long as no judge has gone on from it.
TAKE_BACK_RULES = Operation(
    "rules.take_back",
    phases=frozenset({Phase.HACKING, Phase.JUDGING}),
    may=is_organiser,
    exclusive=True,
    over_teams=True,
)
INVITE_JUDGE = Operation(
    "judge.invite", phases=BEFORE_DELIBERATION, may=is_organiser, gives=A_SEAT, over_teams=True
)
ACCEPT_JUDGING = Operation(
    "judge.accept", phases=BEFORE_DELIBERATION, may=is_addressed, gives=A_SEAT
)
DECLINE_JUDGING = Operation(
    "judge.decline", phases=BEFORE_DELIBERATION, may=all_of(is_addressed, awaits_answer)
)
ENTER_JURY = Operation("judge.enter", phases=BEFORE_DELIBERATION, may=is_invited)
INTRODUCE_JUDGE = Operation("judge.introduce", phases=UNTIL_PUBLISHED, may=is_this_judge)
EXCUSE_JUDGE = Operation(
    "judge.excuse",
    phases=UNTIL_PUBLISHED,
    may=any_of(is_organiser, presides_over_all),
    over_teams=True,
)
REINSTATE_JUDGE = Operation(
    "judge.reinstate", phases=UNTIL_PUBLISHED, may=is_organiser, gives=A_SEAT, over_teams=True
)
SEAT_PANELS = Operation(
    "panel.seat",
    phases=UNTIL_PUBLISHED | {Phase.DRAFT},
    may=is_organiser,
    gives=A_SEAT,
    over_teams=True,
)
IMPORT_JUDGES = Operation(
    "judge.import",
    phases=BEFORE_DELIBERATION | {Phase.DRAFT},
    may=is_organiser,
    gives=A_SEAT,
    over_teams=True,
)
OPEN_ROOM = Operation(
    "room_code.open", phases=BEFORE_DELIBERATION, may=is_organiser, over_teams=True
)
CLOSE_ROOM = Operation("room_code.close", may=is_organiser, over_teams=False)
ASK_FOR_SEAT = Operation("candidate.ask", phases=BEFORE_DELIBERATION, may=is_anybody)
ANSWER_CANDIDATE = Operation(
    "candidate.answer", phases=BEFORE_DELIBERATION, may=is_organiser, gives=A_SEAT, over_teams=True
)
IMPOSE_CONFLICT = Operation(
    "conflict.impose", phases=UNTIL_PUBLISHED, may=may_rule_on_conflicts, acts_as=AS_JUDGE
)
LIFT_CONFLICT = Operation(
    "conflict.lift", phases=UNTIL_PUBLISHED, may=may_rule_on_conflicts, acts_as=AS_JUDGE
)
SETTLE_CONFLICT = Operation(
    "conflict.settle", phases=UNTIL_PUBLISHED, may=may_rule_on_conflicts, acts_as=AS_JUDGE
)
FIND_CONFLICTS = Operation(
    "conflict.find",
    phases=UNTIL_PUBLISHED,
    may=any_of(is_clock, is_organiser, presides_somewhere),
    over_teams=False,
)
NAME_NEUTRAL = Operation(
    "neutral_name.add", phases=UNTIL_PUBLISHED, may=is_organiser, over_teams=True
)
FORGET_NEUTRAL = Operation(
    "neutral_name.remove", phases=UNTIL_PUBLISHED, may=is_organiser, over_teams=True
)
DECLARE_CONFLICT = Operation("conflict.declare", phases=BEFORE_DELIBERATION, may=is_this_judge)
SAVE_SCORECARD = Operation("scorecard.save", phases=JUDGING, may=may_score, acts_as=AS_JUDGE)
HAND_IN_SCORECARD = Operation("scorecard.hand_in", phases=JUDGING, may=may_score, acts_as=AS_JUDGE)
PLANNING = frozenset({Phase.JUDGING})
# Who knows where further reviews go, knows who is in the race. Whoever waits for the panel's
# marks waits for this, too; a president may move reviews by hand while their own are open.
knows_the_panel = any_of(sees_marks, is_president)
may_plan = any_of(is_clock, all_of(knows_the_panel, none_of(waits_for_marks, is_tied_in_challenge)))
PROPOSE_WAVE = Operation(
    "wave.propose", phases=PLANNING, may=may_plan, tells_marks=True, acts_as=AS_TRUSTED
)
RELEASE_WAVE = Operation(
    "wave.release", phases=PLANNING, may=may_plan, tells_marks=True, acts_as=AS_TRUSTED
)
CHANGE_ASSIGNMENT = Operation(
    "assignment.change",
    phases=PLANNING,
    may=all_of(
        knows_the_panel, none_of(waits_for_discussion, judges_elsewhere, is_tied_in_challenge)
    ),
    tells_marks=True,
    acts_as=AS_TRUSTED,
)
STORE_CALCULATION = Operation(
    "calculation.store", phases=frozenset({Phase.JUDGING, Phase.DELIBERATION}), may=is_clock
)
ABSTAIN = Operation("scorecard.abstain", phases=JUDGING, may=may_score, acts_as=AS_JUDGE)
TAKE_UP = Operation("scorecard.take_up", phases=JUDGING, may=may_score, acts_as=AS_JUDGE)
CARRY_ON = Operation("scorecard.carry_on", phases=JUDGING, may=may_score, acts_as=AS_JUDGE)
REOPEN_SCORECARD = Operation("scorecard.reopen", phases=JUDGING, may=may_oversee, acts_as=AS_JUDGE)
TYPE_PAPER = Operation("paper.type", phases=JUDGING, may=may_type, acts_as=AS_TRUSTED)
CONFIRM_PAPER = Operation("paper.confirm", phases=JUDGING, may=may_compare, acts_as=AS_TRUSTED)
# What was not confirmed in time can only be put aside, or confirmed once judging is open again.
REFUSE_PAPER = Operation(
    "paper.refuse", phases=JUDGING | DELIBERATION, may=may_compare, acts_as=AS_TRUSTED
)
ANNOUNCE_SHEETS = Operation("paper.announce", phases=DELIBERATION, may=is_clock)
# What was not saved is told, not counted: also after judging, while its marks could matter.
SEND_UNSAVED = Operation(
    "unsaved_marks.send", phases=JUDGING | DELIBERATION, may=may_score, acts_as=AS_JUDGE
)
SETTLE_UNSAVED = Operation(
    "unsaved_marks.settle",
    phases=JUDGING | DELIBERATION,
    may=all_of(is_reader, none_of(waits_for_marks)),
    acts_as=AS_TRUSTED,
)
NUDGE_JUDGE = Operation(
    "judge.nudge", phases=JUDGING, may=any_of(is_organiser, presides_with), over_teams=False
)
OPEN_DISCUSSION = Operation(
    "discussion.open", phases=JUDGING | DELIBERATION, may=is_president, acts_as=AS_JUDGE
)
RECORD_REFUSAL = Operation("refusal.record", may=is_signed_in)
DECIDE_TIE = Operation(
    "tie.decide",
    phases=DELIBERATION,
    may=all_of(is_president, none_of(is_tied_in_challenge, waits_for_marks)),
    tells_marks=True,
    acts_as=AS_JUDGE,
)
ANNOUNCE_TIES = Operation("tie.announce", phases=DELIBERATION, may=is_clock, tells_marks=True)
# Nobody decides who wins among teams of which one is theirs, nor before their own marks are in.
may_award = all_of(sees_marks, none_of(waits_somewhere, is_tied_in_challenge))
may_publish = all_of(sees_marks, none_of(waits_somewhere, is_tied_in_event))
GIVE_AWARD = Operation(
    "award.give", phases=DELIBERATION, may=may_award, tells_marks=True, acts_as=AS_TRUSTED
)
WITHHOLD_AWARD = Operation(
    "award.withhold", phases=DELIBERATION, may=may_award, tells_marks=True, acts_as=AS_TRUSTED
)
REVOKE_AWARD = Operation(
    "award.revoke", phases=DELIBERATION, may=may_award, tells_marks=True, acts_as=AS_TRUSTED
)
PUBLISH_RESULTS = Operation(
    "results.publish", phases=DELIBERATION, may=may_publish, exclusive=True, acts_as=AS_TRUSTED
)
CORRECT_RESULTS = Operation(
    "results.correct",
    phases=frozenset({Phase.PUBLISHED}),
    may=may_publish,
    exclusive=True,
    acts_as=AS_TRUSTED,
)
