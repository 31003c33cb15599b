"""The jury's rules: written, published as a numbered sheet, and after the first mark amended."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.guard import GuardedModel
from hackathon.models import Event, User
from judging import policy
from judging.models import Criterion, MarkChange, RuleSheet, Score, Scorecard
from judging.rulesheet import content_of, fingerprint_of, has_marks, sheet_of

# What a judge has read when they gave a mark: if it changes, they look at their marks again.
READ = {"title", "meaning", "anchors", "lowest", "highest", "challenge"}


def save_rule(
    *, actor: User, row: GuardedModel, fields: Iterable[str] = (), reason: str = ""
) -> GuardedModel:
    """Write a criterion, a panel or the rules themselves.

    As long as nobody has given a mark this is free. Afterwards it needs a reason, and is an
    amendment: a new sheet, the jury told, and what it touches reopened.
    """
    if reason:
        return amend(actor=actor, row=row, fields=fields, reason=reason)
    with policy.EDIT_RUBRIC.begin(actor, row) as record:
        require_no_marks(record.event, row)
        row.save()
        record.about(row, fields=sorted(fields))
    return row


def require_no_marks(event: Event, row: GuardedModel) -> None:
    if has_marks(event, getattr(row, "challenge_id", None)):
        raise StateConflict(
            _(
                "Marks have been given by these rules. Write why you change them: "
                "then a new rule sheet is published and the jury is told."
            )
        )


def retire_criterion(*, actor: User, criterion: Criterion, reason: str = "") -> Criterion:
    """Take a criterion out of force; without marks it is simply gone from the next sheet."""
    operation = policy.AMEND_RULES if reason else policy.EDIT_RUBRIC
    with operation.begin(actor, criterion) as record:
        if not reason:
            require_no_marks(record.event, criterion)
        criterion.retired_at = record.at
        criterion.save(update_fields=["retired_at"])
        record.about(criterion, retired=True)
        if reason:
            sheet = publish(record.event, actor, record.at, reason)
            record.about(sheet, retired=criterion.pk, number=sheet.number)
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
    done = 0
    for event in Event.objects.filter(rule_sheets=None, criteria__retired_at=None).distinct():
        organiser = event.organisers.order_by("pk").first()
        if organiser and policy.PUBLISH_RULES_BY_CLOCK.open_now(event):
            publish_by_clock(event=event, organiser=organiser.user)
            done += 1
    return done


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
        event=event, number=before.number + 1 if before else 1, content=content, sha256=sha256,
        reason=reason, published_at=at, published_by=actor,
    )  # fmt: skip


def amend(*, actor: User, row: GuardedModel, fields: Iterable[str], reason: str) -> GuardedModel:
    """Change the rules under way: alone on the event, so that no mark slips in between."""
    with policy.AMEND_RULES.begin(actor, row) as record:
        is_new = row.pk is None
        row.save()
        reopened = 0
        if isinstance(row, Criterion) and (is_new or touches(fields)):
            reopened = reopen(row, actor, record.at, reason)
        sheet = publish(record.event, actor, record.at, reason)
        record.about(sheet, fields=sorted(fields), reopened=reopened, number=sheet.number)
    return row


def touches(fields: Iterable[str]) -> bool:
    """Fields of translated texts carry their language behind the name."""
    return any(name == read or name.startswith(f"{read}_") for name in fields for read in READ)


def reopen(criterion: Criterion, actor: User, at: datetime, reason: str) -> int:
    """Scorecards that were handed in by the old words; marks that left the scale are taken back."""
    cards = Scorecard.objects.filter(judge__event=criterion.event, handed_in_at__isnull=False)
    if criterion.challenge_id:
        cards = cards.filter(version__submission__team__challenge=criterion.challenge_id)
    scores = Score.objects.filter(criterion=criterion)
    outside = scores.exclude(value__range=(criterion.lowest, criterion.highest))
    MarkChange.objects.bulk_create(
        MarkChange(
            scorecard_id=score.scorecard_id, criterion=criterion, before=score.value,
            changed_by=actor, changed_at=at,
        )
        for score in outside
    )  # fmt: skip
    outside.delete()
    scores.update(lowest=criterion.lowest, highest=criterion.highest)
    return cards.update(handed_in_at=None, reopened_at=at, reopened_reason=reason)
