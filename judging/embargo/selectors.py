"""What somebody reads in place of a ranking that is not for them, or not yet."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from challenges.models import Challenge
from hackathon.models import Event, User
from judging.embargo.waits import (
    awaited_panels,
    is_waiting,
    owed_on,
    seats_of,
    sits_beside_others,
    sits_elsewhere,
    tied_challenges,
)
from judging.jury.models import PanelSeat
from judging.jury.policy import is_president

NOBODY_READS = gettext_lazy(
    "Nobody can read this at the moment: there is no one beside you who leads the panel or may see "
    "marks and has no conflict of interest here. Ask the organisers to give somebody the right to "
    "see marks, then open this page again and send it. Until then it is kept on this device only: "
    "copy it."
)


def waiting_in_words(user: User, challenge: Challenge) -> list[str]:
    """One sentence for each panel whose marks come first; none if nothing is kept from them."""
    if sits_elsewhere(user, challenge):
        return [beside_others_in_words()]
    return [awaited_in_words(seat, challenge) for seat in awaited_panels(user, challenge)]


def waiting_in_event(user: User, event: Event) -> list[str]:
    """Why this person may not know all marks of the event yet; none if nothing is kept."""
    seats = seats_of(user).filter(judge__event=event).select_related("challenge")
    said = []
    for seat in seats:
        seat.judge.event = seat.challenge.event = event
        if is_waiting(seat):
            sentence = awaited_in_words(seat, seat.challenge)
            told = {"challenge": seat.challenge, "sentence": sentence}
            said.append(_("About “%(challenge)s”: %(sentence)s") % told)
    return [*said, *([beside_others_in_words()] if sits_beside_others(user, event) else [])]


def beside_others_in_words() -> str:
    return _(
        "You sit on the jury: until judging is over you are shown marks and rankings of your own "
        "panels alone, because a project can still move from another panel to yours."
    )


def hidden_in_words(user: User, challenge: Challenge) -> str:
    """What stands in place of the marks of another judge."""
    if sits_elsewhere(user, challenge):
        return beside_others_in_words()
    return _("Hand in your own scorecards first: these are the marks of another judge.")


def awaited_in_words(seat: PanelSeat, challenge: Challenge) -> str:
    owed, is_own = owed_on(seat), seat.challenge_id == challenge.pk
    if owed and is_own:
        sentence = ngettext(
            "Hand in your last scorecard first: %(n)d is open.",
            "Hand in your own scorecards first: %(n)d are open.",
            owed,
        )
    elif owed:
        sentence = ngettext(
            "Hand in your last scorecard for “%(challenge)s” first: %(n)d is open. Both "
            "challenges have the same criteria, and their rankings are computed together.",
            "Hand in your own scorecards for “%(challenge)s” first: %(n)d are open. Both "
            "challenges have the same criteria, and their rankings are computed together.",
            owed,
        )
    elif is_own:
        sentence = _("The discussion of this panel has not been opened yet.")
    else:
        sentence = _(
            "The discussion of “%(challenge)s”, on whose panel you sit, has not been opened yet. "
            "Both challenges have the same criteria, and their rankings are computed together."
        )
    return sentence % {"n": owed, "challenge": seat.challenge}


def kept_in_words(user: User, challenge: Challenge) -> list[str]:
    """Why this person learns nothing of how the challenge stands, and who acts in their place;
    nothing, if they have no conflict of interest that this touches."""
    if challenge.pk not in tied_challenges(user, challenge.event):
        return []
    said = [
        _(
            "You have a conflict of interest with a team whose marks this ranking rests on. How "
            "the projects stand is not shown to you: even a rank or a number that is missing "
            "would tell."
        )
    ]
    if is_president(user, challenge):
        said.append(deputy_in_words(user, challenge))
    return said


def deputy_in_words(user: User, challenge: Challenge) -> str:
    others = challenge.panel_seats.leading().exclude(judge__user=user)
    deputy = others.select_related("judge").first()
    if deputy is None:
        return _(
            "Nobody can decide a tie in your place yet: ask the organisers to name a deputy "
            "president for this panel."
        )
    return _("%(name)s, the deputy president, decides in your place.") % {"name": deputy.judge}
