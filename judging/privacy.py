"""What a judge who deletes their account gives up first, and what stays of their work."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from hackathon.models import User
from hackathon.models.user import address_of_nobody
from hackathon.privacy import Hold, empties_account, holds_account, keeps_of_account
from judging.models import Candidate, Judge, Scorecard


@holds_account
def who_judges(person: User, now: datetime) -> Iterator[Hold]:
    seats = Judge.objects.seated().filter(user=person, event__published_at=None)
    for judge in seats.select_related("event"):
        sentence = _("You sit on the jury of “%(event)s”. Ask the organisers to excuse you.")
        yield Hold(sentence % {"event": judge.event}, judge.event.get_absolute_url())


@keeps_of_account
def what_the_jury_keeps(person: User) -> Iterator[str]:
    if Judge.objects.filter(user=person).exists():
        yield _(
            "Your name and function stay in the jury's list and minutes, because a result rests on "
            "who judged. Your address, photo and biography go."
        )
    if Scorecard.objects.finished().filter(judge__user=person).exists():
        yield _("The scorecards that you gave stay: rankings and prizes rest on them.")


@empties_account
def empty_judges(person: User) -> None:
    """Each row stands for who judged, and for nothing that reaches them."""
    texts = [f"biography_{code}" for code, _name in settings.LANGUAGES]
    asked = Candidate.objects.filter(email__iexact=person.email)
    asked.exclude(answer=Candidate.Answer.WAITING).update(
        name="", email=address_of_nobody(person.pk)
    )
    for judge in Judge.objects.filter(user=person):
        for name in ("email", "photo", "availability", *texts):
            setattr(judge, name, "")
        judge.languages, judge.token_hash = [], None
        judge.save()
