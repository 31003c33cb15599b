"""What can be done with the offer: by whom, and when."""

from hackathon.models import User
from hackathon.operations import Operation
from hackathon.phases import Phase
from hackathon.predicates import any_of, is_organiser, is_participant, is_signed_in


def owns_challenge(actor: User, target) -> bool:
    challenge = getattr(target, "challenge", target)
    return is_signed_in(actor) and challenge.owners.filter(user=actor).exists()


may_answer = any_of(owns_challenge, is_organiser)
QUESTIONS_OPEN = frozenset({Phase.REGISTRATION, Phase.HACKING})

EDIT_CHALLENGE = Operation(
    "challenge.edit",
    phases=frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING}),
    may=is_organiser,
)
RESCHEDULE_CHALLENGE = Operation(
    "challenge.reschedule",
    phases=frozenset({Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING}),
    may=is_organiser,
    exclusive=True,
)
EDIT_PRIZE = Operation(
    "prize.edit",
    phases=frozenset(
        {Phase.DRAFT, Phase.REGISTRATION, Phase.HACKING, Phase.JUDGING, Phase.DELIBERATION}
    ),
    may=is_organiser,
)
EDIT_PAGE = Operation("page.edit", may=is_organiser)
ADD_OWNER = Operation("owner.add", may=is_organiser)
REMOVE_OWNER = Operation("owner.remove", may=is_organiser)
ASK_QUESTION = Operation("question.ask", phases=QUESTIONS_OPEN, may=is_participant)
ANSWER_QUESTION = Operation("question.answer", phases=QUESTIONS_OPEN, may=may_answer)
