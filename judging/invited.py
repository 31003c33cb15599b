"""What somebody sees who has been asked to sit on the jury, and what they say of themselves."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from hackathon.models import Event, User
from hackathon.operations import seen_at
from hackathon.tokens import hash_of
from judging.models import Judge, JuryRules

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
    """The seats that this address has been asked to take and has not taken."""
    offers = Judge.objects.filter(email__iexact=user.email, accepted_at=None)
    return offers.filter(invited_at__isnull=False).select_related("event")


def offer_or_404(event: Event, user: User) -> Judge:
    judge = offers_to(user).filter(event=event).first()
    if judge is None:
        raise Http404
    judge.event = event
    return judge


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
