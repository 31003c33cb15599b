"""What somebody reads when two roles exclude each other: why, and what to give up first.

A person reads it of themselves, an organiser of anybody. Everybody else reads of another person
only that they have another part in the event, and not which.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _

from hackathon.kernel.models.event import Event
from hackathon.kernel.models.user import User
from hackathon.kernel.predicates import is_organiser
from hackathon.kernel.roles import Holding, Role

Words = Callable[[], str]


OF_ALL = None
# The role that is wanted, the one that is held, and whether nothing that they could give up would
# undo it; OF_ALL where it is held for every challenge, so that none is named.
Key = tuple[Role, Role, bool | None]


def sentence_for(actor: User | None, event: Event, role: Role, found: Holding) -> str:
    """Why ``found`` stands in the way of ``role``, for this reader."""
    if actor is not None and actor.pk == found.person:
        return of_oneself(role, found)
    person = User.objects.get(pk=found.person)
    if actor is not None and is_organiser(actor, event):
        return of_somebody(role, found, person)
    return of_another_part(person)


def of_another_part(person: User) -> str:
    """What everybody else reads."""
    return _(
        "%(person)s has another part in this event that excludes this. They can ask the "
        "organisers about it."
    ) % {"person": person}


def key_of(role: Role, found: Holding) -> Key:
    is_of_all = found.role == Role.COACHES and not found.label
    return role, found.role, OF_ALL if is_of_all else found.is_final


def of_oneself(role: Role, found: Holding) -> str:
    said = {"team": found.label, "challenge": found.label}
    return OWN[key_of(role, found)]() % said


def of_somebody(role: Role, found: Holding, person: User) -> str:
    said = {"team": found.label, "challenge": found.label, "person": person}
    return OTHERS[key_of(role, found)]() % said


def of_deciding(found: Holding) -> str:
    """Why an organiser who competes decides nothing of the contest; they read it of themselves."""
    return _(
        "You are in the team %(team)s, and nobody who competes decides about the teams, the jury, "
        "the rules or the times of the event. Ask another organiser, or leave the team first."
    ) % {"team": found.label}


OWN: dict[Key, Words] = {
    (Role.JUDGES, Role.COMPETES, False): lambda: _(
        "You are in the team %(team)s, and nobody judges an event in which they compete. Leave "
        "the team first, or ask the organisers."
    ),
    (Role.SEES_MARKS, Role.COMPETES, False): lambda: _(
        "You are in the team %(team)s, and nobody who competes may know the jury's marks or "
        "decide about them. Leave the team first, or ask another organiser."
    ),
    (Role.COACHES, Role.COMPETES, False): lambda: _(
        "You are in the team %(team)s, and nobody coaches a challenge for which they compete. "
        "Leave the team first, or ask the organisers."
    ),
    (Role.COMPETES, Role.JUDGES, False): lambda: _(
        "You sit on the jury, and nobody competes in an event that they judge. Ask the "
        "organisers to excuse you from the jury first."
    ),
    (Role.COMPETES, Role.JUDGES, True): lambda: _(
        "You have given marks as a judge of this event, so you cannot compete in it."
    ),
    (Role.COMPETES, Role.SEES_MARKS, False): lambda: _(
        "As an organiser you may see the jury's marks, and whoever sees marks does not compete. "
        "Ask another organiser to take this right from you first."
    ),
    (Role.COMPETES, Role.SEES_MARKS, True): lambda: _(
        "You are the only organiser who may see the jury's marks, and whoever sees marks does not "
        "compete. Add another organiser who may see them first; they can take this right from you."
    ),
    (Role.COMPETES, Role.COACHES, False): lambda: _(
        "You coach for “%(challenge)s”, and nobody competes for a challenge that they coach. "
        "Choose another challenge, or ask the organisers to take this one from you as a coach."
    ),
    (Role.COMPETES, Role.COACHES, OF_ALL): lambda: _(
        "You coach for every challenge of this event, and nobody competes for a challenge that "
        "they coach. Ask the organisers to take you off the list of coaches first."
    ),
    (Role.COMPETES, Role.COACHES, True): lambda: _(
        "You have helped teams of “%(challenge)s” as a coach, so you cannot compete for this "
        "challenge. Choose another one."
    ),
}

OTHERS: dict[Key, Words] = {
    (Role.JUDGES, Role.COMPETES, False): lambda: _(
        "%(person)s is in the team %(team)s, and nobody judges an event in which they compete. "
        "They have to leave the team first."
    ),
    (Role.SEES_MARKS, Role.COMPETES, False): lambda: _(
        "%(person)s is in the team %(team)s, and nobody who competes may know the jury's marks. "
        "They have to leave the team first."
    ),
    (Role.COACHES, Role.COMPETES, False): lambda: _(
        "%(person)s is in the team %(team)s, and nobody coaches a challenge for which they "
        "compete. Choose other challenges for this coach; otherwise they have to leave the team "
        "first."
    ),
    (Role.COMPETES, Role.JUDGES, False): lambda: _(
        "%(person)s sits on the jury, and nobody competes in an event that they judge. Excuse "
        "them from the jury first."
    ),
    (Role.COMPETES, Role.JUDGES, True): lambda: _(
        "%(person)s has given marks as a judge of this event, and cannot compete in it."
    ),
    (Role.COMPETES, Role.SEES_MARKS, False): lambda: _(
        "%(person)s may see the jury's marks as an organiser, and whoever sees marks does not "
        "compete. Take this right from them first."
    ),
    (Role.COMPETES, Role.SEES_MARKS, True): lambda: _(
        "%(person)s is the only organiser who may see the jury's marks, and whoever sees marks "
        "does not compete. They have to let another organiser see them first."
    ),
    (Role.COMPETES, Role.COACHES, False): lambda: _(
        "%(person)s coaches for “%(challenge)s”, and nobody competes for a challenge that they "
        "coach. Take this challenge from the coach first, or choose a team of another one."
    ),
    (Role.COMPETES, Role.COACHES, OF_ALL): lambda: _(
        "%(person)s coaches for every challenge of this event, and nobody competes for a "
        "challenge that they coach. Take them off the list of coaches first."
    ),
    (Role.COMPETES, Role.COACHES, True): lambda: _(
        "%(person)s has helped teams of “%(challenge)s” as a coach, and cannot compete for this "
        "challenge."
    ),
}
