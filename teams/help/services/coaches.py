"""Coaches are written down, invited, and accept."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.kernel.editing import (
    RequireCurrent,
    accept_any,
    copy_fields,
    find_stored,
)
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.inviting import (
    decline_offer,
    end_offer_to,
    require_askable,
    require_open_offer,
    send_offer,
)
from hackathon.models import User
from teams.help import policy
from teams.help.models.coach import Coach, CoachChallenge

SHOWN = ("name", "organisation", "profile", "languages", "is_listed", "email")


def save_coach(
    *,
    actor: User,
    coach: Coach,
    challenges: Sequence[Challenge] | None = None,
    fields: Collection[str] | None = None,
    require_current: RequireCurrent = accept_any,
) -> Coach:
    """Write a coach as teams see them; an open invitation ends with the address it went to.

    Of a coach who is there already only ``fields`` are written, or all that teams see if that is
    None; without ``challenges`` theirs stay as they are.
    """
    coach.email = coach.email.lower()
    stored = find_stored(coach) if coach.pk else coach
    with policy.EDIT_COACH.begin(actor, stored, lock=[stored] if coach.pk else []) as record:
        if any(challenge.event_id != stored.event_id for challenge in challenges or ()):
            raise StateConflict(_("Choose challenges of the coach's own event."))
        if stored is coach:
            coach.save()
        else:
            require_current(fields or ())
            address = stored.email
            copy_fields(stored, coach, [n for n in SHOWN if fields is None or n in fields])
            end_offer_to(stored, address)
        told: dict[str, list[Any]] = {"fields": sorted(fields or ())}
        if challenges is not None:
            set_challenges(stored, challenges)
            told["challenges"] = sorted(challenge.pk for challenge in challenges)
        record.about(stored, **told)
    return stored


def set_challenges(coach: Coach, challenges: Sequence[Challenge]) -> None:
    """The challenges that the coach helps best with, and no others."""
    coach.fields.exclude(challenge__in=challenges).delete()
    known = set(coach.fields.values_list("challenge", flat=True))
    CoachChallenge.objects.bulk_create(
        CoachChallenge(coach=coach, challenge=challenge)
        for challenge in challenges
        if challenge.pk not in known
    )


def invite_coach(*, actor: User, coach: Coach, language: str = "") -> Coach:
    """Send, or send again, the mail that opens the queue; an earlier link dies.

    Without a ``language`` it is the one that was chosen before, or ``coach.speaks``.
    """
    with policy.INVITE_COACH.begin(actor, coach, lock=[coach]) as record:
        require_askable(
            coach,
            no_address=gettext("Give this coach an email address first."),
            is_in=gettext("This coach has accepted already."),
        )
        send_offer(record, coach, language)
    return coach


def accept_coaching(*, actor: User, coach: Coach) -> Coach:
    with policy.ACCEPT_COACHING.begin(actor, coach, lock=[coach]) as record:
        require_open_offer(coach)
        coach.accept(actor, record.at)
        coach.save()
        record.about(coach)
    return coach


def decline_coaching(*, actor: User, coach: Coach) -> Coach:
    """Say no to coaching; the organisers are told, and can ask again."""
    with policy.DECLINE_COACHING.begin(actor, coach, lock=[coach]) as record:
        decline_offer(record, coach)
    return coach
