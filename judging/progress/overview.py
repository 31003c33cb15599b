"""How far an event's jury is, and what it still needs: criteria, rules, people, decisions."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from challenges.models import Challenge, Prize
from challenges.overview import address_to_add, name_first
from hackathon.events.overview import (
    Lack,
    Tally,
    before_judging,
    by_event,
    lacks_languages,
    overview,
    phase_of,
    settings_of,
)
from hackathon.kernel.phases import Phase
from hackathon.kernel.undecided import Undecided, undecided
from hackathon.models import Event, User
from judging.conflicts.models import Conflict
from judging.conflicts.selectors.register import register_of, tied_teams
from judging.embargo.waits import readable_events
from judging.jury.models import Judge, PanelSeat
from judging.progress.selectors.progress import work_in
from judging.results.models import Award
from judging.rules.models import Criterion
from judging.rules.policy import PUBLISH_RULES
from judging.rules.selectors.rubric import rubric_among
from judging.rules.selectors.sheets import with_unpublished_rules
from judging.seats.policy import INVITE_JUDGE
from teams.models import Submission
from teams.team.admin.rivals import seats_before_results


@overview(order=50)
def tell_of_rules(events: list[Event], reader: User) -> Iterator[tuple[Event, Lack]]:
    """What the jury judges by, and whether teams can read it."""
    early = before_judging(events)
    criteria = by_event(Criterion.objects.in_force().filter(event__in=early))
    challenges = by_event(Challenge.objects.filter(event__in=early))
    publishable = [event for event in early if PUBLISH_RULES.open_now(event)]
    unpublished = with_unpublished_rules(publishable)
    for event in early:
        own = criteria[event.pk]
        yield from ((event, lack) for lack in lacks_of_rubric(event, own, challenges[event.pk]))
        if event.pk in unpublished:
            sentence = (
                _("The rules of the jury have changed since they were published. Publish them.")
                if unpublished[event.pk]
                else _("Teams cannot read yet how the jury judges: publish its rules.")
            )
            yield event, Lack(sentence, reverse("admin:judging_rulesheet_changelist"))


def lacks_of_rubric(
    event: Event, criteria: list[Criterion], challenges: list[Challenge]
) -> Iterator[Lack]:
    if not criteria:
        sentence = _("There is no criterion yet: the jury has nothing to judge by.")
        yield Lack(sentence, address_to_add("judging_criterion", event=event.pk))
        return
    if bare := [row for row in challenges if not rubric_among(criteria, row.pk)]:
        sentence = _("No criterion counts in %(names)s.") % {"names": name_first(bare)}
        yield Lack(
            sentence, address_to_add("judging_criterion", event=event.pk, challenge=bare[0].pk)
        )
    sentence = _("Texts of criteria are not written in: %(languages)s.")
    rubric = f"{reverse('admin:judging_criterion_changelist')}?event={event.pk}"
    yield from lacks_languages(criteria, ("title", "meaning", "anchors"), sentence, rubric)


@overview(order=60)
def tell_of_jury(events: list[Event], reader: User) -> Iterator[tuple[Event, Lack | Tally]]:
    """Who judges, and whether each challenge has somebody who does."""
    judges = by_event(Judge.objects.filter(event__in=events, left_at=None))
    sitting = PanelSeat.objects.filter(challenge=OuterRef("pk"), judge__left_at=None)
    sitting = sitting.exclude(role=PanelSeat.Role.RESERVE)
    rows = Challenge.objects.filter(event__in=before_judging(events)).annotate(
        is_planned=Exists(sitting),
        is_seated=Exists(sitting.filter(judge__accepted_at__isnull=False)),
    )
    challenges = by_event(rows)
    for event in events:
        own = judges[event.pk]
        yield from ((event, lack) for lack in lacks_of_jury(event, own, challenges[event.pk]))
        if phase_of(event) != Phase.PUBLISHED:
            yield event, accepted_among(event, own)


def lacks_of_jury(event: Event, judges: list[Judge], challenges: list[Challenge]) -> Iterator[Lack]:
    """Until judging begins. Before registration nobody can be invited: being listed is enough."""
    if event not in before_judging([event]):
        return
    if not judges:
        sentence = _("Nobody is on the jury yet.")
        yield Lack(sentence, address_to_add("judging_judge", event=event.pk))
        return
    may_invite = INVITE_JUDGE.open_now(event)
    if may_invite and (n := sum(is_not_asked(judge) for judge in judges)):
        sentence = ngettext(
            "%(n)d judge has not been invited.", "%(n)d judges have not been invited.", n
        )
        yield Lack(sentence % {"n": n}, judges_of(event))
    seated = "is_seated" if may_invite else "is_planned"
    if bare := [row for row in challenges if not getattr(row, seated)]:
        if may_invite:
            yield without_judge(event, bare)
        else:
            sentence = _("No judge sits on the panel of %(names)s.")
            yield Lack(sentence % {"names": name_first(bare)}, panels_of(event))


def without_judge(event: Event, challenges: list[Challenge]) -> Lack:
    sentence = _("No judge who has accepted sits on the panel of %(names)s.")
    return Lack(sentence % {"names": name_first(challenges)}, panels_of(event))


def panels_of(event: Event) -> str:
    return reverse("admin:judging_judge_panels", args=[event.pk])


def is_not_asked(judge: Judge) -> bool:
    return not (judge.invited_at or judge.accepted_at or judge.declined_at)


def judges_of(event: Event) -> str:
    return f"{reverse('admin:judging_judge_changelist')}?event={event.pk}"


def accepted_among(event: Event, judges: list[Judge]) -> Tally:
    said = {"n": sum(judge.is_seated for judge in judges), "all": len(judges)}
    number = _("%(n)d of %(all)d accepted") % said if judges else "0"
    return Tally(_("Judges"), number, judges_of(event))


@overview(order=70)
def tell_of_work(events: list[Event], reader: User) -> Iterator[tuple[Event, Lack | Tally]]:
    """How many scorecards are done, of all that are owed; nothing here depends on a mark."""
    working = (Phase.JUDGING, Phase.DELIBERATION)
    judging = [event for event in events if phase_of(event) in working]
    if not judging:
        return
    reviews = reviews_in(judging, reader)
    under_way = [event for event in judging if phase_of(event) == Phase.JUDGING]
    challenges = by_event(Challenge.objects.filter(event__in=under_way))
    competing = set(seats_before_results(reader).values_list("event", flat=True))
    for event in judging:
        if event.pk not in reviews:
            continue
        own = reviews[event.pk]
        if own.is_asked:
            number = _("%(done)d of %(all)d done") % {"done": own.done, "all": own.owed}
            url = reverse("judging:progress", args=[event.slug])
            yield event, Tally(_("Scorecards"), number, url)
        if event in under_way and event.pk not in competing:
            yield from ((event, lack) for lack in lacks_of_work(event, own, challenges[event.pk]))


def lacks_of_work(event: Event, own: "Reviews", challenges: list[Challenge]) -> Iterator[Lack]:
    """While judging goes on: who is missing, or what comes when nothing is."""
    if unjudged := [row for row in challenges if row.pk in own.unjudged]:
        yield without_judge(event, unjudged)
    elif own.are_all_done:
        sentence = _(
            "All scorecards that are asked for so far are done. Judging closes by itself on "
            "%(end)s; from then on prizes can be given."
        )
        end = event.local_time(event.judging_closes_at)
        yield Lack(sentence % {"end": end}, settings_of(event, "judging_closes_at_0"))


@overview(order=80)
def tell_of_prizes(events: list[Event], reader: User) -> Iterator[tuple[Event, Lack]]:
    """How many prizes wait for a decision, for who may know how the marks stand."""
    deciding = [event for event in events if phase_of(event) == Phase.DELIBERATION]
    if not deciding:
        return
    tied = set(tied_teams(reader).values_list("team__event", flat=True))
    readable = set(readable_events(reader).values_list("pk", flat=True)) - tied
    waiting = undecided_in(deciding)
    for event in deciding:
        if event.pk in readable:
            yield event, to_publishing(event, waiting.get(event.pk, 0))


def to_publishing(event: Event, n: int) -> Lack:
    if not n:
        url = reverse("admin:judging_results_publish", args=[event.pk])
        return Lack(_("Every prize is decided. Look at what will be public, and publish."), url)
    sentence = ngettext("%(n)d prize waits for a decision.", "%(n)d prizes wait for a decision.", n)
    return Lack(sentence % {"n": n}, reverse("admin:judging_results_change", args=[event.pk]))


def undecided_in(events: list[Event]) -> dict[int, int]:
    """Prizes of challenges in which a project can win, about which nothing has been decided; and
    such challenges without a prize."""
    eligible = Submission.objects.able_to_win().filter(team__challenge=OuterRef("pk"))
    challenges = Challenge.objects.filter(Exists(eligible), event__in=events)
    decided = Award.objects.filter(prize=OuterRef("pk"))
    undecided = Prize.objects.filter(~Exists(decided), challenge=OuterRef("pk"))
    open_prizes = undecided.order_by().values("challenge").annotate(n=Count("pk")).values("n")
    found: dict[int, int] = defaultdict(int)
    rows = challenges.annotate(has_any=Exists(Prize.objects.filter(challenge=OuterRef("pk"))))
    for event, n, has_prize in rows.annotate(n=open_prizes).values_list("event", "n", "has_any"):
        found[event] += (n or 0) if has_prize else 1
    return found


@dataclass
class Reviews:
    """How many reviews of an event are done and owed, as somebody may know it."""

    is_whole: bool  # or there are teams that this person, as a judge, is tied to
    is_asked: bool = False  # whether anything can be reviewed by now
    done: int = 0
    owed: int = 0
    unjudged: set[int] = field(default_factory=set)  # challenges with projects and without a judge

    @property
    def are_all_done(self) -> bool:
        return self.is_whole and not self.unjudged and 0 < self.owed == self.done


def reviews_in(events: Collection[Event], user: User) -> dict[int, Reviews]:
    """By event; without teams that this person, as a judge, is tied to."""
    tied = dict(tied_teams(user).values_list("team", "team__event"))
    work, seats, versions = work_in(events), defaultdict(list), defaultdict(list)
    for seat in work.seats:
        seats[seat.challenge_id].append(seat)
    for version in work.versions:
        team = version.submission.team
        if team.pk not in tied:
            versions[team.challenge_id].append(version)
    found: dict[int, Reviews] = {}
    for challenge, shown in versions.items():
        event = shown[0].submission.team.event_id
        asked_for = [version for version in shown if not version.is_early]
        pairs = work.owed_pairs(seats[challenge], asked_for)
        own = found.setdefault(event, Reviews(is_whole=event not in tied.values()))
        own.is_asked |= bool(asked_for)
        own.done += sum(pair in work.finished for pair in pairs)
        own.owed += len(pairs)
        if all(seat.role == PanelSeat.Role.RESERVE for seat in seats[challenge]):
            own.unjudged.add(challenge)
    return found


@undecided
def conflicts_of(person: User, events: list[Event], reader: User) -> Iterator[Undecided]:
    """Of a judge, or of the team that somebody is in; nothing of a team the reader is tied to."""
    about = Q(judge__user=person) | Q(team__members__user=person)
    rows = register_of(Challenge.objects.filter(event__in=events), reader).filter(about)
    for row in rows.filter(state=Conflict.State.PROPOSED).distinct():
        sentence = _(
            "“%(event)s”: whether %(judge)s is tied to the team “%(team)s” is to be settled."
        )
        said = {"event": row.judge.event, "judge": row.judge, "team": row.team}
        url = reverse("admin:judging_conflict_register", args=[row.judge.event_id])
        yield Undecided(sentence % said, f"{url}#found")
