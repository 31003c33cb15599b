from collections.abc import Iterator

from django.db.models import QuerySet

from hackathon.models import AuditEntry
from hackathon.notices import Letter, notice, to_organisers
from hackathon.phases import Phase
from judging import announcing, policy
from judging import desk_notices as desk_notices
from judging import looking_again as looking_again
from judging import paper_notices as paper_notices
from judging.embargo import readers_beside
from judging.falling_back import BY_MORE_TIME, BY_TIMETABLE, fall_back_of, kept_by
from judging.holding import TIED, handed_in, standing_versions
from judging.looking_again import sorted_by_version
from judging.models import (
    Assignment,
    Candidate,
    ChangeOfSense,
    Conflict,
    Judge,
    PanelSeat,
    Scorecard,
    UnsavedMarks,
)
from judging.one_mail import tells_judges
from judging.waiting_ties import deciders_of
from teams.models import Version
from teams.services.recalling import Outcome


@notice("judge.invite")
def invite_judge_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    yield invitation(entry.subject)


@notice("judge.import")
@notice("candidate.answer")
def invite_judges_by_mail(entry: AuditEntry) -> Iterator[Letter]:
    for judge in Judge.objects.filter(pk__in=entry.data.get("invited", [])):
        yield invitation(judge)


def invitation(judge: Judge) -> Letter:
    return Letter.to_invited(judge, "judging/mail/invitation", event=judge.event, judge=judge)


@notice("judge.decline")
def tell_organisers_who_declined(entry: AuditEntry) -> Iterator[Letter]:
    judge = entry.subject
    yield from to_organisers(judge.event, "judging/mail/declined", judge=judge)


@tells_judges("judge.excuse")
def tell_who_takes_over(entry: AuditEntry) -> Iterator[Letter]:
    numbers = dict(entry.data.get("takers", []))
    called_up = entry.data.get("called_up", [])
    judges = Judge.objects.seated().filter(pk__in={*numbers, *called_up}).select_related("user")
    for judge in judges.select_related("event"):
        yield Letter.to(
            judge.user, "judging/mail/takes_over", event=judge.event, judge=judge,
            number=numbers.get(judge.pk, 0), is_called_up=judge.pk in called_up,
        )  # fmt: skip


@tells_judges("judge.excuse")
def thank_who_leaves(entry: AuditEntry) -> Iterator[Letter]:
    judge = entry.subject
    if judge.user:
        yield Letter.to(
            judge.user, "judging/mail/excused", event=judge.event, judge=judge,
            **titles_left(judge, entry),
        )  # fmt: skip


def titles_left(judge: Judge, entry: AuditEntry) -> dict[str, list[str]]:
    """What became of the scorecards of a judge who leaves, by the titles of the projects."""
    gone = [pk for pk, _challenge in entry.data.get("set_aside_cards", [])]
    cards = judge.scorecards.standing().select_related("version").order_by("version__title")
    titles = [(card, card.version.title) for card in cards]
    counting = set(handed_in(entry.event).filter(judge=judge).values_list("pk", flat=True))
    return {
        "set_aside": [title for card, title in titles if card.pk in gone],
        "counting": [title for card, title in titles if card.pk in counting],
        "begun": [
            title for card, title in titles if not card.handed_in_at and not card.abstained_at
        ],
    }


@tells_judges("judge.reinstate")
def tell_who_is_back(entry: AuditEntry) -> Iterator[Letter]:
    """The judge themselves; and who gives a review back, or waits in reserve again."""
    judge = entry.subject
    if judge.user and judge.is_seated:
        told = {"cards": entry.data["cards"], "reviews": entry.data["reviews"]}
        yield Letter.to(
            judge.user, "judging/mail/reinstated", event=judge.event, judge=judge, **told
        )
    numbers = dict(entry.data["givers"])
    reserves = entry.data["reserves"]
    others = Judge.objects.seated().filter(pk__in={*numbers, *reserves})
    for other in others.select_related("user", "event").order_by("pk"):
        yield Letter.to(
            other.user, "judging/mail/goes_back", event=other.event, judge=other,
            number=numbers.get(other.pk, 0), is_reserve=other.pk in reserves,
        )  # fmt: skip


def cards_of(before: Version | None) -> QuerySet[Scorecard]:
    """The newest scorecard of each judge that counted for this version, of who can act."""
    if before is None:
        return Scorecard.objects.none()
    counted = standing_versions(before.submission.event, [before])
    cards = Scorecard.objects.counted().filter(version__in=counted, judge__left_at=None)
    cards = cards.exclude(TIED).exclude(judge__user=None)
    newest = cards.order_by("judge_id", "-version__number").distinct("judge_id")
    return newest.select_related("judge__user", "judge__event")


