"""Marks that judges sent because the server did not take them, for those who are to read them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hackathon.events.policy import RESCHEDULE_EVENT
from hackathon.models import Event, User
from judging.embargo.policy import waits_for_marks
from judging.embargo.selectors import NOBODY_READS, hidden_in_words
from judging.embargo.waits import Reader, Readers, readers_beside
from judging.jury.models import Judge
from judging.jury.policy import challenge_of
from judging.paper.policy import TYPE_PAPER
from judging.paper.selectors.paper import typed_in_since
from judging.rules.selectors.rubric import rubric_of
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.worklist import marks_of, scorecard_of
from judging.unsaved import policy
from judging.unsaved.models import UnsavedMarks
from teams.models import Version


@dataclass(frozen=True)
class Line:
    """A criterion, the mark that the server has, and the mark that was sent."""

    title: str
    on_server: int | None
    sent: int | None


@dataclass(frozen=True)
class Message:
    """What one judge sent about one project, as its reader may see it."""

    row: UnsavedMarks
    lines: list[Line]  # the whole card
    remarks_on_server: str
    is_hidden: bool  # the reader's own marks come first
    why_hidden: str
    may_settle: bool
    may_type: bool
    is_open: bool  # whether a paper scorecard is taken now
    reopening_url: str  # where this reader opens judging again; nothing for who asks others to
    is_typed: bool


def waiting_rows(event: Event) -> QuerySet[UnsavedMarks]:
    rows = UnsavedMarks.objects.filter(judge__event=event, settled_at=None)
    return rows.select_related("judge__user", "version__submission__team__challenge")


def unsaved_for(event: Event, user: User) -> list[Message]:
    """What waits for this reader: of panels that they lead, or that nobody else could read for."""
    found = []
    for row in waiting_rows(event):
        row.judge.event = row.version.submission.team.challenge.event = event
        if policy.is_reader(user, row):
            found.append(message_for(row, user))
    return found


def message_for(row: UnsavedMarks, user: User) -> Message:
    is_hidden = waits_for_marks(user, row)
    card = Scorecard(judge=row.judge, version=row.version)
    if not is_hidden:
        card = scorecard_of(row.judge, row.version)
    may_reopen = RESCHEDULE_EVENT.allows(user, row.event)
    settings_page = reverse("admin:hackathon_event_change", args=[row.event.pk])
    return Message(
        row,
        [] if is_hidden else lines_of(row, card),
        card.remarks,
        is_hidden,
        hidden_in_words(user, challenge_of(row)) if is_hidden else "",
        may_settle=policy.SETTLE_UNSAVED.allows(user, row),
        may_type=not is_hidden and TYPE_PAPER.may(user, card),
        is_open=TYPE_PAPER.open_now(card),
        reopening_url=settings_page if may_reopen else "",
        is_typed=typed_in_since(row).exists(),
    )


def lines_of(row: UnsavedMarks, card: Scorecard) -> list[Line]:
    """Each criterion of the project; after them those that were marked and stand no more."""
    on_server = marks_of(card)
    sent = {int(pk): mark for pk, mark in row.marks.items()}
    rubric = {one.pk: one.title for one in rubric_of(row.version.submission.team.challenge)}
    former = row.event.criteria.filter(pk__in=sent.keys() - rubric.keys())
    titles = rubric | dict(former.values_list("pk", "title"))
    return [Line(title, on_server.get(pk), sent.get(pk)) for pk, title in titles.items()]


@dataclass(frozen=True)
class Sent:
    """What a judge sent about one project, for themselves: to whom, and what became of it."""

    row: UnsavedMarks
    lines: list[Line]
    readers: str  # nothing for the organisers


def sent_by(judge: Judge, versions: Iterable[Version]) -> list[Sent]:
    """What this judge sent about these projects, the newest first."""
    projects = [version.submission_id for version in versions]
    rows = judge.unsaved_marks.filter(version__submission__in=projects)
    rows = rows.select_related("version__submission__team__challenge", "settled_by")
    found = []
    for row in rows.order_by("-pk"):
        row.judge = judge
        row.version.submission.team.challenge.event = judge.event
        readers = readers_of(row)
        names = "" if readers.are_organisers else names_of(readers)
        lines = lines_of(row, Scorecard(judge=judge, version=row.version))
        found.append(Sent(row, [line for line in lines if line.sent is not None], names))
    return found


def readers_of(row: UnsavedMarks) -> Readers:
    return readers_beside(challenge_of(row), row.judge)


def names_of(readers: Readers) -> str:
    return ", ".join(str(person) for person in readers.people)


def reader_words(judge: Judge, versions: Iterable[Version]) -> str:
    """For a judge's device, as JSON: by the address of a scorecard's marks, who would read what
    the server does not take of it. Nothing while nothing can be sent."""
    if not policy.SEND_UNSAVED.open_now(judge):
        return "{}"
    words, found = {}, {}
    for version in versions:
        challenge = version.submission.team.challenge
        if challenge.pk not in words:
            challenge.event = judge.event
            words[challenge.pk] = words_for(readers_beside(challenge, judge))
        address = reverse("judging:marks", args=[judge.event.slug, version.submission_id])
        found[address] = words[challenge.pk]
    return json.dumps(found)


def words_for(readers: Readers) -> dict[str, str]:
    """The button, which is empty if nobody could read it, and the sentence above it."""
    if readers.role is Reader.NOBODY:
        return {"button": "", "sentence": str(NOBODY_READS)}
    buttons = {
        Reader.PRESIDENT: _("Send to the president"),
        Reader.DEPUTY: _("Send to the deputy"),
        Reader.BOTH: _("Send to the president and the deputy"),
        Reader.ORGANISERS: _("Send to the organisers"),
    }
    if readers.are_organisers:
        sentence = _(
            "This is kept on this device only. You can send it to the organisers who see the "
            "marks, who read it and talk with you; it does not count by itself."
        )
    else:
        sentence = _(
            "This is kept on this device only. You can send it to %(names)s, to be read and "
            "talked over with you; it does not count by itself."
        ) % {"names": names_of(readers)}
    return {"button": buttons[readers.role], "sentence": sentence}


def unsaved_or_404(event: Event, user: User, unsaved_id: int) -> UnsavedMarks:
    row = get_object_or_404(waiting_rows(event), pk=unsaved_id)
    row.judge.event = row.version.submission.team.challenge.event = event
    if not policy.is_reader(user, row):
        raise Http404
    return row
