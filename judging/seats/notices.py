from collections.abc import Iterator

from hackathon.kernel.notices import Letter, notice, to_organisers
from hackathon.kernel.predicates import require_event
from hackathon.models import AuditEntry
from judging.jury.models import Candidate, Judge
from judging.jury.notices import tells_judges
from judging.scorecards.selectors.holding import handed_in
from judging.seats import policy


@notice("judge.invite")
def invite_judge_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    yield invitation(entry.subject)


@notice("judge.import")
@notice("candidate.answer")
def invite_judges_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    for judge in Judge.objects.filter(pk__in=entry.data.get("invited", [])):
        yield invitation(judge)


def invitation(judge: Judge) -> Letter:
    return Letter.to_invited(judge, "judging/mail/invitation", event=judge.event, judge=judge)


@notice("judge.decline")
def tell_organisers_who_declined(entry: AuditEntry) -> Iterator[Letter]:
    judge = entry.subject
    yield from to_organisers(judge.event, "judging/mail/declined", judge=judge)


@tells_judges("judge.excuse")
def tell_who_takes_over(entry: AuditEntry) -> Iterator[Letter]:
    numbers = dict(entry.data.get("takers", []))
    called_up = entry.data.get("called_up", [])
    judges = Judge.objects.seated().filter(pk__in={*numbers, *called_up}).select_related("user")
    for judge in judges.select_related("event"):
        yield Letter.to(
            judge.user,
            "judging/mail/takes_over",
            event=judge.event,
            judge=judge,
            number=numbers.get(judge.pk, 0),
            is_called_up=judge.pk in called_up,
        )


@tells_judges("judge.excuse")
def thank_who_leaves(entry: AuditEntry) -> Iterator[Letter]:
    judge = entry.subject
    if judge.user:
        yield Letter.to(
            judge.user,
            "judging/mail/excused",
            event=judge.event,
            judge=judge,
            **titles_left(judge, entry),
        )


def titles_left(judge: Judge, entry: AuditEntry) -> dict[str, list[str]]:
    """What became of the scorecards of a judge who leaves, by the titles of the projects."""
    gone = [pk for pk, _challenge in entry.data.get("set_aside_cards", [])]
    cards = judge.scorecards.standing().select_related("version").order_by("version__title")
    titles = [(card, card.version.title) for card in cards]
    counting = set(handed_in(require_event(entry)).filter(judge=judge).values_list("pk", flat=True))
    return {
        "set_aside": [title for card, title in titles if card.pk in gone],
        "counting": [title for card, title in titles if card.pk in counting],
        "begun": [
            title for card, title in titles if not card.handed_in_at and not card.abstained_at
        ],
    }


@tells_judges("judge.reinstate")
def tell_who_is_back(entry: AuditEntry) -> Iterator[Letter]:
    """The judge themselves; and who gives a review back, or waits in reserve again."""
    judge = entry.subject
    if judge.user and judge.is_seated:
        told = {"cards": entry.data["cards"], "reviews": entry.data["reviews"]}
        yield Letter.to(
            judge.user, "judging/mail/reinstated", event=judge.event, judge=judge, **told
        )
    numbers = dict(entry.data["givers"])
    reserves = entry.data["reserves"]
    others = Judge.objects.seated().filter(pk__in={*numbers, *reserves})
    for other in others.select_related("user", "event").order_by("pk"):
        yield Letter.to(
            other.user,
            "judging/mail/goes_back",
            event=other.event,
            judge=other,
            number=numbers.get(other.pk, 0),
            is_reserve=other.pk in reserves,
        )


@notice("candidate.ask")
def tell_who_lets_in(entry: AuditEntry) -> Iterator[Letter]:
    """Once: who comes while somebody waits already stands in the same list."""
    event = require_event(entry)
    earlier = event.candidates.filter(answer=Candidate.Answer.WAITING)
    if not earlier.filter(asked_at__lt=entry.at).exists():
        yield from to_organisers(event, "judging/mail/at_the_door", doing=policy.ANSWER_CANDIDATE)
