from collections.abc import Iterator

from challenges.models import Challenge
from hackathon.kernel.notices import Letter, notice
from hackathon.models import AuditEntry, User
from teams.help.models.request import HelpRequest
from teams.help.notices import to_coach
from teams.team.models.joining import (
    Answer,
    Departure,
    MergeOffer,
)
from teams.team.models.team import Invitation, Team
from teams.team.notices import invitation_letter, to_captain, to_members


@notice("team.match")
def invite_who_was_matched(entry: AuditEntry) -> Iterator[Letter]:
    made = Invitation.objects.filter(team__in=entry.data["teams"], created_at=entry.at)
    for invitation in made.select_related("team__event", "found"):
        yield invitation_letter(invitation)


@notice("member.take_out")
def tell_who_was_taken_out(entry: AuditEntry) -> Iterator[Letter]:
    """The person, and the captain, each with the organiser's reason."""
    departure = Departure.objects.select_related("user", "team").get(pk=entry.data["departure"])
    told = {"departure": departure, "by_organisers": True}
    yield Letter.to(
        departure.user, "teams/mail/removed", event=entry.event, team=departure.team, **told
    )
    yield from to_captain(departure.team, "teams/mail/taken_out", departure=departure)


@notice("team.correct")
def tell_team_what_was_corrected(entry: AuditEntry) -> Iterator[Letter]:
    before, data = entry.data.get("before", {}), entry.data
    captain = User.objects.filter(pk=data.get("captain")).first()
    yield from to_members(
        entry.subject.team,
        "teams/mail/put_right",
        ruling=entry.subject,
        verb=entry.verb,
        captain=captain,
        is_renamed=data.get("is_renamed", False),
        is_moved=before.get("challenge") != data.get("challenge"),
    )


@notice("team.correct")
def tell_who_asked_for_another_challenge(entry: AuditEntry) -> Iterator[Letter]:
    """A request holds for the challenge for which the team competed when they asked: who had
    asked reads that it holds no more, and if the team comes back, that it does again."""
    was, now = entry.data.get("before", {}).get("challenge"), entry.data.get("challenge")
    team = entry.subject.team
    if was == now or team.closed_at:
        return
    waiting = team.join_requests.filter(answer=Answer.WAITING, challenge__in=[was, now])
    challenges = Challenge.objects.in_bulk([was, now])
    for asked in waiting.select_related("user").order_by("pk"):
        yield Letter.to(
            asked.user,
            "teams/mail/request_elsewhere",
            event=entry.event,
            team=team,
            was=challenges[was].title,
            now=challenges[now].title,
            is_back=asked.challenge_id == now,
        )


@notice("team.reopen")
@notice("team.merge")
def tell_team_what_was_put_right(entry: AuditEntry) -> Iterator[Letter]:
    ruling = entry.subject
    yield from to_members(ruling.team, "teams/mail/put_right", ruling=ruling, verb=entry.verb)


@notice("member.move")
def tell_who_was_moved(entry: AuditEntry) -> Iterator[Letter]:
    ruling, person = entry.subject, User.objects.get(pk=entry.data["member"])
    told = {"ruling": ruling, "verb": entry.verb, "person": person}
    yield from to_members(ruling.team, "teams/mail/put_right", **told)
    if left := Team.objects.filter(pk=entry.data["left"]).first():
        yield from to_members(left, "teams/mail/put_right", **told)


@notice("team.close")
def tell_closed_team(entry: AuditEntry) -> Iterator[Letter]:
    ruling = entry.subject
    for user in User.objects.filter(pk__in=entry.data["members"]):
        yield Letter.to(
            user,
            "teams/mail/put_right",
            event=ruling.event,
            team=ruling.team,
            ruling=ruling,
            verb=entry.verb,
        )


@notice("team.reopen")
def tell_who_waits_again(entry: AuditEntry) -> Iterator[Letter]:
    """Who had been told that what they asked for, or had promised, has ended with the team."""
    team, back = entry.subject.team, entry.data
    asking = team.join_requests.filter(pk__in=back.get("requests", []), answer=Answer.WAITING)
    for asked in asking.select_related("user").order_by("pk"):
        yield Letter.to(asked.user, "teams/mail/request_waits", event=entry.event, team=team)
    helping = team.help_requests.filter(
        pk__in=back.get("helps", []), status=HelpRequest.Status.CLAIMED
    )
    for request in helping.select_related("claimed_by__user").order_by("pk"):
        yield to_coach(request, "reopened")
    offers = MergeOffer.objects.filter(pk__in=back.get("offers", []), answer=Answer.WAITING)
    for offer in offers.select_related("source", "target").order_by("pk"):
        other = offer.target if offer.source_id == team.pk else offer.source
        yield from to_captain(other, "teams/mail/proposal_waits", other=team, offer=offer)
