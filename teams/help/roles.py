from collections.abc import Collection, Iterator

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from challenges.models import Challenge
from hackathon.kernel.guard import note_others
from hackathon.kernel.roles import (
    EVERYWHERE,
    Challenges,
    Holding,
    Received,
    Role,
    gives,
    holds,
)
from hackathon.models import Event
from teams.help.models.coach import Coach, CoachChallenge
from teams.help.models.request import HelpStep


@holds(Role.COACHES)
def who_coaches(event: Event, people: Collection[int]) -> Iterator[Holding]:
    """For the challenges that a coach was given, or for all; and wherever they have helped."""
    titles: dict[int, str] = {}
    coaches = event.coaches.filter(user__in=people, accepted_at__isnull=False)
    for coach in coaches.prefetch_related("fields"):
        if coach.user_id is None:
            continue
        titles = titles or titles_of(event)
        given = [field.challenge_id for field in coach.fields.all()]
        if not given:
            yield Holding(Role.COACHES, coach.user_id, EVERYWHERE, "")
        for challenge in given:
            label = titles[challenge]
            yield Holding(Role.COACHES, coach.user_id, frozenset({challenge}), label)
    helped = HelpStep.objects.filter(coach__event=event, coach__user__in=people).order_by()
    pairs = helped.values_list("coach__user", "request__team__challenge").distinct()
    for person, challenge in pairs:
        titles = titles or titles_of(event)
        label, only = titles[challenge], frozenset({challenge})
        yield Holding(Role.COACHES, person, only, label, is_final=True)


def titles_of(event: Event) -> dict[int, str]:
    return {row.pk: row.title for row in Challenge.objects.filter(event=event)}


@gives(Coach, Role.COACHES, ["event", "user", "email", "accepted_at", "token_hash"])
def coaching_by(coach: Coach) -> list[Received]:
    """Who coaches, or the address that is to coach; nobody where they declined."""
    if coach.declined_at and not coach.accepted_at:
        return []
    who = coach.user_id or coach.email
    return [(who, coached_keys(coach))] if who else []


def coached_keys(coach: Coach) -> Challenges:
    """Those that a coach was given; all, if none was."""
    return frozenset(coach.fields.values_list("challenge", flat=True)) or EVERYWHERE


@gives(CoachChallenge, Role.COACHES, ["coach", "challenge"])
def coaching_for(field: CoachChallenge) -> list[Received]:
    return list(coaching_by(field.coach))


@receiver(pre_delete, sender=CoachChallenge)
def look_at_who_had(instance: CoachChallenge, origin: object, **kwargs: object) -> None:
    """Without their last challenge a coach coaches all: to take it away gives them the role."""
    if getattr(origin, "model", type(origin)) is not Coach:
        note_others([instance.coach])
