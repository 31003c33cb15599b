"""What organisers who compete do not read of the other teams until the results are public."""

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from hackathon.mail.kept_mails import keeps_mails
from hackathon.models import EmailLog, User
from hackathon.web.signed_in import user_of
from teams.deadlines.models import LateRequest
from teams.help.models.request import HelpRequest
from teams.team.models.team import Invitation, Member, Team


def without_rivals(rows: QuerySet, reader: User, *, path: str = "team") -> QuerySet:
    """Without the rows of other teams, in events in which the reader competes.

    ``path`` leads from the row to its team.
    """
    seats = seats_before_results(reader)
    rivals = Q(**{f"{path}__event__in": seats.values("event")})
    return rows.exclude(rivals & ~Q(**{f"{path}__in": seats.values("team")}))


def seats_before_results(reader: User) -> QuerySet[Member]:
    return Member.objects.filter(user=reader, event__published_at=None)


if TYPE_CHECKING:
    from hackathon.workplace.base import EventScopedAdmin as Page
else:
    Page = object


class HidesRivals(Page):
    """For an admin page about what teams write."""

    path_to_team = "team"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return without_rivals(
            super().get_queryset(request), user_of(request), path=self.path_to_team
        )


# What a mail to somebody who is in no team may name, beside a team itself.
OF_A_TEAM: dict[str, Any] = {"invitation": Invitation, "request": HelpRequest, "asked": LateRequest}


@keeps_mails
def mails_of_rivals(reader: User) -> Q | None:
    """What other teams are written, or others about them, before the results are public."""
    own = list(seats_before_results(reader).values_list("team", "event"))
    if not own:
        return None
    teams, events = {team for team, _event in own}, {event for _team, event in own}
    there = Member.objects.filter(event=OuterRef("entry__event"), user=OuterRef("reader"))
    to_rivals = Exists(there.exclude(team__in=teams))
    rivals = Team.objects.filter(event__in=events).exclude(pk__in=teams)
    named = Q(context__team__pk__in=list(rivals.values_list("pk", flat=True)))
    for name, model in OF_A_TEAM.items():
        keys = list(model.objects.filter(team__in=rivals).values_list("pk", flat=True))
        named |= Q(**{f"context__{name}__row": model._meta.label, f"context__{name}__pk__in": keys})
    rows = EmailLog.objects.filter(Q(to_rivals) | named, entry__event__in=events)
    return Q(pk__in=rows.values("pk"))  # by their keys: what a mail does not name is no answer
