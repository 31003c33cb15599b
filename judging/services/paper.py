"""Marks from paper: one person types them in, another holds them against the sheet."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from hackathon.errors import StateConflict
from hackathon.models import User
from judging import policy
from judging.models import Criterion, Judge, PaperSheet, Scorecard
from judging.rubric import name_of, rubric_of
from judging.services.scoring import Trace, checked, editable, finished, write
from teams.models import Version


def type_paper(
    *,
    actor: User,
    judge: Judge,
    version: Version,
    marks: Mapping[Criterion, int],
    remarks: str = "",
) -> PaperSheet:
    """Keep what stands on a judge's sheet; it counts once another person has confirmed it."""
    sheet = PaperSheet(judge=judge, version=version, typed_by=actor, remarks=remarks)
    with policy.TYPE_PAPER.begin(actor, sheet, lock=[judge]) as record:
        takes_marks(sheet)
        if len(checked(marks, version)) < len(rubric_of(version.submission.team.challenge)):
            raise StateConflict(_("Give a mark for every criterion first."))
        sheet.marks = {str(criterion.pk): value for criterion, value in marks.items()}
        sheet.typed_at = record.at
        sheet.save()
        record.about(sheet, judge=judge.pk, version=version.pk)
    return sheet


def confirm_paper(*, actor: User, sheet: PaperSheet) -> Scorecard:
    """Hand in what was typed, as the judge's scorecard; never by who typed it."""
    with policy.CONFIRM_PAPER.begin(actor, sheet, lock=[sheet.judge, sheet]) as record:
        waits(sheet)
        if sheet.typed_by_id == actor.pk:
            raise StateConflict(_("Another person confirms what you typed in."))
        scorecard = takes_marks(sheet)
        rubric = rubric_of(sheet.version.submission.team.challenge)
        marks = {row: sheet.marks[str(row.pk)] for row in rubric if str(row.pk) in sheet.marks}
        news = {name_of(row): value for row, value in marks.items()}
        kept = {f"mark_{pk}": value for pk, value in marks_in(scorecard).items()}
        news = {name: value for name, value in news.items() if kept.get(name) != value}
        if sheet.remarks:
            news["remarks"] = sheet.remarks
        write(scorecard, news, checked(marks, sheet.version), Trace(actor, record.at, "paper"))
        scorecard = finished(scorecard, scorecard.revision, record)
        sheet.confirmed_by, sheet.confirmed_at = actor, record.at
        sheet.save()
        record.about(sheet, scorecard=scorecard.pk)
    return scorecard


def refuse_paper(*, actor: User, sheet: PaperSheet) -> PaperSheet:
    """It does not say what stands on the paper: it is typed in again."""
    with policy.REFUSE_PAPER.begin(actor, sheet, lock=[sheet.judge, sheet]) as record:
        waits(sheet)
        sheet.refused_at = record.at
        sheet.save()
        record.about(sheet)
    return sheet


def waits(sheet: PaperSheet) -> None:
    if sheet.confirmed_at or sheet.refused_at:
        raise StateConflict(_("This sheet has been settled already."))


def takes_marks(sheet: PaperSheet) -> Scorecard:
    """The judge's scorecard, if this is theirs to score and nothing was handed in yet."""
    wanted = Scorecard(judge=sheet.judge, version=sheet.version)
    judge = sheet.judge.user
    if not policy.sits_on_panel(judge, wanted) or policy.has_conflict(judge, wanted):
        raise StateConflict(_("This project is not among those that this judge scores."))
    scorecard = editable(wanted)
    if scorecard.handed_in_at:
        raise StateConflict(_("This scorecard was handed in already."))
    return scorecard


def marks_in(scorecard: Scorecard) -> dict[int, int]:
    if scorecard.pk is None:
        return {}
    return dict(scorecard.scores.values_list("criterion", "value"))
