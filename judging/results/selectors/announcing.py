"""Who is written to when results are published: counted before, kept with the publication."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from hackathon.kernel.notices import Letter
from hackathon.models import AuditEntry, Event, User
from judging.jury.models import Judge
from judging.results.models import Award
from judging.results.selectors.awards import awards, winner_of
from judging.rules.selectors.sheets import fingerprint_of
from teams.models import Member

WINNER, OTHERS, JURY = (f"judging/mail/{name}" for name in ("winner", "results", "jury_results"))
TEMPLATES = (WINNER, OTHERS, JURY)


def announcement_of(event: Event) -> list[Letter]:
    """One mail for each person and kind: winning teams, all other teams, the jury."""
    given = awards(event)
    letters = [*to_winners(event, given), *to_others(event, given), *to_jury(event)]
    once: dict[tuple[str, int], Letter] = {}
    for letter in letters:
        once.setdefault((letter.template, reader_of(letter).pk), letter)
    return list(once.values())


def to_winners(event: Event, given: list[Award]) -> Iterator[Letter]:
    for award in given:
        for member in winner_of(award).team.members.select_related("user").order_by("seat"):
            yield Letter.to(member.user, WINNER, event=event, award=award)


def to_others(event: Event, given: list[Award]) -> Iterator[Letter]:
    won = [winner_of(award).team_id for award in given]
    others = Member.objects.filter(event=event).exclude(team__in=won)
    for member in others.select_related("user").order_by("pk"):
        yield Letter.to(member.user, OTHERS, event=event)


def to_jury(event: Event) -> Iterator[Letter]:
    for judge in event.judges.seated().select_related("user"):
        yield Letter.to(judge.user, JURY, event=event, judge=judge)


def count_letters(letters: list[Letter]) -> dict[str, dict[str, Any]]:
    """For each kind of mail how many go out, in which languages, and a fingerprint of to whom."""
    found = {}
    for template in TEMPLATES:
        own = [letter for letter in letters if letter.template == template]
        people = sorted([*reference(one), one.language, one.recipient] for one in own)
        found[template] = {
            "count": len(own),
            "languages": dict(sorted(Counter(one.language for one in own).items())),
            "sha256": fingerprint_of({"people": people}),
        }
    return found


def reader_of(letter: Letter) -> User:
    """Everybody who hears of results has an account."""
    if letter.reader is None:
        raise LookupError(f"{letter.template} has no reader")
    return letter.reader


def reference(letter: Letter) -> list[int]:
    """Whose mail it is, and the award or judge that it is about (0: neither)."""
    about = letter.context.get("award") or letter.context.get("judge")
    return [reader_of(letter).pk, about.pk if about else 0]


def numbers_of_letters(letters: list[Letter]) -> dict[str, list[list[int]]]:
    """The mails in numbers, for the log: what was counted is what is sent."""
    return {
        template: [reference(one) for one in letters if one.template == template]
        for template in TEMPLATES
    }


def promised_letters(entry: AuditEntry) -> Iterator[Letter]:
    """The mails that a publication promised."""
    event, rows = entry.subject, entry.data["letters"]
    people = User.objects.in_bulk([person for own in rows.values() for person, _about in own])
    models = {WINNER: ("award", Award), OTHERS: ("", None), JURY: ("judge", Judge)}
    for template, own in rows.items():
        name, model = models[template]
        subjects = model.objects.in_bulk([about for _person, about in own]) if model else {}
        for person, about in own:
            context = {name: subjects[about]} if model else {}
            yield Letter.to(people[person], template, event=event, **context)
