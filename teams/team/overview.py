"""How many people, teams and projects an event has, and what of them waits for its organisers."""

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hackathon.events.overview import (
    Lack,
    Tally,
    overview,
    phase_of,
)
from hackathon.kernel.phases import Phase
from hackathon.kernel.undecided import Undecided, undecided
from hackathon.models import Event, User
from teams.deadlines.models import LateRequest
from teams.deadlines.policy import ANSWER_LATE
from teams.help.models.coach import Coach
from teams.help.models.request import HelpRequest
from teams.help.policy import CLAIM_HELP, INVITE_COACH
from teams.participants.models.participant import AdmissionCode, Participant
from teams.participants.policy import APPLY
from teams.submissions.models.submission import Submission
from teams.team.admin.rivals import seats_before_results, without_rivals
from teams.team.models.team import Team


@overview(order=30)
def tell_what_waits(events: list[Event], reader: User) -> Iterator[tuple[Event, Lack]]:
    """Decisions that somebody waits for, and a door that nobody can open."""
    waiting = count_by_event(Participant.objects.filter(status=Participant.Status.APPLIED), events)
    late = LateRequest.objects.filter(answer=LateRequest.Answer.WAITING)
    asking = count_by_event(late, events, path="team__event")
    competing = set(seats_before_results(reader).values_list("event", flat=True))
    uninvited = count_by_event(
        Coach.objects.filter(invited_at=None, accepted_at=None, declined_at=None), events
    )
    coded = count_by_event(AdmissionCode.objects.filter(uses_left__gt=0), events)
    for event in events:
        if event.needs_code and not coded.get(event.pk) and APPLY.open_now(event):
            sentence = _("People need a code to register, and there is none that works.")
            url = f"{reverse('admin:teams_admissioncode_add')}?event={event.pk}"
            yield event, Lack(sentence, url)
        if n := waiting.get(event.pk):
            yield event, registrations(event, n)
        n = uninvited.get(event.pk)
        if n and INVITE_COACH.open_now(event):
            yield event, coaches_to_invite(event, n)
        n = 0 if event.pk in competing else asking.get(event.pk, 0)
        if n and ANSWER_LATE.open_now(event):
            yield event, more_time(event, n)


def registrations(event: Event, n: int) -> Lack:
    sentence = ngettext(
        "%(n)d person waits for your decision whether they take part.",
        "%(n)d people wait for your decision whether they take part.",
        n,
    )
    places = reverse("admin:teams_participant_changelist")
    return Lack(sentence % {"n": n}, f"{places}?event={event.pk}&status__exact=applied")


def coaches_to_invite(event: Event, n: int) -> Lack:
    sentence = ngettext(
        "%(n)d coach has not been invited.", "%(n)d coaches have not been invited.", n
    )
    return Lack(sentence % {"n": n}, f"{reverse('admin:teams_coach_changelist')}?event={event.pk}")


def more_time(event: Event, n: int) -> Lack:
    sentence = ngettext("%(n)d team asks for more time.", "%(n)d teams ask for more time.", n)
    return Lack(sentence % {"n": n}, reverse("admin:teams_extension_deadlines", args=[event.pk]))


@overview(order=40)
def tell_numbers(events: list[Event], reader: User) -> Iterator[tuple[Event, Tally]]:
    """Whoever competes does not read how far the others are."""
    started = [event for event in events if phase_of(event) != Phase.DRAFT]
    people = count_by_event(Participant.objects.seated(), started)
    teams = count_by_event(Team.objects.standing(), started)
    handed_in = Submission.objects.judgeable()
    projects = count_by_event(handed_in, started, path="team__event")
    competing = set(seats_before_results(reader).values_list("event", flat=True))
    for event in started:
        yield event, tally("participant", _("Participants"), people, event)
        yield event, tally("team", _("Teams"), teams, event)
        if event.pk not in competing:
            yield event, tally("submission", _("Submissions"), projects, event)


def count_by_event(rows: QuerySet, events: list[Event], *, path: str = "event") -> dict[int, int]:
    """How many rows each of the events has, in one query."""
    found = rows.filter(**{f"{path}__in": events}).order_by().values_list(path)
    return dict(found.annotate(n=Count("pk", distinct=True)))


def tally(model: str, label: str, numbers: dict[int, int], event: Event) -> Tally:
    url = f"{reverse(f'admin:teams_{model}_changelist')}?event={event.pk}"
    return Tally(label, str(numbers.get(event.pk, 0)), url)


@undecided
def registration_of(person: User, events: list[Event], reader: User) -> Iterator[Undecided]:
    """The list of participants with this person alone: that is where organisers decide."""
    state = Participant.Status
    waiting = Q(status=state.APPLIED) | Q(status=state.WAITING, is_held=True)
    rows = Participant.objects.filter(waiting, user=person, event__in=events)
    places = reverse("admin:teams_participant_changelist")
    for row in rows.select_related("event"):
        sentence = _("“%(event)s”: whether they take part is to be decided.")
        query = urlencode([("event", row.event_id), ("q", person.email)])
        yield Undecided(sentence % {"event": row.event}, f"{places}?{query}")


@undecided
def help_of(person: User, events: list[Event], reader: User) -> Iterator[Undecided]:
    """Coaches take what is asked; organisers see who is busy, and whom they could send."""
    waiting = HelpRequest.objects.filter(
        status=HelpRequest.Status.WAITING, team__members__user=person, team__event__in=events
    )
    for request in without_rivals(waiting, reader).select_related("team__event"):
        if not CLAIM_HELP.open_now(request):
            continue
        sentence = _("“%(event)s”: the team “%(team)s” waits for a coach: %(what)s")
        said = {"event": request.event, "team": request.team, "what": request.what}
        yield Undecided(sentence % said, reverse("teams:load", args=[request.event.slug]))


@undecided
def more_time_for(person: User, events: list[Event], reader: User) -> Iterator[Undecided]:
    asked = LateRequest.objects.filter(
        answer=LateRequest.Answer.WAITING, team__members__user=person, team__event__in=events
    )
    for request in without_rivals(asked, reader).select_related("team__event"):
        if not ANSWER_LATE.open_now(request):
            continue
        sentence = _("“%(event)s”: the team “%(team)s” asks for more time.")
        url = reverse("admin:teams_extension_deadlines", args=[request.event.pk])
        yield Undecided(sentence % {"event": request.event, "team": request.team}, url)
