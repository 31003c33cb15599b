"""What can be done with the offer: by whom, and when."""

from hackathon.operations import Operation
from hackathon.phases import Phase
from hackathon.predicates import is_organiser

EDIT_CHALLENGE = Operation(
    "challenge.edit",
    phases=frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING}),
    may=is_organiser,
)
EDIT_PRIZE = Operation(
    "prize.edit",
    phases=frozenset(
        {Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING, Phase.DELIBERATION}
    ),
    may=is_organiser,
)
EDIT_PAGE = Operation("page.edit", may=is_organiser)
