from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice, to_organisers
from hackathon.models import AuditEntry
from teams.help.models.coach import Coach
from teams.help.models.request import HelpRequest


@notice("coach.invite")
def invite_coach_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    coach = entry.subject
    yield Letter.to_invited(coach, "teams/mail/coach", event=coach.event, coach=coach)


@notice("coach.decline")
def tell_organisers_who_declined(entry: AuditEntry) -> Iterator[Letter]:
    coach = entry.subject
    yield from to_organisers(coach.event, "teams/mail/coach_declined", coach=coach)


@notice("help.hand_on")
def tell_who_takes_over(entry: AuditEntry) -> Iterator[Letter]:
    """Only a coach to whom it was handed; whoever looks at the queue sees the rest."""
    if entry.data["to"]:
        request = entry.subject
        receiver = Coach.objects.select_related("user").get(pk=entry.data["to"])
        yield Letter.to(
            receiver.user,
            "teams/mail/handed_on",
            event=request.event,
            request=request,
            sender=entry.actor,
        )


@notice("help.ask")
def tell_organisers_where_nobody_coaches(entry: AuditEntry) -> Iterator[Letter]:
    """Coaches have the queue before them, which a mail for each request would only repeat."""
    request = entry.subject
    if not request.event.coaches.filter(accepted_at__isnull=False).exists():
        others = request.event.members.exclude(team=request.team)
        rivals = set(others.values_list("user", flat=True))
        for letter in to_organisers(request.event, "teams/mail/no_coach", request=request):
            # who competes reads nothing that others ask
            if letter.reader and letter.reader.pk not in rivals:
                yield letter


@notice("help.end")
def tell_whose_request_ended(entry: AuditEntry) -> Iterator[Letter]:
    """Hacking is over: who asked, and the coach who was coming."""
    request = entry.subject
    people = [request.asked_by, *([request.claimed_by.user] if request.claimed_by else [])]
    for person in people:
        told = {"request": request, "is_coach": person != request.asked_by}
        yield Letter.to(person, "teams/mail/help_ended", event=request.event, **told)


@notice("help.cancel")
def tell_coach_who_was_coming(entry: AuditEntry) -> Iterator[Letter]:
    """The team does not need them any more."""
    request = entry.subject
    if request.claimed_by and request.claimed_by.user != entry.actor:
        yield to_coach(request, "cancelled")


@notice("team.close")
@notice("team.merge")
@notice("merge.answer")
@notice("member.leave")
@notice("member.move")
@notice("participant.withdraw")
def tell_coaches_of_a_team_that_ended(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever was coming to a team that closed in this very act."""
    ended = HelpRequest.objects.filter(
        team__event=entry.event,
        team__closed_at=entry.at,
        status=HelpRequest.Status.CANCELLED,
        closed_at=entry.at,
        claimed_by__isnull=False,
    )
    for request in ended.select_related("claimed_by__user", "team__event").order_by("pk"):
        yield to_coach(request, "closed")


def to_coach(request: HelpRequest, what: str) -> Letter:
    return Letter.to(
        request.helper.user,
        "teams/mail/coach_told",
        event=request.event,
        request=request,
        what=what,
    )


@notice("help.resume")
def tell_whose_request_goes_on(entry: AuditEntry) -> Iterator[Letter]:
    """Hacking goes on after all: the same people."""
    request = entry.subject
    people = [request.asked_by, *([request.claimed_by.user] if request.claimed_by else [])]
    for person in people:
        told = {"request": request, "is_coach": person != request.asked_by}
        yield Letter.to(person, "teams/mail/help_resumed", event=request.event, **told)
