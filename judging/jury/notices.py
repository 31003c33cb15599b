"""What an act changes for a judge is told in one mail, whatever parts it has."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace

from hackathon.kernel.notices import Letter, Notice, notice
from hackathon.models import AuditEntry

AGAIN = "judging/mail/look_again"
_parts: dict[str, list[Notice]] = defaultdict(list)


def tells_judges(*verbs: str) -> Callable[[Notice], Notice]:
    """Registers a part of what judges read of these acts, each at most once a judge."""

    def register(compose: Notice) -> Notice:
        for verb in verbs:
            if verb not in _parts:
                notice(verb)(tell_each_once)
            _parts[verb].append(compose)
        return compose

    return register


def tell_each_once(entry: AuditEntry) -> Iterator[Letter]:
    """Which scorecards have been opened stands at the end of what else the judge is told."""
    letters = [letter for compose in _parts[entry.verb] for letter in compose(entry)]
    opened = {one.recipient: one.context for one in letters if one.template == AGAIN}
    others = [letter for letter in letters if letter.template != AGAIN]
    told = {letter.recipient for letter in others}
    for letter in others:
        context = opened.get(letter.recipient)
        again = {"again": context["titles"], "again_newer": context["newer"]} if context else {}
        yield replace(letter, context={**letter.context, **again})
    yield from (one for one in letters if one.template == AGAIN and one.recipient not in told)
