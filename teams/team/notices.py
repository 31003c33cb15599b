from collections.abc import Iterator
from typing import Any

from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry
from teams.team.models.joining import (
    Answer,
    JoinRequest,
    MergeOffer,
)
from teams.team.models.team import Invitation, Team


def invitation_letter(invitation: Invitation) -> Letter:
    told = {"event": invitation.event, "invitation": invitation}
    return to_invited(invitation, "teams/mail/invitation", **told)


def to_invited(invitation: Invitation, template: str, /, **told: Any) -> Letter:
    """Who was found reads it at the address that they have now."""
    if invitation.found:
        return Letter.to(invitation.found, template, **told)
    return Letter.to_invited(invitation, template, **told)


@notice("team.register")
@notice("team.invite")
def invite_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    made = team.invitations.pending().filter(created_at=entry.at)
    for invitation in made.select_related("found"):
        yield invitation_letter(invitation)


@notice("team.register")
def confirm_registration(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    yield Letter.to(entry.actor, "teams/mail/registered", event=team.event, team=team)


@notice("invitation.accept")
def tell_captain_who_joined(entry: AuditEntry) -> Iterator[Letter]:
    team = entry.subject
    yield from to_captain(team, "teams/mail/joined", member=entry.actor)


@notice("invitation.resend")
def send_invitation_again(entry: AuditEntry) -> Iterator[Letter]:
    yield invitation_letter(entry.subject)


@notice("join_link.use")
def tell_captain_who_used_the_link(entry: AuditEntry) -> Iterator[Letter]:
    yield from to_captain(entry.subject, "teams/mail/came", member=entry.actor)


@notice("join_request.ask")
def tell_captain_who_asks(entry: AuditEntry) -> Iterator[Letter]:
    request = entry.subject
    yield from to_captain(request.team, "teams/mail/request", request=request)


@notice("join_request.answer")
@notice("join_request.decline")
def tell_who_asked(entry: AuditEntry) -> Iterator[Letter]:
    """Both are told: who asked gets the captain's words; the captain has just seen the page."""
    request = entry.subject
    yield Letter.to(
        request.user, "teams/mail/answer", event=request.event, team=request.team, request=request
    )


@notice("team.close")
@notice("team.merge")
@notice("merge.answer")
@notice("member.leave")
@notice("member.move")
@notice("participant.withdraw")
def tell_who_asked_a_team_that_ended(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever waited for an answer of a team that closed in this very act."""
    ended = {"answer": Answer.CLOSED, "answered_at": entry.at}
    for asked in JoinRequest.objects.filter(
        **ended, team__event=entry.event, team__closed_at=entry.at
    ).select_related("user", "team__event", "team__merged_into"):
        yield Letter.to(asked.user, "teams/mail/request_ended", event=entry.event, team=asked.team)
    for offer in MergeOffer.objects.filter(**ended, target__event=entry.event):
        for team, other in ((offer.source, offer.target), (offer.target, offer.source)):
            if other.closed_at == entry.at:
                yield from to_captain(team, "teams/mail/proposal_ended", other=other)


@notice("participant.withdraw")
@notice("participant.decide")
@notice("participant.move_up")
def tell_captain_whose_invitation_ended(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever has no place in the event any more is invited no more, and a seat is free again."""
    ended = Invitation.objects.filter(
        team__event=entry.event, revoked_at=entry.at, team__closed_at=None
    )
    ended = ended.exclude(team=entry.data.get("left") or 0)  # that captain reads who has left
    rows = list(ended.select_related("team__event", "found").order_by("pk"))
    named = {row.team_id for row in rows if row.found}
    for invitation in rows:
        if invitation.found is None and invitation.team_id in named:
            continue  # the captain reads of the person, and not which address is theirs
        yield from to_captain(invitation.team, "teams/mail/invitation_ended", invitation=invitation)


@notice("team.fix")
def tell_whose_offers_are_over(entry: AuditEntry) -> Iterator[Letter]:
    """Teams are fixed: the captain, also of a team that was to merge, and who was invited or has
    asked and is in no team."""
    team, data = entry.subject, entry.data
    offered = Invitation.objects.pending().filter(pk__in=data["invitations"])
    invitations = list(offered.select_related("found", "team__event"))
    asked = JoinRequest.objects.filter(pk__in=data["requests"], answer=Answer.WAITING)
    requests = list(asked.select_related("user").order_by("pk"))
    people = [request.user for request in requests]
    offers = MergeOffer.objects.filter(pk__in=data.get("offers", []), answer=Answer.WAITING)
    others = [
        offer.target if offer.source_id == team.pk else offer.source
        for offer in offers.select_related("source", "target").order_by("pk")
    ]
    told = {"invitations": invitations, "people": people, "others": others}
    yield from to_captain(team, "teams/mail/fixed", **told)
    seats = team.event.members.values_list("user__email", flat=True)
    seated = {address.lower() for address in seats}
    letters = [
        to_invited(row, "teams/mail/fixed_invited", event=team.event, team=team)
        for row in invitations
    ]
    for address, letter in {letter.recipient.lower(): letter for letter in letters}.items():
        if address not in seated:
            yield letter
    for request in requests:
        if request.user.email.lower() not in seated:
            yield Letter.to(request.user, "teams/mail/fixed_asked", event=team.event, team=team)


@notice("captain.hand_over")
def tell_new_captain(entry: AuditEntry) -> Iterator[Letter]:
    yield from to_captain(entry.subject, "teams/mail/captain")


@notice("member.leave")
def tell_captain_who_left(entry: AuditEntry) -> Iterator[Letter]:
    """If the captain has left, it is the new one who reads so, in the same mail."""
    told = {"member": entry.actor, "leads_now": bool(entry.data.get("captain"))}
    yield from to_captain(entry.subject, "teams/mail/left", **told)


@notice("participant.withdraw")
def tell_captain_who_withdrew(entry: AuditEntry) -> Iterator[Letter]:
    """Leaving the event is leaving the team: the captain is told of both at once."""
    team = Team.objects.standing().filter(pk=entry.data["left"] or 0).first()
    if team:
        yield from to_captain(team, "teams/mail/left", member=entry.actor, withdrew=True)


@notice("member.remove")
def tell_who_was_removed(entry: AuditEntry) -> Iterator[Letter]:
    departure = entry.subject
    yield Letter.to(
        departure.user,
        "teams/mail/removed",
        event=departure.event,
        team=departure.team,
        departure=departure,
    )


def to_captain(team: Team, template: str, **context: Any) -> Iterator[Letter]:
    """The captain at the moment of sending; a team that has closed since has none."""
    for seat in team.members.filter(is_captain=True).select_related("user"):
        yield Letter.to(seat.user, template, event=team.event, team=team, **context)


def to_members(team: Team, template: str, **context: Any) -> Iterator[Letter]:
    for seat in team.members.select_related("user"):
        yield Letter.to(seat.user, template, event=team.event, team=team, **context)
