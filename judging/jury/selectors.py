"""What a judge needs to know: their panels, what is entered there, and their own scorecards."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.kernel.columns import with_columns
from hackathon.kernel.models.user import Visitor
from hackathon.kernel.once_a_page import once_a_page
from hackathon.kernel.prepared import Given, Prepared
from hackathon.models import Event, User
from judging.jury.models import Judge, PanelSeat
from judging.rules.models import JuryRules
from teams.models import Team


@Prepared
def shown_judges() -> QuerySet[Judge]:
    """In the organiser's order; as the jury's rules say, and nobody who has declined or left.

    Where organisers have not chosen, whoever has accepted is shown.
    """
    is_always = Q(event__jury_rules__jury_shown=JuryRules.Shown.ALWAYS)
    waits = Q(event__jury_rules__jury_shown=JuryRules.Shown.PUBLISHED, event__published_at=None)
    judges = Judge.objects.filter(event=Given("event"), left_at=None, declined_at=None)
    judges = judges.filter(is_always | Q(accepted_at__isnull=False) & ~waits)
    return judges.only("name", "function", "organisation", "biography", "photo")


@dataclass(frozen=True)
class Person:
    """A member of the jury as the public sees them."""

    id: int
    name: str
    title: str
    photo: str
    initials: str
    biography: str


def jury_of(event: Event) -> list[Person]:
    return [
        Person(
            judge.pk,
            judge.name,
            ", ".join(filter(None, (judge.function, judge.organisation))),
            judge.photo,
            initials(judge.name),
            judge.biography,
        )
        for judge in shown_judges.instances(event=event.pk)
    ]


def initials(name: str) -> str:
    """At most two letters that stand for a person without a photo."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def judge_photo_or_404(event: Event, judge_id: int, reader: Visitor) -> str:
    """The stored photo's SHA-256: for everybody if the judge is shown, else for its owner and the
    organisers."""
    shown = {judge.pk: judge.photo for judge in shown_judges.instances(event=event.pk)}
    photo = shown.get(judge_id, "")
    if not photo and reader.pk:
        is_boss = event.organisers.filter(user=reader).exists()
        mine: dict[str, Any] = {"pk": judge_id} if is_boss else {"pk": judge_id, "user": reader}
        photo = event.judges.filter(**mine).values_list("photo", flat=True).first()
    if not photo:
        raise Http404
    return photo


PRESIDES = Exists(PanelSeat.objects.leading().filter(judge=OuterRef("pk")))


def seat_of(event: Event, user: User) -> Judge | None:
    """The judge, with ``presides``: whether they lead a panel."""
    judge = with_columns(event.judges.seated().filter(user=user), presides=PRESIDES).first()
    if judge:
        judge.event = event
    return judge


seat_here = once_a_page(seat_of)


def judge_or_404(event: Event, user: User) -> Judge:
    judge = seat_of(event, user)
    if judge is None:
        raise Http404
    return judge


def seats_of(user: User) -> QuerySet[Judge]:
    """The juries on which this person sits, the newest event first."""
    seats = with_columns(user.judges_in.seated().select_related("event"), presides=PRESIDES)
    return seats.order_by("-event__hacking_starts_at")


def panel_of(judge: Judge) -> QuerySet[Challenge]:
    """The challenges whose submissions the judge may be asked to score; none while in reserve."""
    seats = judge.panel_seats.exclude(role=PanelSeat.Role.RESERVE)
    return Challenge.objects.filter(panel_seats__in=seats)


def teams_of_panel(judge: Judge) -> QuerySet[Team]:
    teams = judge.event.teams.standing().filter(challenge__in=panel_of(judge).values("pk"))
    return teams.select_related("challenge").order_by("challenge__position", "name_key")


def team_of_panel_or_404(judge: Judge, team_id: int) -> Team:
    return get_object_or_404(teams_of_panel(judge), pk=team_id)
