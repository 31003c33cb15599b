"""What can be done in judging: by whom, and when."""

from hackathon.models import User
from hackathon.operations import Operation
from hackathon.phases import Phase
from hackathon.predicates import all_of, is_addressed, is_organiser, is_signed_in, none_of
from judging.models import Scorecard


def is_this_judge(actor: User, target) -> bool:
    judge = getattr(target, "judge", target)
    return is_signed_in(actor) and judge.user_id == actor.pk and judge.left_at is None


def challenge_of(target):
    """The challenge that a thing of the jury belongs to."""
    if isinstance(target, Scorecard):
        return target.version.submission.team.challenge
    return getattr(target, "challenge", target)


def is_president(actor: User, target) -> bool:
    """Whether this person presides over the panel of the challenge."""
    seats = challenge_of(target).panel_seats.filter(role="president")
    seated = {"judge__accepted_at__isnull": False, "judge__left_at": None}
    return is_signed_in(actor) and seats.filter(judge__user=actor, **seated).exists()


def has_conflict(actor: User, scorecard: Scorecard) -> bool:
    team = scorecard.version.submission.team_id
    return scorecard.judge.conflicts.standing().filter(team=team).exists()


def sits_on_panel(actor: User, scorecard: Scorecard) -> bool:
    challenge = scorecard.version.submission.team.challenge_id
    return scorecard.judge.panel_seats.filter(challenge=challenge).exists()


BEFORE_DELIBERATION = frozenset({Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING})
JUDGING = frozenset({Phase.JUDGING})
DELIBERATION = frozenset({Phase.DELIBERATION})
may_score = all_of(is_this_judge, sits_on_panel, none_of(has_conflict))

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
RECORD_REFUSAL = Operation("refusal.record", may=is_signed_in)
GIVE_AWARD = Operation("award.give", phases=DELIBERATION, may=is_organiser)
REVOKE_AWARD = Operation("award.revoke", phases=DELIBERATION, may=is_organiser)
PUBLISH_RESULTS = Operation(
    "results.publish", phases=DELIBERATION, may=is_organiser, exclusive=True
)
