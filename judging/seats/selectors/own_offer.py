"""What somebody sees who has been asked to sit on the jury, and what they say of themselves."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from hackathon.kernel.obstacles import Obstacle
from hackathon.kernel.operations import seen_at
from hackathon.kernel.role_words import sentence_for
from hackathon.kernel.roles import Role, obstacle_to
from hackathon.kernel.tokens import hash_of
from hackathon.models import Event, User
from judging.jury.models import Judge, PanelSeat
from judging.rules.models import JuryRules
from judging.seats.selectors.own_seat import can_have_read_marks

LANGUAGES = [code for code, _name in settings.LANGUAGES]
TRANSLATED = ("function", "organisation", "biography")
SAID = {f"{name}_{code}" for name in TRANSLATED for code in LANGUAGES}
SAID |= {"languages", "availability"}


def judge_behind(event_slug: str, token: str) -> Judge | None:
    """Who a mailed link is for, while it works. The link itself is the permission to know."""
    judges = Judge.objects.filter(event__slug=event_slug, token_hash=hash_of(token))
    judge = judges.select_related("event").first()
    if judge is None or not judge.opens_with(token, seen_at(judge.event)):
        return None
    return judge


def offers_to(user: User) -> QuerySet[Judge]:
    """The seats that this address has been asked to take and has not answered."""
    offers = Judge.objects.filter(email__iexact=user.email, accepted_at=None)
    offers = offers.filter(invited_at__isnull=False, declined_at=None)
    return offers.select_related("event")


def offer_or_404(event: Event, user: User) -> Judge:
    judge = offers_to(user).filter(event=event).first()
    if judge is None:
        raise Http404
    judge.event = event
    return judge


def seats_offered(judge: Judge) -> QuerySet[PanelSeat]:
    """Of which panels they are asked to be what, in the order of the challenges."""
    seats = judge.panel_seats.select_related("challenge")
    return seats.order_by("challenge__position", "challenge__pk")


def obstacle_to_judging(event: Event, user: User) -> Obstacle | None:
    """Nobody judges an event in which they compete: what they read instead of a form."""
    found = obstacle_to(event, user, Role.JUDGES)
    if found is None:
        return None
    return Obstacle(sentence_for(user, event, Role.JUDGES, found), found.url, _("Open the team"))


def obstacle_to_accepting(event: Event, user: User) -> Obstacle | None:
    """The same before somebody takes their seat, who also has not read the marks of others."""
    if found := obstacle_to_judging(event, user):
        return found
    if can_have_read_marks(user, event):
        return Obstacle(marks_lie_open())
    return None


def marks_lie_open() -> str:
    return _(
        "As an organiser you may see the jury's marks, or could since the first mark was given: "
        "who can have seen the marks of others gives none. Decline, and ask another organiser to "
        "find somebody else."
    )


def conducts_of(event: Event) -> set[str]:
    """The fingerprints of the code of conduct as it is now, in every language."""
    rules = JuryRules.objects.filter(event=event).first()
    texts = {getattr(rules, f"conduct_{code}") for code in LANGUAGES} if rules else set()
    return {hash_of(text) for text in texts if text and text.strip()}


def conduct_of(event: Event) -> tuple[str, str]:
    """The code of conduct in the reader's language, and its fingerprint."""
    rules = JuryRules.objects.filter(event=event).first()
    text = (rules.conduct or "") if rules else ""
    return (text, hash_of(text)) if text.strip() else ("", "")


def said_by(judge: Judge) -> dict[str, object]:
    return {name: getattr(judge, name) for name in SAID}
