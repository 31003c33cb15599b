"""The jury's rules: written, published as a numbered sheet, and after the first mark amended."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hackathon.kernel.editing import (
    RequireCurrent,
    accept_any,
    copy_fields,
    find_stored,
)
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.fences import do_for_each
from hackathon.kernel.guard import GuardedModel, GuardedQuerySet
from hackathon.kernel.predicates import require_event
from hackathon.kernel.sockets import Socket
from hackathon.models import Event, User
from judging.rules import policy
from judging.rules.models import (
    ChangeOfSense,
    Criterion,
    JuryRules,
    RuleSheet,
)
from judging.rules.selectors.sheets import (
    content_of,
    fingerprint_of,
    has_marks,
    has_unpublished_rules,
    sheet_of,
)

# What a judge has read when they gave a mark; whether its sense changes with the words, a person
# says. Another scale, or another challenge, is always another sense.
TEXTS = {"title", "meaning", "anchors"}
SENSE = {"lowest", "highest", "challenge"}
# Who is shown, who reads what, how judges behave: no sheet says it, and no mark was given by it.
ON_NO_SHEET = {"jury_shown", "conflicts_told", "conduct"}


# Judges who can still act look again at what they marked by the sense before: called with the
# change before it is stored, who makes it, when, and the reason.
open_again = Socket[[ChangeOfSense, User, datetime, str]]()


class Degree(models.TextChoices):
    """How much a change of words changes."""

    WORDING = "wording", _("Wording only: it means what it meant. Nothing is opened again.")
    SENSE = (
        "sense",
        _("The sense changes: judges who can still act look at their scorecards again."),
    )


def save_rule(
    *,
    actor: User,
    row: GuardedModel,
    fields: Collection[str] | None = None,
    reason: str = "",
    degree: str = "",
    require_current: RequireCurrent = accept_any,
) -> GuardedModel:
    """Write a criterion, a panel or the rules themselves.

    As long as nobody has given a mark this is free, and a reason is not kept. Afterwards it needs
    a reason, and is an amendment: a new sheet, the jury told, and what it touches reopened. Where
    words change, ``degree`` says whether their sense does. Of a row that is there already only
    ``fields`` are written, or all of them if that is None.
    """
    change = Change(row, fields, require_current, degree)
    if reason and not change.is_on_no_sheet and has_marks_by(row):
        return amend(actor=actor, change=change, reason=reason)
    event = require_event(row)
    with policy.EDIT_RUBRIC.begin(actor, change.target, lock=[event, *change.locked]) as record:
        if not change.is_on_no_sheet:
            require_no_marks(row)
        change.write()
        sheet = publish_along(event, actor, record.at)
        record.about(
            change.target, fields=sorted(change.fields or ()), number=sheet and sheet.number
        )
    return change.target


def publish_along(event: Event, actor: User, at: datetime) -> RuleSheet | None:
    """What is published is what holds: where a sheet is out and says otherwise, the next one."""
    if sheet_of(event) is None or not has_unpublished_rules(event):
        return None
    return publish(event, actor, at)


@dataclass
class Change:
    """A part of the rules as it was edited on a page, on its way into the database."""

    edited: GuardedModel
    fields: Collection[str] | None
    require_current: RequireCurrent
    degree: str = ""

    def __post_init__(self) -> None:
        self.is_new = self.edited.pk is None
        self.target = self.edited if self.is_new else find_stored(self.edited)
        self.locked = [] if self.is_new else [self.target]

    @property
    def is_on_no_sheet(self) -> bool:
        """Whether marks do not keep this from changing."""
        fields = set(self.fields or ()) - {"event"}
        others = [name for name in fields if not touches([name], ON_NO_SHEET)]
        return isinstance(self.edited, JuryRules) and bool(fields) and not others

    def write(self) -> None:
        """Under the lock of the row."""
        if self.is_new:
            self.target.save()
            return
        self.require_current(self.fields or ())
        copy_fields(self.target, self.edited, self.fields)


def has_marks_by(row: GuardedModel) -> bool:
    """Whether marks have been given that this part of the rules is about."""
    return has_marks(require_event(row), getattr(row, "challenge_id", None))


def require_no_marks(row: GuardedModel) -> None:
    if has_marks_by(row):
        raise StateConflict(
            _(
                "Marks have been given by these rules. Write why you change them: "
                "then a new rule sheet is published and the jury is told."
            ),
            code="reason",
        )


def retire_criterion(*, actor: User, criterion: Criterion, reason: str = "") -> Criterion:
    """Take a criterion out of force; without marks it is simply gone from the next sheet."""
    is_amended = bool(reason) and has_marks_by(criterion)
    operation = policy.AMEND_RULES if is_amended else policy.EDIT_RUBRIC
    with operation.begin(actor, criterion, lock=[criterion.event, criterion]) as record:
        if criterion.retired_at:
            raise StateConflict(_("This criterion is out of force already."))
        if not is_amended:
            require_no_marks(criterion)
        criterion.retired_at = record.at
        criterion.save(update_fields=["retired_at"])
        record.about(criterion, retired=True)
        if is_amended:
            sheet = publish(criterion.event, actor, record.at, reason)
            record.about(sheet, retired=criterion.pk, number=sheet.number)
        elif along := publish_along(criterion.event, actor, record.at):
            record.about(criterion, number=along.number)
    return criterion


def publish_rules(*, actor: User, event: Event) -> RuleSheet:
    """Publish the rules as they stand, as the event's next sheet."""
    with policy.PUBLISH_RULES.begin(actor, event, lock=[event]) as record:
        sheet = publish(event, actor, record.at)
        record.about(sheet, number=sheet.number, sha256=sheet.sha256)
    return sheet