@tells_judges("submission.rescue")
def tell_who_marks_anew(entry: AuditEntry) -> Iterator[Letter]:
    """Judges whose scorecard was handed in and counts no more: an organiser submitted a version
    that is to be marked anew."""
    if entry.data["keeps_marks"]:
        return
    version = Version.objects.select_related("submission").get(pk=entry.data["version"])
    for card in cards_of(version.standing_before):
        yield Letter.to(
            card.judge.user, "judging/mail/anew", event=entry.event, judge=card.judge,
            version=version, before=card.version, reason=entry.subject.reason,
        )  # fmt: skip


@notice("submission.submit")
def tell_who_marked_the_version_before(entry: AuditEntry) -> Iterator[Letter]:
    """A team with more time has submitted anew: the scorecards for the version before are over."""
    version = entry.subject
    for card in cards_of(version.standing_before):
        yield Letter.to(
            card.judge.user, "judging/mail/anew", event=entry.event, judge=card.judge,
            version=version, before=card.version, by_team=True,
        )  # fmt: skip


@notice("submission.recall")
def tell_who_marked_what_was_taken_back(entry: AuditEntry) -> Iterator[Letter]:
    """Judges who have begun a scorecard for the version that does not count any more, and those
    who read that it was there; nobody who has got a conflict of interest with the team since:
    nothing of it comes to their desk."""
    version = Version.objects.select_related("submission").get(pk=entry.data["version"])
    before = version.submission.versions.standing().filter(pk=entry.data["counts"]).first()
    if entry.data.get("outcome", Outcome.COUNTS) != Outcome.COUNTS:
        before = None
    begun = Scorecard.objects.filter(version=version, judge__left_at=None).exclude(TIED)
    begun = begun.exclude(judge__user=None).select_related("judge__user", "judge__event")
    told = {card.judge_id: card for card in (*cards_of(before), *begun)}
    for _judge, card in sorted(told.items()):
        yield Letter.to(
            card.judge.user, "judging/mail/taken_back", event=card.judge.event, judge=card.judge,
            version=version, before=before, project=str(before or version),
        )  # fmt: skip


@notice(BY_TIMETABLE)
@notice(BY_MORE_TIME)
def tell_jury_that_the_event_fell_back(entry: AuditEntry) -> Iterator[Letter]:
    """What they handed in is kept, what happens now, and why."""
    fall_back = fall_back_of(entry)
    if fall_back is None:
        return
    judges = entry.event.judges.seated().exclude(user=entry.actor).select_related("user", "event")
    for judge in judges.order_by("pk"):
        yield Letter.to(
            judge.user, "judging/mail/fell_back", event=judge.event, judge=judge,
            kept=kept_by(judge), reason=fall_back.reason, to_writing=fall_back.is_to_writing,
        )  # fmt: skip


@notice("rules.amend")
def tell_jury_of_the_new_sheet(entry: AuditEntry) -> Iterator[Letter]:
    """Each judge which scorecards they can hand in anew; and of others what becomes of them."""
    sheet = entry.subject
    for judge in sheet.event.judges.seated().select_related("user"):
        opened = judge.scorecards.filter(reopened_at=entry.at)
        titles, newer, waiting = sorted_by_version(opened)
        yield Letter.to(
            judge.user, "judging/mail/amended", event=sheet.event, sheet=sheet,
            reopened=len(titles), titles=titles, newer=newer, waiting=waiting,
            is_weighed_anew=sheet.weighs_otherwise,
        )  # fmt: skip


@notice("rules.take_back")
def tell_jury_that_the_change_is_taken_back(entry: AuditEntry) -> Iterator[Letter]:
    """All who were told of the change; each reads which of their scorecards are in again."""
    sheet = entry.subject
    change = ChangeOfSense.objects.get(pk=entry.data["change"])
    opened = [card["id"] for card in change.cards]
    for judge in sheet.event.judges.seated().select_related("user"):
        cards = judge.scorecards.filter(pk__in=opened).order_by("version__title")
        titles = list(cards.values_list("version__title", flat=True))
        yield Letter.to(
            judge.user, "judging/mail/amendment_taken_back", event=sheet.event, sheet=sheet,
            handed_in=len(titles), titles=titles,
        )  # fmt: skip


@notice("judge.nudge")
def remind_judge(entry: AuditEntry) -> Iterator[Letter]:
    judge = entry.subject
    if judge.user:
        yield Letter.to(judge.user, "judging/mail/nudge", event=judge.event, judge=judge)


@notice("scorecard.reopen")
def tell_judge_of_reopening(entry: AuditEntry) -> Iterator[Letter]:
    card = entry.subject
    about = {"event": card.event, "card": card}
    if card.judge.user:
        yield Letter.to(card.judge.user, "judging/mail/reopened", **about)


@notice("results.publish")
def announce_results(entry: AuditEntry) -> Iterator[Letter]:
    yield from announcing.promised(entry)


