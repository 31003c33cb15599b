from typing import Any

from hackathon.kernel.predicates import Actor
from teams.team.policy import (
    A_SEAT,
    closing_operation,
    is_captain,
    team_operation,
)


def is_asking_captain(actor: Actor, offer: Any) -> bool:
    return is_captain(actor, offer.asking_team)


OFFER_MERGE = team_operation("merge.offer", is_captain)
WITHDRAW_MERGE = closing_operation("merge.withdraw", is_asking_captain)
ANSWER_MERGE = team_operation("merge.answer", is_captain, gives=A_SEAT)
DECLINE_MERGE = closing_operation("merge.decline", is_captain)
