"""What a judge who deletes their account gives up first, and what stays of their work."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from hackathon.accounts.privacy import (
    Hold,
    addresses_of,
    empties_account,
    holds_account,
    keeps_of_account,
)
from hackathon.kernel.models.user import address_of_nobody
from hackathon.models import User
from judging.conflicts.models import Conflict
from judging.jury.models import Candidate, Judge
from judging.scorecards.models import Scorecard

OF_PAST_EVENT = Q(event__published_at__isnull=False)
WAITS_AT_THE_DOOR = Q(answer=Candidate.Answer.WAITING)


@holds_account
def who_judges(person: User, now: datetime) -> Iterator[Hold]:
    seats = Judge.objects.seated().filter(user=person, event__published_at=None)
    for judge in seats.select_related("event"):
        sentence = _("You sit on the jury of “%(event)s”. Ask the organisers to excuse you.")
        yield Hold(sentence % {"event": judge.event}, judge.event.get_absolute_url())


@keeps_of_account
def what_the_jury_keeps(person: User) -> Iterator[str]:
    if Judge.objects.filter(user=person).exclude(accepted_at=None).exists():
        yield _(
            "Your name and function stay in the jury's list and minutes, because a result rests on "
            "who judged. Your address, photo and biography go."
        )
    judges = Judge.objects.filter(user=None, declined_at=None)
    candidates = Candidate.objects.filter(WAITS_AT_THE_DOOR)
    mine = Q(email__in=addresses_of(person)) & ~OF_PAST_EVENT
    if judges.filter(mine).exists() or candidates.filter(mine).exists():
        yield _("Invitations to a jury that you have not answered stay open.")
    if Scorecard.objects.finished().filter(judge__user=person).exists():
        yield _("The scorecards that you gave stay: rankings and prizes rest on them.")


@empties_account
def empty_judges(person: User) -> None:
    """Each row stands for who judged, and for nothing that reaches them."""
    Conflict.objects.filter(sign=Conflict.Sign.PERSON, people__contains=[person.pk]).update(
        clues=[]
    )
    texts = [f"biography_{code}" for code, _name in settings.LANGUAGES]
    mine = Q(email__in=addresses_of(person))
    for candidate in Candidate.objects.filter(mine & (~WAITS_AT_THE_DOOR | OF_PAST_EVENT)):
        candidate.name = ""
        candidate.email = address_of_nobody(f"{person.pk}.{candidate.pk}")
        candidate.save(update_fields=["name", "email"])
    said_no = Q(user=None) & mine & (~Q(declined_at=None) | OF_PAST_EVENT)
    private = Scorecard.objects.on_record().filter(judge__user=person)
    private.update(note="")  # nobody else ever read it
    for judge in Judge.objects.filter(Q(user=person) | said_no):
        if judge.accepted_at is None:  # no result rests on who never came
            judge.name = str(_("Deleted account"))
        for name in ("email", "photo", "availability", *texts):
            setattr(judge, name, "")
        judge.languages, judge.token_hash = [], None
        judge.save()