def publish_by_clock(*, event: Event, organiser: User) -> RuleSheet | None:
    """When judging begins and nobody published a sheet, the rules as they stand are one."""
    with policy.PUBLISH_RULES_BY_CLOCK.begin(None, event, lock=[event]) as record:
        sheet = sheet_of(event) or publish(event, organiser, record.at)
        record.about(sheet, number=sheet.number, sha256=sheet.sha256)
    return sheet


def publish_missing() -> int:
    """A sheet for each event whose jury would otherwise begin without one."""
    written = Criterion.objects.filter(retired_at=None).values("event")
    events = Event.objects.filter(rule_sheets=None, pk__in=written)
    return do_for_each("judging.tasks.publish_missing_rules", events, publish_if_time)


def publish_if_time(event: Event) -> bool:
    organiser = event.organisers.order_by("pk").first()
    if organiser is None or not policy.PUBLISH_RULES_BY_CLOCK.open_now(event):
        return False
    publish_by_clock(event=event, organiser=organiser.user)
    return True


def publish(event: Event, actor: User, at: datetime, reason: str = "") -> RuleSheet:
    """The event's row is locked, or the event held alone."""
    before = sheet_of(event)
    content = content_of(event)
    if not content["criteria"]:
        raise StateConflict(_("Write at least one criterion first."))
    sha256 = fingerprint_of(content)
    if before and before.sha256 == sha256:
        raise StateConflict(
            _("Nothing has changed since sheet %(n)d."), params={"n": before.number}
        )
    return RuleSheet.objects.create(
        event=event,
        number=before.number + 1 if before else 1,
        content=content,
        sha256=sha256,
        reason=reason,
        published_at=at,
        published_by=actor,
    )


def amend(*, actor: User, change: Change, reason: str) -> GuardedModel:
    """Change the rules under way: alone on the event, so that no mark slips in between."""
    with policy.AMEND_RULES.begin(actor, change.target, lock=change.locked) as record:
        was = None if change.is_new else columns_of(change.target)
        change.write()
        row, fields = change.target, sorted(change.fields or ())
        sense = None
        if isinstance(row, Criterion) and changes_sense(change, fields):
            sense = ChangeOfSense(criterion=row, was=was and values_before(was, columns_of(row)))
            open_again(sense, actor, record.at, reason)
        sheet = publish(require_event(record), actor, record.at, reason)
        if sense:
            sense.sheet = sheet
            sense.save()
        reopened = len(sense.cards) if sense else 0
        record.about(sheet, fields=fields, reopened=reopened, number=sheet.number)
    return row


def columns_of(row: GuardedModel) -> dict[str, Any]:
    """What the database holds, whatever language is being spoken."""
    return GuardedQuerySet(type(row)).filter(pk=row.pk).values().get()


def values_before(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Of the columns that changed what they held before."""
    return {name: value for name, value in before.items() if value != after[name]}


def changes_sense(change: Change, fields: Collection[str]) -> bool:
    """Whether judges have to look at their marks again: where somebody says so, also for another
    weight. Raises StateConflict if nobody said which it is, or said what is not so.
    """
    if change.is_new:
        return True
    if touches(fields, SENSE):
        require_sense(change)
        return True
    if touches(fields, TEXTS) and change.degree not in Degree.values:
        raise StateConflict(
            _(
                "Say whether only the wording changes, or also the sense. If the sense changes, "
                "judges look at their scorecards again."
            ),
            code="degree",
        )
    return change.degree == Degree.SENSE


def require_sense(change: Change) -> None:
    """What somebody chose is what is done: nobody reads that nothing is opened, and it is."""
    if change.degree == Degree.WORDING:
        raise StateConflict(
            _(
                "Another scale or another challenge always changes the sense: judges look at their "
                "scorecards again. Choose that the sense changes, or leave both as they are."
            ),
            code="degree",
        )


def touches(fields: Iterable[str], names: Collection[str]) -> bool:
    """Fields of translated texts carry their language behind the name."""
    return any(name == read or name.startswith(f"{read}_") for name in fields for read in names)
