from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from hackathon.kernel.operations import seen_at
from hackathon.kernel.tokens import hash_of
from hackathon.models import Event, User
from teams.participants.models.participant import plain_code
from teams.team import policy
from teams.team.freeze import fixed_from
from teams.team.models.joining import (
    Answer,
    JoinLink,
    JoinRequest,
)
from teams.team.models.team import Invitation, Member, Team


def team_or_404(event: Event, member: User, team_id: int) -> Team:
    """A team is a page for its own members only; for anyone else it does not exist."""
    team = get_object_or_404(event.teams.of(member).select_related("challenge"), pk=team_id)
    team.event = event
    return team


def captained_or_404(event: Event, captain: User, team_id: int) -> Team:
    """A captain's pages do not exist for the other members either."""
    team = team_or_404(event, captain, team_id)
    if not team.members.filter(user=captain, is_captain=True).exists():
        raise Http404
    return team


def open_team_or_404(event: Event, team_id: int) -> Team:
    """A team that lets itself be seen."""
    teams = event.teams.standing().filter(is_open=True).select_related("challenge")
    team = get_object_or_404(teams, pk=team_id)
    team.event = event
    return team


def other_teams(team: Team) -> QuerySet[Team]:
    """Teams that look for people: those a captain can propose a merger to."""
    return team.event.teams.standing().filter(is_open=True).exclude(pk=team.pk)


def seats_in(team: Team, user: User) -> tuple[Member, list[Member]]:
    """One's own seat, and those of the others."""
    members = list(team.members.select_related("user"))
    for member in members:
        member.team = team
    own = next(member for member in members if member.user_id == user.pk)
    return own, [member for member in members if member is not own]


def other_member_or_404(team: Team, user: User, member_id: int) -> Member:
    _own, others = seats_in(team, user)
    member = next((m for m in others if m.pk == member_id), None)
    if member is None:
        raise Http404
    return member


def team_of(event: Event, user: User) -> Team | None:
    team = event.teams.of(user).first()
    if team:
        team.event = event
    return team


def inviting_team(event: Event, user: User) -> Team | None:
    """The team into which this captain can invite somebody now, whether a seat is left or not."""
    team = team_of(event, user)
    return team if team and policy.INVITE_MEMBERS.allows(user, team) else None


def people_invited(team: Team) -> set[int]:
    """Whom the team has found and invited; of whom its addresses are it knows nothing."""
    found = team.invitations.pending().exclude(found=None)
    return set(found.values_list("found", flat=True))


def seats_of(user: User) -> QuerySet[Member]:
    """The person's seats in all events, the newest event first."""
    seats = user.seats.select_related("team__event", "team__challenge", "team__submission")
    return seats.order_by("-team__event__hacking_starts_at")


def open_invitations_to(user: User, **wanted: Any) -> list[Invitation]:
    """One for each team, also where it has found the person and typed their address besides."""
    offers = Invitation.objects.pending().to_person(user).filter(**wanted)
    rows = offers.select_related("team__event").order_by("-pk")
    return list({offer.team_id: offer for offer in rows}.values())[::-1]


def acceptable_invitations(event: Event, user: User) -> list[Invitation]:
    """Those to teams of this event that this person can accept now."""
    found = open_invitations_to(user, team__event=event)
    return [one for one in found if policy.ACCEPT_INVITATION.allows(user, one)]


def invitation_or_404(event: Event, reader: User, token: str) -> Invitation:
    """The invitation behind a mailed link, for who is invited alone."""
    offers = Invitation.objects.to_person(reader).filter(team__event=event)
    offers = offers.select_related("team__event", "team__challenge", "invited_by")
    invitation = offers.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise Http404
    return invitation


def team_invitation_or_404(team: Team, invitation_id: int) -> Invitation:
    return get_object_or_404(team.invitations.select_related("team__event"), pk=invitation_id)


def team_link_or_404(team: Team, link_id: int) -> JoinLink:
    link = get_object_or_404(team.join_links, pk=link_id)
    link.team = team
    return link


def link_behind(event: Event, typed: str) -> JoinLink | None:
    """The link that a code belongs to, however it was typed."""
    links = JoinLink.objects.filter(team__event=event, code_hash=hash_of(plain_code(typed)))
    return links.select_related("team__event", "team__challenge").first()


def link_or_404(event: Event, code: str) -> JoinLink:
    link = link_behind(event, code)
    if link is None:
        raise Http404
    return link


def request_of(team: Team, user: User) -> JoinRequest | None:
    return team.join_requests.filter(user=user, answer=Answer.WAITING).first()


def requests_of(event: Event, user: User) -> QuerySet[JoinRequest]:
    """What somebody asked and is not answered yet."""
    asked = JoinRequest.objects.filter(team__event=event, user=user, answer=Answer.WAITING)
    return asked.select_related("team")


def own_request_or_404(event: Event, user: User, request_id: int) -> JoinRequest:
    asked = JoinRequest.objects.filter(team__event=event, user=user)
    return get_object_or_404(asked.select_related("team__event"), pk=request_id)


def request_or_404(team: Team, request_id: int) -> JoinRequest:
    request = get_object_or_404(team.join_requests.select_related("user"), pk=request_id)
    request.team = team
    return request


def teams_are_fixed(event: Event) -> bool:
    """Whether the instant has come after which nobody joins a team."""
    return seen_at(event) >= fixed_from(event)


def usable_links(team: Team) -> list[JoinLink]:
    """Links that let somebody in, each with the instant at which that ends: no later than any
    change of teams."""
    event, now = team.event, seen_at(team.event)
    closes_at = fixed_from(event)
    links = list(team.join_links.usable_at(now))
    for link in links:
        is_earlier = now < closes_at < link.expires_at
        link.works_until = closes_at if is_earlier else link.expires_at
    return links
