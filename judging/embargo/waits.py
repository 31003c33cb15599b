"""Who may know the jury's marks before the results are public."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from challenges.models import Challenge
from hackathon.kernel.operations import seen_at
from hackathon.kernel.phases import Phase
from hackathon.kernel.predicates import sees_marks
from hackathon.models import Event, User
from judging.assignment.selectors import versions_for
from judging.conflicts.selectors.register import tied_teams
from judging.jury.models import Judge, PanelSeat
from judging.jury.policy import is_president
from judging.rules.selectors.rubric import sharing_rubric, sharing_rubrics
from judging.rules.selectors.sheets import has_marks
from judging.scorecards.selectors.holding import standing_versions
from teams.team.roles import competes


def readable_events(user: User) -> QuerySet[Event]:
    """Events of which this organiser may read every mark: trusted, and no judge at work there."""
    trusted = trusted_events(user)
    judged = Event.objects.filter(pk__in=seats_of(user).values("judge__event")) & trusted
    return trusted.exclude(pk__in=[event.pk for event in judged if waits_in(user, event)])


def trusted_events(user: User) -> QuerySet[Event]:
    """Events in which this organiser has the right to see marks, sooner or later."""
    trusted = Event.objects.filter(organisers__user=user, organisers__sees_marks=True)
    return trusted.exclude(members__user=user)  # nobody who competes sees marks


def seats_of(user: User) -> QuerySet[PanelSeat]:
    seats = PanelSeat.objects.filter(judge__in=Judge.objects.seated().filter(user=user))
    return seats.select_related("judge__event", "judge__user")


def waits_in(user: User, event: Event) -> bool:
    """Whether this person sits on a panel of the event and may not know all its marks yet."""
    if sits_beside_others(user, event):
        return True
    return any(is_waiting(seat) for seat in seats_of(user).filter(judge__event=event))


def sits_beside_others(user: User, event: Event) -> bool:
    """Whether there are panels of the event that are not theirs, to somebody who judges in it."""
    own = set(seats_of(user).filter(judge__event=event).values_list("challenge", flat=True))
    if not own or not judging_goes_on(event):
        return False
    return event.challenges.exclude(pk__in=own).exists()


def sits_elsewhere(user: User, challenge: Challenge) -> bool:
    """Whether this person judges on other panels of the event alone, as long as marks are given.

    A project can still move from there to one of theirs, and is marked by who knows nothing of it.
    """
    own = seats_of(user).filter(judge__event=challenge.event_id).values_list("challenge", flat=True)
    return bool(own) and challenge.pk not in own and judging_goes_on(challenge.event)


def is_waiting(seat: PanelSeat) -> bool:
    """A judge sees nobody else's marks until their own are in, and then not before the president
    has opened the discussion; the president does. When judging is over nobody waits, but for
    those who compete in the event."""
    if owed_on(seat) or is_before_discussion(seat):
        return True
    return competes(seat.judge.user, seat.judge)  # who should not judge here at all


def judging_goes_on(event: Event) -> bool:
    """Whether marks can be given that come after others: while judging lasts, and while teams
    write once more before it is continued. When it is over nobody waits for anything."""
    phase = event.phase_at(seen_at(event))
    if phase in (Phase.DELIBERATION, Phase.PUBLISHED):
        return False
    return phase == Phase.JUDGING or has_marks(event)


def is_before_discussion(seat: PanelSeat) -> bool:
    """Whether this member waits for whoever leads the panel to open the discussion."""
    if (
        not judging_goes_on(seat.judge.event)
        or PanelSeat.objects.leading().filter(pk=seat.pk).exists()
    ):
        return False
    opened = Q(panel__discussion_opened_at__isnull=False)
    return not Challenge.objects.filter(opened, pk=seat.challenge_id).exists()


def owed_on(seat: PanelSeat) -> int:
    """How many scorecards the judge still owes to the panel."""
    if not judging_goes_on(seat.judge.event):
        return 0
    versions = versions_for(seat.judge).filter(submission__team__challenge=seat.challenge_id)
    done = seat.judge.scorecards.finished().filter(version__in=standing_versions(seat.judge.event))
    finished = set(done.values_list("version__submission", flat=True))
    return len({version.submission_id for version in versions} - finished)


def awaited_panels(user: User, challenge: Challenge) -> list[PanelSeat]:
    """The seats for which this person waits before they may know how the challenge stands.

    Its ranking rests on the marks of every panel that marks by the same criteria: whoever may
    not know those of one of them knows nothing that was computed from all.
    """
    own = seats_of(user).filter(judge__event=challenge.event_id)
    seats = list(own.select_related("judge__event", "challenge"))
    for seat in seats:
        seat.judge.event = challenge.event
    if any(seat.challenge_id != challenge.pk for seat in seats):
        shared = sharing_rubric(challenge)
        seats = [seat for seat in seats if seat.challenge_id in shared]
    return [seat for seat in seats if is_waiting(seat)]


def waits_on(user: User, challenge: Challenge) -> bool:
    """Whether this person sits on the panel and may not know its marks yet."""
    seat = own_seat(user, challenge)
    return seat is not None and is_waiting(seat)


class Reader(StrEnum):
    """In which role somebody reads what a judge sends about a panel's project."""

    PRESIDENT = "president"
    DEPUTY = "deputy"
    BOTH = "president and deputy"
    ORGANISERS = "organisers"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Readers:
    """Who reads what a judge sends about a panel's project."""

    people: list[User]
    role: Reader

    @property
    def are_organisers(self) -> bool:
        return self.role is Reader.ORGANISERS


