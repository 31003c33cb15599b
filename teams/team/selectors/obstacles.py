"""What stands in somebody's way into a team, or in the team's own: one answer for the page that
would offer it, and for the service that would do it. The service asks again, under lock."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from hackathon.kernel.obstacles import Obstacle, of_time
from hackathon.kernel.operations import Operation, seen_at
from hackathon.kernel.role_words import sentence_for
from hackathon.kernel.roles import (
    Challenges,
    Holding,
    Role,
    obstacles_among,
)
from hackathon.models import Event, User
from teams.participants.models.participant import Participant
from teams.participants.selectors import must_register, of_withdrawal
from teams.team import policy
from teams.team.models.joining import Departure, JoinLink, JoinRequest
from teams.team.models.team import Invitation, Team
from teams.team.selectors.directory import looking_people

BETWEEN_MAILS = timedelta(minutes=2)


def of_own_team(event: Event, user: User) -> Obstacle | None:
    """Nobody is in two teams of an event."""
    team = event.teams.of(user).first()
    if team is None:
        return None
    team.event = event
    return Obstacle(
        _("You are in the team %(team)s. Leave it first; then you can join or register another.")
        % {"team": team.name},
        team.get_absolute_url(),
        _("Open the team"),
    )


def of_other_role(event: Event, user: User, challenges: Challenges) -> Obstacle | None:
    """Nobody competes who judges, sees marks, or coaches the challenge; told to the person."""
    return of_somebodys_role(event, [user.pk], challenges, user)


def barred_challenges(
    event: Event, user: User, found: list[Holding] | None = None
) -> dict[int, str]:
    """The challenges for which this person cannot register a team, each with the sentence why."""
    if found is None:
        found = obstacles_among(event, [user.pk], Role.COMPETES)
    return {
        challenge: sentence_for(user, event, Role.COMPETES, holding)
        for holding in found
        for challenge in holding.challenges or ()
    }


def of_every_challenge(event: Event, user: User, found: list[Holding]) -> Obstacle | None:
    """A coach of all that there is has none left to compete for."""
    barred = barred_challenges(event, user, found)
    if not barred or event.challenges.exclude(pk__in=barred).exists():
        return None
    return Obstacle(next(iter(barred.values())))


def of_somebodys_role(
    event: Event, people: list[int], challenges: Challenges, reader: User | None
) -> Obstacle | None:
    """The same about others: captains read no more than that there is something."""
    for found in obstacles_among(event, people, Role.COMPETES, challenges):
        return Obstacle(sentence_for(reader, event, Role.COMPETES, found))
    return None


def challenge_of(team: Team) -> Challenges:
    return frozenset({team.challenge_id})


def of_closed_or_full_team(team: Team) -> Obstacle | None:
    """The team is closed, or takes in nobody more."""
    if team.closed_at:
        return Obstacle(_("The team %(team)s is closed.") % {"team": team.name})
    size, most = team.members.count(), team.event.max_team_size
    if size >= most:
        words = _("This team is full: %(size)d of %(most)d.") % {"size": size, "most": most}
        return Obstacle(words)
    return None


def of_departure(team: Team, user: User, made_at: datetime, *, is_link: bool) -> Obstacle | None:
    """The person was in this team and is no more: what was opened before opens it no longer.

    Whoever was sent out comes back by an invitation or an answer of the captain alone.
    """
    last = team.departures.filter(user=user).order_by("left_at", "pk").last()
    if last is None:
        return None
    if is_link and last.cause in Departure.SENT_AWAY:
        return Obstacle(
            _(
                "You were taken out of the team %(team)s, so this link is not for you. Ask the "
                "captain for an invitation of your own."
            )
            % {"team": team.name}
        )
    if made_at <= last.left_at:
        return Obstacle(
            _("You have left the team %(team)s since. Ask the captain for a new invitation.")
            % {"team": team.name}
        )
    return None


def of_invitation(invitation: Invitation) -> Obstacle | None:
    """The invitation was used, or withdrawn."""
    if invitation.accepted_at:
        return Obstacle(_("This invitation has been used."))
    if invitation.revoked_at:
        return Obstacle(_("This invitation was withdrawn. Ask the captain for a new one."))
    return None


def of_link(link: JoinLink, at: datetime) -> Obstacle | None:
    """The link was withdrawn, is too old, or is used up."""
    if link.revoked_at or link.expires_at <= at:
        return Obstacle(_("This link does not work any more. Ask the captain for a new one."))
    if link.uses_left < 1:
        return Obstacle(_("This link has been used up. Ask the captain for a new one."))
    return None


def to_getting_in(operation: Operation, event: Event, user: User) -> Obstacle | None:
    """What keeps somebody from this way into a team, whichever team it is."""
    return of_time(operation, event) or of_own_team(event, user) or to_competing(event, user)


def to_finding_a_team(event: Event, user: User) -> Obstacle | None:
    return to_getting_in(policy.ASK_TO_JOIN, event, user)


def to_registering(event: Event, user: User) -> Obstacle | None:
    return to_getting_in(policy.REGISTER_TEAM, event, user)


def to_typing_code(event: Event, user: User) -> Obstacle | None:
    return to_getting_in(policy.USE_LINK, event, user)


def to_asking(team: Team, user: User) -> Obstacle | None:
    return (
        of_time(policy.ASK_TO_JOIN, team)
        or of_own_team(team.event, user)
        or of_other_role(team.event, user, challenge_of(team))
        or of_closed_or_full_team(team)
    )


def to_accepting(invitation: Invitation, user: User) -> Obstacle | None:
    return (
        of_invitation(invitation)
        or of_departure(invitation.team, user, invitation.created_at, is_link=False)
        or of_own_team(invitation.event, user)
        or of_other_role(invitation.event, user, challenge_of(invitation.team))
        or of_time(policy.ACCEPT_INVITATION, invitation)
        or of_closed_or_full_team(invitation.team)
    )


def to_using(link: JoinLink, user: User) -> Obstacle | None:
    return (
        of_link(link, seen_at(link.event))
        or of_departure(link.team, user, link.created_at, is_link=True)
        or of_own_team(link.event, user)
        or of_other_role(link.event, user, challenge_of(link.team))
        or of_time(policy.USE_LINK, link)
        or of_closed_or_full_team(link.team)
    )


def to_competing(event: Event, user: User) -> Obstacle | None:
    """What keeps somebody out of every team, so that a place in the event is of no use to them."""
    found = obstacles_among(event, [user.pk], Role.COMPETES)
    for holding in found:
        if holding.role != Role.COACHES or not holding.challenges:
            return Obstacle(sentence_for(user, event, Role.COMPETES, holding))
    return of_every_challenge(event, user, found)


def to_taking_in(asked: JoinRequest) -> Obstacle | None:
    """A captain can always decline; whether they can accept is asked here."""
    team = asked.team
    if team.event.teams.of(asked.user).exists():
        return Obstacle(_("%(person)s is in another team by now.") % {"person": asked.user})
    if gone := of_withdrawal(team.event, asked.user):
        return gone
    if team.departures.filter(user=asked.user, left_at__gte=asked.asked_at).exists():
        return Obstacle(_("%(person)s has left this team since.") % {"person": asked.user})
    if asked.is_for_another_challenge:
        words = _(
            "%(person)s asked to join when the team competed for “%(challenge)s”. They have been "
            "told that it competes for another challenge now, and can ask anew."
        )
        return Obstacle(words % {"person": asked.user, "challenge": asked.challenge})
    if must_register(team.event, asked.user):
        words = _("%(person)s has no place in the event yet.") % {"person": asked.user}
        return Obstacle(words)
    return of_somebodys_role(
        team.event, [asked.user_id], challenge_of(team), None
    ) or of_closed_or_full_team(team)


def to_inviting(team: Team) -> Obstacle | None:
    """Each invitation promises a seat, and no more seats are promised than there are."""
    if full := of_closed_or_full_team(team):
        return full
    promised = team.members.count() + team.invitations.pending().count()
    if promised >= team.event.max_team_size:
        return Obstacle(
            _(
                "Every free seat is promised by an invitation. Withdraw one to invite somebody "
                "else."
            ),
            team.get_absolute_url(),
            _("Open the team"),
        )
    return None


def to_being_found(team: Team, participant: Participant) -> Obstacle | None:
    """Somebody in the list of people is invited once, while they look for a team."""
    said = {"person": participant.user}
    if not looking_people(team.event).filter(pk=participant.pk).exists():
        return Obstacle(_("%(person)s does not look for a team any more.") % said)
    if team.invitations.pending().filter(found=participant.user).exists():
        return Obstacle(_("%(person)s has been invited to your team already.") % said)
    return of_somebodys_role(team.event, [participant.user_id], challenge_of(team), None)


def to_resending(invitation: Invitation, at: datetime) -> Obstacle | None:
    """A mail has just gone out."""
    if at - (invitation.sent_at or invitation.created_at) < BETWEEN_MAILS:
        return Obstacle(_("A mail has just been sent. Wait two minutes, then try again."))
    return None
