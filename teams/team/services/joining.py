"""Other ways into a team: a link for several people, and asking the captain."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.obstacles import require_clear
from hackathon.models import User
from teams.participants.services.places import require_place
from teams.team import policy
from teams.team.models.joining import Answer, JoinLink, JoinRequest
from teams.team.models.team import Team
from teams.team.selectors import obstacles
from teams.team.services.seats import require_same_team, require_standing, take_seat


def open_link(*, actor: User, team: Team, uses: int, days: int) -> JoinLink:
    """A link with which up to ``uses`` people can join within ``days`` days."""
    with policy.OPEN_LINK.begin(actor, team, lock=[team]) as record:
        require_standing(team)
        link = JoinLink.opening(
            team,
            made_by=actor,
            created_at=record.at,
            uses=uses,
            uses_left=uses,
            expires_at=record.at + timedelta(days=days),
        )
        link.save()
        record.about(link, uses=uses, days=days)
    return link


def revoke_link(*, actor: User, link: JoinLink) -> JoinLink:
    with policy.REVOKE_LINK.begin(actor, link, lock=[link]) as record:
        if link.revoked_at:
            raise StateConflict(_("This link does not work any more."))
        link.revoked_at = record.at
        link.save(update_fields=["revoked_at"])
        record.about(link)
    return link


def use_link(*, actor: User, link: JoinLink) -> Team:
    """Take a seat with a link that the captain gave away."""
    team = link.team
    with policy.USE_LINK.begin(actor, link, lock=[team, link]) as record:
        require_same_team(link, team)
        require_clear(obstacles.of_link(link, record.at))
        require_clear(obstacles.of_departure(team, actor, link.created_at, is_link=True))
        require_clear(obstacles.of_own_team(team.event, actor))
        require_place(team.event, actor, record.at, by=actor)
        take_seat(team, actor, record.at)
        link.uses_left = F("uses_left") - 1
        link.save(update_fields=["uses_left"])
        record.about(team, member=actor.pk, link=link.pk)
    return team


def ask_to_join(*, actor: User, team: Team, message: str) -> JoinRequest:
    with policy.ASK_TO_JOIN.begin(actor, team, lock=[team]) as record:
        require_clear(obstacles.of_closed_or_full_team(team))
        if not team.is_open:
            raise StateConflict(_("This team does not look for people any more."))
        require_clear(obstacles.of_own_team(team.event, actor))
        require_clear(obstacles.of_other_role(team.event, actor, obstacles.challenge_of(team)))
        require_place(team.event, actor, record.at, by=actor)
        request = JoinRequest.objects.create(
            team=team, user=actor, message=message, asked_at=record.at, challenge=team.challenge
        )
        record.about(request)
    return request


def withdraw_request(*, actor: User, request: JoinRequest) -> JoinRequest:
    team = request.team
    with policy.WITHDRAW_REQUEST.begin(actor, request, lock=[team, request]) as record:
        settle(request, Answer.WITHDRAWN, record.at)
        record.about(request)
    return request


def answer_request(
    *, actor: User, request: JoinRequest, accepted: bool, words: str = ""
) -> JoinRequest:
    """The captain says yes or no, with a word; both are told."""
    answer = accept_request if accepted else decline_request
    return answer(actor=actor, request=request, words=words)


def accept_request(*, actor: User, request: JoinRequest, words: str = "") -> JoinRequest:
    team = request.team
    with policy.ANSWER_REQUEST.begin(actor, request, lock=[team, request]) as record:
        require_same_team(request, team)
        settle(request, Answer.ACCEPTED, record.at, words)
        require_clear(obstacles.to_taking_in(request))
        require_place(team.event, request.user, record.at, by=actor)
        take_seat(team, request.user, record.at)
        record.about(request, accepted=True)
    return request


def decline_request(*, actor: User, request: JoinRequest, words: str = "") -> JoinRequest:
    """Possible at any time: a request that nobody can accept any more is closed this way."""
    team = request.team
    with policy.DECLINE_REQUEST.begin(actor, request, lock=[team, request]) as record:
        require_same_team(request, team)
        settle(request, Answer.DECLINED, record.at, words)
        record.about(request, accepted=False)
    return request


def settle(question: Any, answer: Answer, at: datetime, words: str = "") -> None:
    """A question is answered once."""
    if not question.is_waiting:
        raise StateConflict(
            _("This has been answered already: %(answer)s."),
            params={"answer": question.get_answer_display()},
        )
    question.answer, question.answered_at, question.words = answer, at, words
    question.save(update_fields=["answer", "answered_at", "words"])
