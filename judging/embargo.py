"""Who may know the jury's marks before the results are public."""

from django.db.models import Q, QuerySet

from challenges.models import Challenge
from hackathon.models import Event, User
from judging import policy
from judging.desk import versions_for
from judging.models import Conflict, Judge, PanelSeat


def readable_events(user: User) -> QuerySet[Event]:
    """Events of which this organiser may read every mark: trusted, and no judge at work there."""
    trusted = Event.objects.filter(organisers__user=user, organisers__sees_marks=True)
    seats = PanelSeat.objects.filter(judge__in=Judge.objects.seated().filter(user=user))
    seats = seats.filter(judge__event__in=trusted).select_related("judge__event")
    return trusted.exclude(pk__in={seat.judge.event_id for seat in seats if is_waiting(seat)})


def is_waiting(seat: PanelSeat) -> bool:
    """A judge sees nobody else's marks until their own are in, and then not before the president
    has opened the discussion; the president does. When judging is over nobody waits."""
    return bool(owed_on(seat)) or is_before_discussion(seat)


def is_at_work(seat: PanelSeat) -> bool:
    """When judging is over nothing can be handed in, and nobody waits for it."""
    return policy.SAVE_SCORECARD.open_now(seat.judge)


def is_before_discussion(seat: PanelSeat) -> bool:
    """Whether this member waits for the president to open the discussion."""
    if seat.role == PanelSeat.Role.PRESIDENT or not is_at_work(seat):
        return False
    opened = Q(panel__discussion_opened_at__isnull=False)
    return not Challenge.objects.filter(opened, pk=seat.challenge_id).exists()


def owed_on(seat: PanelSeat) -> int:
    """How many scorecards the judge still owes to the panel."""
    if not is_at_work(seat):
        return 0
    versions = versions_for(seat.judge).filter(submission__team__challenge=seat.challenge_id)
    done = seat.judge.scorecards.finished().values_list("version", flat=True)
    return len({version.pk for version in versions} - set(done))


def waits_on(user: User, challenge: Challenge) -> bool:
    """Whether this person sits on the panel and may not know its marks yet."""
    seat = own_seat(user, challenge)
    return seat is not None and is_waiting(seat)


def tied_teams(user: User) -> QuerySet:
    """The teams that this person, as a judge, has a conflict of interest with."""
    return Conflict.objects.standing().filter(judge__user=user).values("team")


def own_seat(user: User, challenge: Challenge) -> PanelSeat | None:
    """The seat of this person on the challenge's panel, with their judge and the event."""
    judges = challenge.event.judges.seated().filter(user=user)
    seat = challenge.panel_seats.filter(judge__in=judges).select_related("judge").first()
    if seat:
        seat.challenge = challenge
        seat.judge.event = challenge.event
    return seat


def owed_by(user: User, challenge: Challenge) -> int:
    """How many scorecards this person still owes as a judge of the panel: their own come first."""
    seat = own_seat(user, challenge)
    return owed_on(seat) if seat else 0
