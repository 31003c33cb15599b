"""Whether the last change of a criterion's sense can be taken back, and why not."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from hackathon.models import Event
from judging.rules.models import ChangeOfSense
from judging.rules.selectors.sheets import sheet_of
from judging.scorecards.models import (
    MOVED,
    MarkChange,
    PaperSheet,
    Scorecard,
)
from judging.scorecards.selectors.sense import cards_at_hand


def last_change_of_sense(event: Event) -> ChangeOfSense | None:
    """The one by which the sheet in force was published, unless it is taken back."""
    changes = ChangeOfSense.objects.filter(sheet__event=event, taken_back_at=None)
    last = changes.select_related("sheet__event", "criterion").order_by("-sheet__number").first()
    sheet = sheet_of(event)
    return last if last and sheet and last.sheet_id == sheet.pk else None


def obstacle_to_taking_back(change: ChangeOfSense) -> str:
    """Why it cannot be taken back any more, in a sentence; empty if it can."""
    if change.taken_back_at:
        return _("This change has been taken back already.")
    newest = sheet_of(change.event)
    if newest is None or change.sheet_id != newest.pk:
        return _(
            "The rules have been changed again since then: only the last change of them can "
            "be taken back."
        )
    if touched := labels_of(touched_since(change), sheets_typed_since(change)):
        return _(
            "Judges have gone on since the scorecards were opened, so the change cannot be taken "
            "back any more: %(cards)s."
        ) % {"cards": touched}
    if moved := labels_of(out_of_reach(change)):
        return _(
            "Not all scorecards could be handed in again as they were, because a judge has left or "
            "has a conflict of interest, or a team competes elsewhere: %(cards)s."
        ) % {"cards": moved}
    return ""


def opened_by(change: ChangeOfSense) -> QuerySet[Scorecard]:
    return Scorecard.objects.on_record().filter(pk__in=[card["id"] for card in change.cards])


def touched_since(change: ChangeOfSense) -> QuerySet[Scorecard]:
    """Scorecards of the projects concerned that a judge has written, marked or handed in since,
    also those that were first written after the change: they are by its sense."""
    since = change.sheet.published_at
    cards = concerned_by(change, Scorecard.objects.on_record())
    typed = sheets_typed_since(change).filter(judge=OuterRef("judge"), version=OuterRef("version"))
    # what the change itself took back, with its scorecards, has no mark afterwards; and what was
    # put back with a project that came back, nobody has given since
    marked = MarkChange.objects.filter(
        scorecard=OuterRef("pk"), changed_at__gt=since, after__isnull=False
    ).exclude(device=MOVED)
    touched = cards.filter(saved_at__gt=since) | cards.filter(handed_in_at__gt=since)
    touched |= cards.filter(abstained_at__gt=since) | cards.filter(Exists(marked))
    touched |= cards.filter(Exists(typed)) | cards.filter(pk__in=opened_by_others(change))
    return touched


def opened_by_others(change: ChangeOfSense) -> list[int]:
    """Scorecards that somebody has opened again after the change had opened them."""
    later = {card["id"]: card["opened_at"] for card in change.cards if "opened_at" in card}
    opened_at = {pk: parse_datetime(at) for pk, at in later.items()}
    first = change.sheet.published_at
    return [row.pk for row in opened_by(change) if row.reopened_at != opened_at.get(row.pk, first)]


def sheets_typed_since(change: ChangeOfSense) -> QuerySet[PaperSheet]:
    """From paper, by the sense or the scale of after the change; but those put aside."""
    sheets = PaperSheet.objects.filter(typed_at__gt=change.sheet.published_at, refused_at=None)
    return concerned_by(change, sheets)


def concerned_by(change: ChangeOfSense, rows: QuerySet) -> QuerySet:
    """Those about projects of the challenges in which the criterion counts or counted."""
    rows = rows.filter(judge__event=change.event)
    counts_in = {change.criterion.challenge_id}
    counts_in.add((change.was or {}).get("challenge_id", change.criterion.challenge_id))
    if None in counts_in:
        return rows
    return rows.filter(version__submission__team__challenge__in=counts_in)


def out_of_reach(change: ChangeOfSense) -> QuerySet[Scorecard]:
    """Scorecards whose judge cannot act any more, or whose project is not on their panel."""
    return opened_by(change).exclude(pk__in=cards_at_hand(change.criterion).values("pk"))


def labels_of(*found: QuerySet) -> str:
    """Each judge with the project, of scorecards and of sheets from paper."""
    order = ("judge__position", "pk")
    rows = [row for own in found for row in own.select_related("judge", "version").order_by(*order)]
    return "; ".join(dict.fromkeys(f"{row.judge}, {row.version.title}" for row in rows))


def end_in_words(event: Event) -> str:
    """When judging closes, in the event's time: the last instant at which it can be taken back."""
    return event.local_time(event.judging_closes_at)
