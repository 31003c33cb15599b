"""Coaches are written down, invited, and accept."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from challenges.models import Challenge
from hackathon.errors import StateConflict
from hackathon.models import User
from teams import policy
from teams.models import Coach, CoachChallenge

SHOWN = ("name", "organisation", "profile", "languages", "is_listed", "email")


def save_coach(*, actor: User, coach: Coach, challenges: Sequence[Challenge]) -> Coach:
    """Write a coach as teams see them; the invitation's state is not touched."""
    with policy.EDIT_COACH.begin(actor, coach) as record:
        if any(challenge.event_id != coach.event_id for challenge in challenges):
            raise StateConflict(_("Choose challenges of the coach's own event."))
        coach.email = coach.email.lower()
        coach.save(update_fields=SHOWN if coach.pk else None)
        coach.fields.exclude(challenge__in=challenges).delete()
        known = set(coach.fields.values_list("challenge", flat=True))
        CoachChallenge.objects.bulk_create(
            CoachChallenge(coach=coach, challenge=challenge)
            for challenge in challenges
            if challenge.pk not in known
        )
        record.about(coach, challenges=sorted(challenge.pk for challenge in challenges))
    return coach


def invite_coach(*, actor: User, coach: Coach) -> Coach:
    """Send, or send again, the mail that opens the queue; an earlier link dies."""
    with policy.INVITE_COACH.begin(actor, coach, lock=[coach]) as record:
        if not coach.email:
            raise StateConflict(_("Give this coach an email address first."))
        if coach.accepted_at:
            raise StateConflict(_("This coach has accepted already."))
        coach.offer()
        coach.invited_at = record.at
        coach.save()
        record.about(coach)
    return coach


def accept_coaching(*, actor: User, coach: Coach) -> Coach:
    with policy.ACCEPT_COACHING.begin(actor, coach, lock=[coach]) as record:
        if coach.accepted_at or not coach.token_hash:
            raise StateConflict(_("This invitation has been used."))
        coach.user = actor
        coach.accepted_at = record.at
        coach.token_hash = None
        coach.save()
        record.about(coach)
    return coach
