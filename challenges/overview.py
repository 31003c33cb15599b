"""What is missing of an event's offer: challenges, prizes, and their texts in each language."""

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges import policy
from challenges.models import Challenge, ChallengeOwner, Prize, Question
from hackathon.events.overview import (
    Lack,
    before_judging,
    by_event,
    lacks_languages,
    overview,
)
from hackathon.kernel.columns import with_columns
from hackathon.models import Event, User

MOST_NAMED = 3


@overview(order=20)
def tell_of_offer(events: list[Event], reader: User) -> Iterator[tuple[Event, Lack]]:
    early = before_judging(events)
    has_prize = Exists(Prize.objects.filter(challenge=OuterRef("pk")))
    rows = with_columns(Challenge.objects.filter(event__in=early), has_prize=has_prize)
    challenges = by_event(rows)
    prizes = by_event(prizes_in(early))
    for event in early:
        own = challenges[event.pk]
        lacks = lacks_of_challenges(event, own) if own else [without_challenge(event)]
        yield from ((event, lack) for lack in lacks)
        yield from ((event, lack) for lack in lacks_of_texts(event, own, prizes[event.pk]))


@overview(order=35)
def tell_of_questions(events: list[Event], reader: User) -> Iterator[tuple[Event, Lack]]:
    """Questions that wait for this organiser; those of a challenge with an owner wait for them."""
    owners = ChallengeOwner.objects.filter(challenge=OuterRef("challenge"))
    own = Exists(owners.filter(user=reader.pk)) | ~Exists(owners)
    answering = [event for event in events if policy.ANSWER_QUESTION.open_now(event)]
    waiting = Question.objects.filter(own, answered_at=None, event__in=answering)
    numbers = dict(waiting.order_by().values_list("event").annotate(n=Count("pk")))
    for event in answering:
        if n := numbers.get(event.pk):
            sentence = ngettext(
                "%(n)d question waits for your answer.", "%(n)d questions wait for your answer.", n
            )
            url = reverse("challenges:unanswered", args=[event.slug])
            yield event, Lack(sentence % {"n": n}, url)


def prizes_in(events: list[Event]) -> Iterator[Prize]:
    for prize in Prize.objects.filter(challenge__event__in=events).select_related("challenge"):
        vars(prize)["event_id"] = prize.challenge.event_id
        yield prize


def without_challenge(event: Event) -> Lack:
    """A team works on a challenge: without one nobody can register a team."""
    sentence = _("There is no challenge yet: no team can register.")
    return Lack(sentence, address_to_add("challenges_challenge", event=event.pk))


def lacks_of_challenges(event: Event, challenges: list[Challenge]) -> Iterator[Lack]:
    """What publishing will ask for is told while it is easily made."""
    bare = [challenge for challenge in challenges if not challenge.has_prize]
    if bare and policy.EDIT_PRIZE.open_now(event):
        sentence = ngettext(
            "%(n)d challenge has no prize: %(names)s.",
            "%(n)d challenges have no prize: %(names)s.",
            len(bare),
        )
        said = {"n": len(bare), "names": name_first(bare)}
        yield Lack(sentence % said, address_to_add("challenges_prize", challenge=bare[0].pk))


def lacks_of_texts(
    event: Event, challenges: list[Challenge], prizes: list[Prize]
) -> Iterator[Lack]:
    sentence = _("Texts of challenges are not written in: %(languages)s.")
    names = ("title", "question", "brief")
    yield from lacks_languages(challenges, names, sentence, address_of_list("challenge", event))
    sentence = _("Texts of prizes are not written in: %(languages)s.")
    yield from lacks_languages(
        prizes, ("title", "reward"), sentence, address_of_list("prize", event)
    )


def name_first(rows: list[Challenge]) -> str:
    """The first of them by their names."""
    names = ", ".join(_("“%s”") % row for row in rows[:MOST_NAMED])
    return f"{names}, …" if len(rows) > MOST_NAMED else names


def address_to_add(model: str, **known: int) -> str:
    """The form of a new row, with what is known of it filled in."""
    return f"{reverse(f'admin:{model}_add')}?{urlencode(known)}"


def address_of_list(model: str, event: Event) -> str:
    return f"{reverse(f'admin:challenges_{model}_changelist')}?event={event.pk}"
