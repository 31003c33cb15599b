from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from challenges.selectors import shown_challenges
from hackathon.models import Event, User
from hackathon.readings import Reading
from hackathon.tokens import hash_of
from teams.coaching import coaches_of as coaches_of
from teams.coaching import coaches_who_helped as coaches_who_helped
from teams.models import Invitation, Member, Submission, Team, Version
from teams.models.submission import CONTENT as CONTENT


def team_or_404(event: Event, member: User, team_id: int) -> Team:
    """A team is a page for its own members only; for anyone else it does not exist."""
    team = get_object_or_404(event.teams.of(member).select_related("challenge"), pk=team_id)
    team.event = event
    return team


def team_of(event: Event, user: User) -> Team | None:
    team = event.teams.of(user).first()
    if team:
        team.event = event
    return team


def seats_of(user: User) -> QuerySet[Member]:
    """The person's seats in all events, the newest event first."""
    seats = user.seats.select_related("team__event", "team__challenge", "team__submission")
    return seats.order_by("-team__event__hacking_starts_at")


def open_invitations_to(user: User) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        email=user.email.lower(), accepted_at=None, revoked_at=None
    ).select_related("team__event")


def invitation_or_404(event: Event, reader: User, token: str) -> Invitation:
    """The invitation behind a mailed link, for the invited address alone."""
    offers = Invitation.objects.filter(team__event=event, email=reader.email.lower())
    offers = offers.select_related("team__event", "team__challenge", "invited_by")
    invitation = offers.filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise Http404
    return invitation


def team_invitation_or_404(team: Team, invitation_id: int) -> Invitation:
    return get_object_or_404(team.invitations.select_related("team__event"), pk=invitation_id)


def submission_of(team: Team) -> Submission | None:
    submission = Submission.objects.filter(team=team).select_related("attachment").first()
    if submission:
        submission.team = team
    return submission


def draft_or_404(team: Team) -> Submission:
    submission = submission_of(team)
    if submission is None:
        raise Http404
    return submission


def content_of(submission: Submission | None) -> dict[str, Any]:
    """What the form starts from; ``revision`` is the state that its reader has seen."""
    if submission is None:
        return {"revision": 0}
    content = {name: getattr(submission, name) for name in CONTENT}
    return {**content, "revision": submission.revision}


def versions_of(submission: Submission | None) -> list[Version]:
    if submission is None:
        return []
    return list(submission.versions.select_related("submitted_by"))


def version_or_404(team: Team, number: int) -> Version:
    versions = Version.objects.filter(submission__team=team)
    versions = versions.select_related("attachment", "submitted_by", "submission")
    version = get_object_or_404(versions, number=number)
    version.submission.team = team
    return version


@Reading
def shown_projects(language: str) -> str:
    return """
        SELECT * FROM (
            SELECT DISTINCT ON (v.submission_id)
                v.submission_id AS id, v.title, v.summary, t.name AS team, t.challenge_id
            FROM teams_version v
            JOIN teams_submission s ON s.id = v.submission_id
            JOIN teams_team t ON t.id = s.team_id
            WHERE t.event_id = %s AND s.status = 'submitted'
            ORDER BY v.submission_id, v.number DESC
        ) entered ORDER BY lower(title), id"""


def gallery(event: Event) -> list[tuple[Any, list[Any]]]:
    """Each challenge with its submitted projects; empty until the results are public."""
    if not event.published_at:
        return []
    shelves: dict[int, list[Any]] = {}
    for project in shown_projects(event.pk):
        shelves.setdefault(project.challenge_id, []).append(project)
    challenges = [row for row in shown_challenges(event.pk) if row.id in shelves]
    return [(challenge, shelves[challenge.id]) for challenge in challenges]


def entered_versions(event: Event) -> QuerySet[Version]:
    """What each team has entered into this event."""
    versions = Version.objects.entered().filter(submission__team__event=event)
    return versions.select_related("submission__team")


def public_version_or_404(event: Event, submission_id: int) -> Version:
    """A project as everyone sees it after publication."""
    if not event.published_at:
        raise Http404
    versions = entered_versions(event).select_related("submission__team__challenge", "attachment")
    return get_object_or_404(versions, submission=submission_id)
