"""What people and organisers do with teams, by the ids of rows: for races between processes."""

import random
from datetime import timedelta
from typing import Any

from django.utils import timezone

from hackathon.kernel.guard import unguarded
from hackathon.models import User
from teams.mergers.services import answer_merge
from teams.models import Invitation, JoinLink, JoinRequest, Member, MergeOffer, Team
from teams.rulings.services import (
    close_team,
    merge_teams,
    move_member,
    reopen_team,
)
from teams.team.services import joining, members, registration
from tests import factories


def set_up() -> dict[str, Any]:
    event = factories.EventFactory(during="registration", max_team_size=5)
    boss = factories.OrganiserFactory(event=event).user
    challenge = factories.ChallengeFactory(event=event)
    wanted, *guests = factories.UserFactory.create_batch(9)
    teams, ids = [], {"boss": boss.pk, "wanted": wanted.pk, "guests": [g.pk for g in guests]}
    for size in (3, 2):
        team = factories.TeamFactory(event=event, challenge=challenge, is_open=True)
        for seat in range(1, size + 1):
            factories.MemberFactory(team=team, seat=seat, is_captain=seat == 1)
        teams.append(team)
    ids["teams"] = [team.pk for team in teams]
    ids["people"] = list(Member.objects.filter(team__in=teams).values_list("user", flat=True))
    with unguarded("bench"):
        ids["doors"] = [doors(team, wanted) for team in teams]
        captain = teams[0].members.get(is_captain=True).user
        offer = MergeOffer.objects.create(
            source=teams[1],
            target=teams[0],
            asked_team=teams[1],
            offered_by=captain,
            asked_at=timezone.now(),
        )
    return {**ids, "offer": offer.pk}


def doors(team: Team, wanted: User) -> dict[str, int]:
    now, captain = timezone.now(), team.members.get(is_captain=True).user
    invitation = Invitation.offering(team, wanted.email, invited_by=captain, created_at=now)
    invitation.save()
    link = JoinLink.opening(
        team,
        made_by=captain,
        created_at=now,
        expires_at=now + timedelta(days=1),
        uses=4,
        uses_left=4,
    )
    link.save()
    request = JoinRequest.objects.create(team=team, user=wanted, asked_at=now)
    return {"invitation": invitation.pk, "link": link.pk, "request": request.pk}


def forty(ids: dict[str, Any], dice: random.Random, count: int) -> list[tuple[str, dict]]:
    """Drawn by lot, each several times: everything that can happen to these teams."""
    return [draw(ids, dice) for _ in range(count)]


def draw(ids: dict[str, Any], dice: random.Random) -> tuple[str, dict]:
    door, team = dice.choice(ids["doors"]), dice.choice(ids["teams"])
    person, other = dice.choice(ids["people"]), dice.choice([*ids["people"], ids["wanted"]])
    return dice.choice(
        [
            ("accept", {"user": ids["wanted"], "invitation": door["invitation"]}),
            ("use", {"user": ids["wanted"], "link": door["link"]}),
            ("use", {"user": dice.choice(ids["guests"]), "link": door["link"]}),
            ("let_in", {"request": door["request"]}),
            ("leave", {"user": person}),
            ("leave", {"user": other}),
            ("hand_over", {"team": team}),
            ("send_out", {"user": person}),
            ("agree", {"offer": ids["offer"]}),
            ("move", {"boss": ids["boss"], "user": other, "team": team}),
            ("unite", {"boss": ids["boss"], "teams": dice.sample(ids["teams"], 2)}),
            ("close", {"boss": ids["boss"], "team": team}),
            ("reopen", {"boss": ids["boss"], "team": team}),
        ]
    )


def captain_of(team: Team) -> User:
    return team.members.get(is_captain=True).user


def accept(user: int, invitation: int) -> None:
    offered = Invitation.objects.get(pk=invitation)
    registration.accept_invitation(actor=User.objects.get(pk=user), invitation=offered)


def use(user: int, link: int) -> None:
    joining.use_link(actor=User.objects.get(pk=user), link=JoinLink.objects.get(pk=link))


def let_in(request: int) -> None:
    asked = JoinRequest.objects.get(pk=request)
    joining.answer_request(actor=captain_of(asked.team), request=asked, accepted=True)


def leave(user: int) -> None:
    seat = Member.objects.get(user=user)
    successor = seat.team.members.exclude(user=user).first() if seat.is_captain else None
    members.leave_team(actor=seat.user, member=seat, successor=successor)


def hand_over(team: int) -> None:
    row = Team.objects.get(pk=team)
    heir = row.members.filter(is_captain=False).order_by("?").first()
    if heir:
        members.hand_over(actor=captain_of(row), member=heir)


def send_out(user: int) -> None:
    seat = Member.objects.get(user=user)
    members.remove_member(actor=captain_of(seat.team), member=seat, reason="-")


def agree(offer: int) -> None:
    proposed = MergeOffer.objects.get(pk=offer)
    answer_merge(actor=captain_of(proposed.asked_team), offer=proposed, accepted=True)


def move(boss: int, user: int, team: int) -> None:
    move_member(
        actor=User.objects.get(pk=boss),
        user=User.objects.get(pk=user),
        team=Team.objects.get(pk=team),
        reason="-",
    )


def unite(boss: int, teams: list[int]) -> None:
    source, target = (Team.objects.get(pk=pk) for pk in teams)
    merge_teams(actor=User.objects.get(pk=boss), source=source, target=target, reason="-")


def close(boss: int, team: int) -> None:
    close_team(actor=User.objects.get(pk=boss), team=Team.objects.get(pk=team), reason="-")


def reopen(boss: int, team: int) -> None:
    reopen_team(actor=User.objects.get(pk=boss), team=Team.objects.get(pk=team), reason="-")