@notice("wave.release")
@notice("assignment.change")
def tell_who_reviews_what(entry: AuditEntry) -> Iterator[Letter]:
    """Each judge how many projects came to their desk, and how many were taken from it."""
    open_ones = Assignment.objects.filter(
        submission__team__event=entry.event, wave__released_at__isnull=False
    )
    came = open_ones.filter(ended_at=None)
    if entry.verb == "wave.release":
        came, gone = came.filter(wave=entry.subject), open_ones.none()
    else:
        came, gone = came.filter(assigned_at=entry.at), open_ones.filter(ended_at=entry.at)
    numbers = {
        judge: (came.filter(judge=judge).count(), gone.filter(judge=judge).count())
        for judge in {*came.values_list("judge", flat=True), *gone.values_list("judge", flat=True)}
    }
    judges = Judge.objects.seated().filter(pk__in=numbers).exclude(user=entry.actor)
    for judge in judges.select_related("user", "event").order_by("pk"):
        came_to, gone_from = numbers[judge.pk]
        yield Letter.to(
            judge.user,
            "judging/mail/reviews",
            event=judge.event,
            judge=judge,
            came=came_to,
            gone=gone_from,
        )


@tells_judges("conflict.impose", "conflict.lift", "conflict.settle")
def tell_who_is_tied(entry: AuditEntry) -> Iterator[Letter]:
    """A judge whose tie to a team was decided by somebody else; what was dismissed never held."""
    conflict = entry.subject
    judge = conflict.judge
    was_dismissed = entry.verb == "conflict.settle" and not entry.data["stands"]
    if judge.user and judge.user != entry.actor and not was_dismissed:
        told = {"conflict": conflict, "stands": entry.verb != "conflict.lift"}
        told["is_opened"] = bool(entry.data.get("opened"))
        yield Letter.to(judge.user, "judging/mail/tie", event=judge.event, **told)


@notice("conflict.find")
def tell_who_settles(entry: AuditEntry) -> Iterator[Letter]:
    """Once: what is found while something waits already stands in the same list."""
    proposed = Conflict.objects.proposed().filter(judge__event=entry.event)
    is_new = proposed.filter(declared_at=entry.at).exists()
    if is_new and not proposed.filter(declared_at__lt=entry.at).exists():
        yield from to_organisers(entry.event, "judging/mail/found", but=entry.actor)


@notice("discussion.open")
def tell_panel_that_it_talks(entry: AuditEntry) -> Iterator[Letter]:
    """Everybody who reviews for the panel, but for who opened the discussion."""
    challenge = entry.subject.challenge
    is_judging = entry.event.phase_at(entry.at) == Phase.JUDGING
    seats = PanelSeat.objects.seated().filter(challenge=challenge)
    seats = seats.exclude(role=PanelSeat.Role.RESERVE).exclude(judge__user=entry.actor)
    for seat in seats.select_related("judge__user").order_by("judge"):
        told = {"event": entry.event, "challenge": challenge, "may_still_score": is_judging}
        yield Letter.to(seat.judge.user, "judging/mail/discussion", **told)


@notice("tie.announce")
def tell_who_decides(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever leads the panel; nobody who is tied to a team concerned."""
    challenge = entry.subject.challenge
    for person in deciders_of(challenge):
        yield Letter.to(person, "judging/mail/tie_waits", event=entry.event, challenge=challenge)


@notice("candidate.ask")
def tell_who_lets_in(entry: AuditEntry) -> Iterator[Letter]:
    """Once: who comes while somebody waits already stands in the same list."""
    earlier = entry.event.candidates.filter(answer=Candidate.Answer.WAITING)
    if not earlier.filter(asked_at__lt=entry.at).exists():
        yield from to_organisers(
            entry.event, "judging/mail/at_the_door", doing=policy.ANSWER_CANDIDATE
        )


@notice("unsaved_marks.send")
def tell_who_reads_unsaved_marks(entry: AuditEntry) -> Iterator[Letter]:
    """Whoever leads the panel, or the organisers; the mail itself holds no mark."""
    if not entry.data.get("was_sent_before"):
        yield from to_readers_of(entry.subject)


@notice("paper.refuse")
def tell_who_reads_unsaved_marks_once_more(entry: AuditEntry) -> Iterator[Letter]:
    """They had been entered by the sheet that was put aside."""
    rows = UnsavedMarks.objects.filter(pk__in=entry.data.get("waiting_again", []))
    for row in rows.select_related("judge__event", "version__submission__team__challenge"):
        yield from to_readers_of(row, is_again=True)


def to_readers_of(row: UnsavedMarks, *, is_again: bool = False) -> Iterator[Letter]:
    readers = readers_beside(row.version.submission.team.challenge, row.judge)
    told = {"row": row, "is_organiser": readers.are_organisers, "is_again": is_again}
    for person in readers.people:
        yield Letter.to(person, "judging/mail/unsaved", event=row.event, **told)
