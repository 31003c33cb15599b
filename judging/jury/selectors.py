"""What a judge needs to know: their panels, what is entered there, and their own scorecards."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.kernel.columns import with_columns
from hackathon.kernel.models.user import Visitor
from hackathon.kernel.readings import Reading, column, once_a_page
from hackathon.models import Event, User
from judging.jury.models import Judge, PanelSeat
from teams.models import Team

# Without a choice of the organisers: whoever has accepted.
IS_SHOWN = """(
    SELECT CASE COALESCE(min(r.jury_shown), 'accepted')
        WHEN 'always' THEN true
        WHEN 'published' THEN e.published_at IS NOT NULL AND j.accepted_at IS NOT NULL
        ELSE j.accepted_at IS NOT NULL
    END FROM judging_juryrules r WHERE r.event_id = e.id)"""


@Reading
def shown_judges(language: str) -> str:
    """In the organiser's order; as the jury's rules say, and nobody who has declined or left."""
    names = ("id", "name", "function", "organisation", "biography", "photo")
    columns = ", ".join(column(Judge, name, language, "j") for name in names)
    return f"""
        SELECT {columns} FROM judging_judge j JOIN hackathon_event e ON e.id = j.event_id
        WHERE e.id = %s AND j.left_at IS NULL AND j.declined_at IS NULL AND {IS_SHOWN}
        ORDER BY j.position, j.id"""  # noqa: S608 - our own names


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
    return introduce_judges(shown_judges(event.pk))


def introduce_judges(rows: list[Any]) -> list[Person]:
    return [
        Person(
            row.id,
            row.name,
            ", ".join(filter(None, (row.function, row.organisation))),
            row.photo,
            initials(row.name),
            row.biography,
        )
        for row in rows
    ]


def initials(name: str) -> str:
    """At most two letters that stand for a person without a photo."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def judge_photo_or_404(event: Event, judge_id: int, reader: Visitor) -> str:
    """The stored photo's SHA-256: for everybody if the judge is shown, else for its owner and the
    organisers."""
    shown = {row.id: row.photo for row in shown_judges(event.pk)}
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
