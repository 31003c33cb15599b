from django.http import Http404
from django.shortcuts import get_object_or_404

from hackathon.models import Event, User
from hackathon.tokens import hash_of
from teams.models import Invitation, Team


def team_or_404(event: Event, member: User, team_id: int) -> Team:
    """A team is a page for its own members only; for anyone else it does not exist."""
    team = get_object_or_404(event.teams.of(member).select_related("challenge"), pk=team_id)
    team.event = event
    return team


def invitation_or_404(event: Event, reader: User, token: str) -> Invitation:
    """The invitation behind a mailed link, for the invited address alone."""
    offers = Invitation.objects.filter(team__event=event, email=reader.email.lower())
    offers = offers.select_related("team__event", "team__challenge", "invited_by")
    invitation = offers.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise Http404
    return invitation