def readers_beside(challenge: Challenge, judge: Judge) -> Readers:
    """Whoever leads the panel; where nobody does but this judge, or who is tied to a team whose
    marks the challenge is ranked with, the organisers who may know marks. Maybe nobody is left."""
    seats = PanelSeat.objects.leading().filter(challenge=challenge).exclude(judge=judge)
    leading = {
        seat.judge.user: seat.role
        for seat in seats.select_related("judge__user")
        if seat.judge.user
    }
    if people := without_tied(list(leading), challenge):
        roles = {Reader(leading[person]) for person in people}
        return Readers(people, roles.pop() if len(roles) == 1 else Reader.BOTH)
    trusted = challenge.event.organisers.filter(sees_marks=True).exclude(user=judge.user)
    organisers = [organiser.user for organiser in trusted.select_related("user")]
    people = without_tied(organisers, challenge)
    people = [person for person in people if not sits_elsewhere(person, challenge)] or people
    return Readers(people, Reader.ORGANISERS if people else Reader.NOBODY)


def without_tied(people: list[User], challenge: Challenge) -> list[User]:
    event = challenge.event
    return [person for person in people if challenge.pk not in tied_challenges(person, event)]


def tied_challenges(user: User, event: Event) -> set[int]:
    """Challenges of whose standings this person learns nothing: where a team competes that they, as
    a judge, are tied to, and those that are calibrated together with them. What is computed there
    rests on that team's marks, too, and a rank or a chance that is missing tells the one left out.
    """
    teams = event.teams.standing().filter(pk__in=tied_teams(user))
    own = set(teams.values_list("challenge", flat=True))
    return sharing_rubrics(event, own) if own else own


def own_seat(user: User, challenge: Challenge) -> PanelSeat | None:
    """The seat of this person on the challenge's panel, with their judge and the event."""
    judges = challenge.event.judges.seated().filter(user=user)
    seat = challenge.panel_seats.filter(judge__in=judges).select_related("judge").first()
    if seat:
        seat.challenge = challenge
        seat.judge.event = challenge.event
    return seat


def may_know_standings(user: User, challenge: Challenge) -> bool:
    """The panel's president, and organisers who may see marks.

    An organiser who sits on the panel waits for its discussion, like any judge; one who sits on
    others alone, for the end of judging.
    """
    if not sees_marks(user, challenge) and not is_president(user, challenge):
        return False
    if sits_elsewhere(user, challenge):
        return False
    seat = own_seat(user, challenge)
    return seat is None or not is_before_discussion(seat)
