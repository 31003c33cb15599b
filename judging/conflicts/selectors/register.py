"""The register of ties between judges and teams: every row, who, when and why."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge
from hackathon.kernel.columns import with_columns
from hackathon.kernel.texts import StrOrPromise
from hackathon.models import Event, Organiser, User
from judging.conflicts.models import Conflict, NeutralName, with_people
from judging.jury.models import Judge
from judging.rules.models import JuryRules
from judging.rules.selectors.sheets import rules_of
from teams.models import Submission, Team


def conflicted_teams(judge: Judge) -> set[int]:
    return set(judge.conflicts.standing().values_list("team", flat=True))


def ties_decided_by_others(judge: Judge) -> QuerySet[Conflict]:
    """What keeps this judge from a team and was not said by themselves."""
    others = judge.conflicts.standing().exclude(origin=Conflict.Origin.DECLARED)
    return others.select_related("team")


def tied_teams(user: User) -> QuerySet:
    """The teams that this person, as a judge, has a conflict of interest with."""
    return Conflict.objects.standing().filter(judge__user=user).values("team")


def hidden_teams(event: Event, user: User) -> set[int]:
    """The teams that this person is tied to as a judge."""
    return set(tied_teams(user).filter(judge__event=event).values_list("team", flat=True))


def hidden_submissions(user: User, challenge: Challenge) -> set[int]:
    """Submissions of which this person, as a judge, may know nothing."""
    own = Submission.objects.filter(team__challenge=challenge, team__in=tied_teams(user))
    return set(own.values_list("pk", flat=True))


KINDS = Conflict.Kind.choices
COLUMNS = (
    _("judge"),
    _("team"),
    _("challenge"),
    _("state"),
    _("kind"),
    _("how it came"),
    _("what was found"),
    _("reason"),
    _("since"),
    _("by"),
    _("settled"),
    _("by"),
    _("reason of the decision"),
    _("scorecards that do not count"),
)


def register_of(challenges: Iterable[Challenge], reader: User) -> QuerySet[Conflict]:
    """The rows of these challenges; of a team that the reader is tied to, only their own."""
    rows = Conflict.objects.filter(team__challenge__in=challenges)
    rows = rows.exclude(Q(team__in=tied_teams(reader)) & ~Q(judge__user=reader))
    twin = Conflict.objects.standing().filter(judge=OuterRef("judge"), team=OuterRef("team"))
    twins = Exists(twin.exclude(pk=OuterRef("pk")))
    rows = with_columns(rows, has_twin=twins, tells=is_told_to(reader))
    return rows.select_related(
        "judge__event", "judge__user", "team__challenge", "declared_by", "settled_by"
    )


def read_anew(rows: Iterable[Conflict]) -> QuerySet[Conflict]:
    """The same rows, as the database has them."""
    return Conflict.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")


def is_told_to(reader: User) -> Q:
    """Whether kind and reason are for this reader: the level is the event's to choose."""
    organises = Organiser.objects.filter(event=OuterRef("judge__event"), user=reader)
    organisers_alone = JuryRules.objects.filter(
        event=OuterRef("judge__event"), conflicts_told=JuryRules.ConflictsTold.ORGANISERS
    )
    return Q(judge__user=reader) | Exists(organises) | ~Exists(organisers_alone)


def readers_in_words(event: Event) -> StrOrPromise:
    """Who reads what a judge says about a tie, as the judge is told before saying it."""
    told, levels = rules_of(event).conflicts_told, JuryRules.ConflictsTold
    words: dict[str, StrOrPromise] = {
        levels.ORGANISERS: _(
            "Only the organisers read what you choose and write here. Whoever leads the panel "
            "learns only that you stand aside, and the minutes of the jury tell no more."
        ),
        levels.LEADERS: _(
            "The organisers and whoever leads the panel read what you choose and write here. The "
            "minutes of the jury tell only that you stand aside."
        ),
        levels.MINUTES: _(
            "The organisers and whoever leads the panel read what you choose and write here. The "
            "minutes of the jury tell what ties you, without what you write."
        ),
    }
    return words[told]


def with_cards(found: Iterable[Conflict]) -> list[Conflict]:
    """Each row with ``cards``: how many handed-in scorecards it keeps from counting."""
    rows = list(found)
    counts = cards_by_pair(rows)
    for row in rows:
        counted = counts.get((row.judge_id, row.team_id), 0)
        row.cards = counted if keeps_marks_back(row) else 0
    with_people(rows)
    return rows


def keeps_marks_back(row: Conflict) -> bool:
    """Marks do not count while a conflict stands, nor before a finding has been settled."""
    is_open = row.state == Conflict.State.PROPOSED and not row.is_neutral
    return row.state == Conflict.State.STANDS or is_open


def cards_by_pair(rows: list[Conflict]) -> dict[tuple[int, int], int]:
    judges = Judge.objects.filter(pk__in={row.judge_id for row in rows})
    pairs = judges.filter(scorecards__handed_in_at__isnull=False)
    counted = pairs.values_list("pk", "scorecards__version__submission__team")
    return {(j, t): n for j, t, n in counted.annotate(n=Count("scorecards"))}


def shelves(rows: list[Conflict]) -> dict[str, list[Conflict]]:
    """What waits for a person, what stands, and what is history."""
    found: dict[str, list[Conflict]] = {"proposed": [], "standing": [], "past": []}
    for row in rows:
        if row.state == Conflict.State.STANDS:
            found["standing"].append(row)
        elif row.state == Conflict.State.PROPOSED and not row.has_twin and not row.is_neutral:
            found["proposed"].append(row)
        else:
            found["past"].append(row)
    return found


def lines(rows: Iterable[Conflict]) -> Iterator[tuple]:
    """As they leave the house."""
    for row in rows:
        event = row.judge.event
        yield (
            row.judge.name,
            row.team.name,
            row.team.challenge.title,
            row.get_state_display(),
            row.get_kind_display() if row.tells else "",
            row.get_origin_display(),
            row.found if row.sign and row.tells else "",
            row.reason if row.tells else "",
            moment(row.declared_at, event),
            row.declared_by or "",
            moment(row.settled_at, event),
            row.settled_by or "",
            row.why_settled,
            row.cards,
        )


def moment(at: datetime | None, event: Event) -> str:
    return event.local_time(at) if at else ""


def pairs_to_impose(challenges: Iterable[Challenge]) -> tuple[QuerySet[Judge], QuerySet[Team]]:
    """Judges of these panels and teams of these challenges."""
    judges = Judge.objects.filter(panel_seats__challenge__in=challenges, left_at=None).distinct()
    teams = Team.objects.standing().filter(challenge__in=challenges)
    return judges, teams.select_related("challenge").order_by("challenge__position", "name_key")


def neutral_names(event: Event) -> QuerySet[NeutralName]:
    return NeutralName.objects.filter(event=event)
