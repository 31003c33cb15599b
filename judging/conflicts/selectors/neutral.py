"""Domains and organisations that tie nobody in an event, because so many share them."""

from collections import Counter
from collections.abc import Iterable, Sequence

from hackathon.models import Event
from judging.conflicts.likeness import Facts, Neutral
from judging.conflicts.models import Conflict, NeutralName
from judging.jury.spelling import organisation_key

# What at least so many people of an event share, and so large a part of them, names nobody.
MANY, A_QUARTER = 20, 0.25


def neutral_in(event: Event, everybody: Sequence[Facts]) -> Neutral:
    """What organisers have named, and what a large part of these people share."""
    names = list(NeutralName.objects.filter(event=event).values_list("text", flat=True))
    domains = shared_by_many((one.domains for one in everybody), len(everybody))
    organisations = shared_by_many((one.organisations for one in everybody), len(everybody))
    return sort_neutral_names(names, domains, organisations)


def sort_neutral_names(
    names: Iterable[str], domains: Iterable[str] = (), organisations: Iterable[str] = ()
) -> Neutral:
    """A name may be a domain, with or without what stands before the ``@``, or an organisation."""
    names = list(names)
    keys = {organisation_key(name) for name in names} - {""}
    return Neutral(
        named_domains=frozenset(name.rpartition("@")[2].lower().strip() for name in names),
        shared_domains=frozenset(domains),
        organisations=frozenset({*keys, *organisations}),
    )


def shared_by_many(keys_of_each: Iterable[Iterable[str]], people: int) -> set[str]:
    counted = Counter(key for keys in keys_of_each for key in set(keys))
    return {key for key, n in counted.items() if n >= MANY and n >= A_QUARTER * people}


def mark_neutral(event: Event) -> int:
    """Bring every finding up to date with what is named; how many say nothing by now."""
    names = NeutralName.objects.filter(event=event).values_list("text", flat=True)
    neutral = sort_neutral_names(names)
    rows = Conflict.objects.filter(judge__event=event, origin=Conflict.Origin.FOUND)
    silent = [
        row.pk
        for row in rows
        if row.clues and all(neutral.covers(row.sign, clue) for clue in row.clues)
    ]
    rows.exclude(pk__in=silent).filter(is_neutral=True).update(is_neutral=False)
    rows.filter(pk__in=silent).update(is_neutral=True)
    return len(silent)
