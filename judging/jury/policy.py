from typing import Any

from django.db.models import QuerySet

from challenges.models import Challenge
from hackathon.kernel.models.event import Event
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import (
    Actor,
    is_signed_in,
)
from hackathon.kernel.roles import Role
from hackathon.models import User
from judging.jury.models import Judge, PanelSeat


def is_this_judge(actor: Actor, target: Any) -> bool:
    judge = getattr(target, "judge", target)
    return is_signed_in(actor) and judge.user_id == actor.pk and judge.left_at is None


def challenge_of(target: Any) -> Challenge:
    """The challenge that a thing of the jury belongs to."""
    version = getattr(target, "version", None)  # of a scorecard, on screen or on paper
    return version.submission.team.challenge if version else getattr(target, "challenge", target)


def is_president(actor: Actor, target: Any) -> bool:
    """Whether this person leads the panel of the challenge, also as the deputy who acts."""
    return is_signed_in(actor) and presidents(actor).filter(challenge=challenge_of(target)).exists()


def presidents(actor: User) -> QuerySet[PanelSeat]:
    """The seats from which this person leads a panel: as its president, or the deputy who acts."""
    return PanelSeat.objects.leading().filter(judge__user=actor)


def presides_with(actor: Actor, judge: Judge) -> bool:
    """Whether this person presides over a panel on which the judge sits."""
    panels = judge.panel_seats.values("challenge")
    return is_signed_in(actor) and presidents(actor).filter(challenge__in=panels).exists()


def presides_over_all(actor: Actor, judge: Judge) -> bool:
    """Whether every panel of this judge is one over which this person presides."""
    seats = list(judge.panel_seats.select_related("challenge"))
    return bool(seats) and all(is_president(actor, seat) for seat in seats)


def presides_somewhere(actor: Actor, event: Event) -> bool:
    return is_signed_in(actor) and presidents(actor).filter(judge__event=event).exists()


AS_JUDGE, AS_TRUSTED = Role.JUDGES, Role.SEES_MARKS  # in which role somebody acts
BEFORE_DELIBERATION = frozenset({Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING})
UNTIL_PUBLISHED = BEFORE_DELIBERATION | {Phase.DELIBERATION}
JUDGING = frozenset({Phase.JUDGING})
DELIBERATION = frozenset({Phase.DELIBERATION})
