"""Marks from paper: one person types them in, another holds them against the sheet."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.revisions import Clash
from hackathon.models import Event, User
from judging.jury.models import Judge
from judging.paper import policy
from judging.paper.selectors.comparing import (
    PAPER,
    SCREEN,
    Choices,
    Difference,
    differences,
)
from judging.paper.selectors.paper import (
    EMPTY_LINE,
    outdated_in_words,
    overtaken_in_words,
    typed_in_since,
)
from judging.progress.selectors.progress import waiting_sheets
from judging.rules.models import Criterion
from judging.rules.selectors.rubric import name_of, rubric_of
from judging.scorecards.models import PaperSheet, Scorecard
from judging.scorecards.policy import is_to_score
from judging.scorecards.selectors.sense import changes_in
from judging.scorecards.services.marking import Trace
from judging.scorecards.services.scoring import (
    check_marks,
    editable,
    finish_scorecard,
    write,
)
from teams.models import Version


def type_paper(
    *,
    actor: User,
    judge: Judge,
    version: Version,
    marks: Mapping[Criterion, int],
    remarks: str = "",
    rules: int | None = None,
) -> PaperSheet:
    """Keep what stands on a judge's sheet; it counts once another person has confirmed it.

    ``rules`` is the number of the rule sheet that is printed on the paper. StateConflict if a
    criterion means something else by now, or if nobody says by which rules it was filled in.
    """
    sheet = PaperSheet(judge=judge, version=version, typed_by=actor, remarks=remarks)
    with policy.TYPE_PAPER.begin(actor, sheet, lock=[judge]) as record:
        takes_marks(sheet)
        sheet.rules = rules_on_paper(sheet, rules)
        rubric = rubric_of(version.submission.team.challenge)
        if len(check_marks(marks, rubric)) < len(rubric):
            raise StateConflict(EMPTY_LINE)
        sheet.marks = {str(criterion.pk): value for criterion, value in marks.items()}
        sheet.typed_at = record.at
        sheet.save()
        record.about(sheet, judge=judge.pk, version=version.pk)
    return sheet


def rules_on_paper(sheet: PaperSheet, said: int | None) -> int | None:
    """The number of the rule sheet by which the judge filled the paper in.

    It has to be said, and is kept, where a criterion has ever got another sense: else all sheets
    mean the same.
    """
    event, challenge = sheet.judge.event, sheet.version.submission.team.challenge_id
    if not changes_in(event, challenge).exists():
        return None
    if said is None or not event.rule_sheets.filter(number=said).exists():
        raise StateConflict(_("Choose the rule sheet that is printed on the paper."), code="rules")
    if overtaken := overtaken_in_words(event, challenge, said):
        raise StateConflict(overtaken, code="rules")
    return said


def confirm_paper(
    *, actor: User, sheet: PaperSheet, revision: int = 0, choices: Choices | None = None
) -> Scorecard:
    """Hand in what was typed, as the judge's scorecard; never by who typed it.

    ``revision`` is the state of the scorecard that was shown beside the sheet, and ``choices`` says
    for each field that the judge gave otherwise on screen which of the two counts. A Clash if the
    judge went on marking meanwhile; StateConflict if a choice is missing.
    """
    with policy.CONFIRM_PAPER.begin(actor, sheet, lock=[sheet.judge, sheet]) as record:
        waits(sheet)
        if sheet.typed_by_id == actor.pk:
            raise StateConflict(_("Another person confirms what you typed in."))
        scorecard = takes_marks(sheet)
        if scorecard.revision != revision:
            raise Clash(
                _("The judge went on marking on screen meanwhile. Look at both again."), scorecard
            )
        if outdated := outdated_in_words(sheet):
            raise StateConflict(outdated)
        rubric = rubric_of(sheet.version.submission.team.challenge)
        asked = differences(sheet, scorecard, rubric)
        from_screen = chosen_from_screen(asked, choices or {})
        marks = {row: sheet.marks[str(row.pk)] for row in rubric if str(row.pk) in sheet.marks}
        marks = {row: value for row, value in marks.items() if name_of(row) not in from_screen}
        news = {name_of(row): value for row, value in marks.items()}
        kept = {f"mark_{pk}": value for pk, value in scorecard.given.items()}
        news = {name: value for name, value in news.items() if kept.get(name) != value}
        if sheet.remarks and "remarks" not in from_screen:
            news["remarks"] = sheet.remarks
        write(scorecard, news, check_marks(marks, rubric), Trace(actor, record.at, "paper"))
        scorecard = finish_scorecard(scorecard, scorecard.revision, record)
        sheet.confirmed_by, sheet.confirmed_at = actor, record.at
        sheet.save()
        replaced = len(asked) - len(from_screen)
        record.about(sheet, scorecard=scorecard.pk, replaced=replaced, stayed=len(from_screen))
    return scorecard


def chosen_from_screen(asked: list[Difference], choices: Choices) -> set[str]:
    """The fields that stay as they are on screen; every one that differs has been decided."""
    if any(choices.get(one.name) not in (PAPER, SCREEN) for one in asked):
        raise StateConflict(_("Choose what counts wherever paper and screen differ."))
    return {one.name for one in asked if choices[one.name] == SCREEN}


def refuse_paper(*, actor: User, sheet: PaperSheet) -> PaperSheet:
    """It does not say what stands on the paper, or cannot count any more: it is put aside.

    Marks that were said to be entered by it wait for their reader once more.
    """
    with policy.REFUSE_PAPER.begin(actor, sheet, lock=[sheet.judge, sheet]) as record:
        waits(sheet)
        sheet.refused_at = record.at
        sheet.save()
        record.about(sheet, waiting_again=ask_readers_again(sheet))
    return sheet


def announce_waiting(event: Event) -> int:
    """Judging is over and sheets wait still: whoever may settle them is told, once each time that
    it ends."""
    if not policy.ANNOUNCE_SHEETS.open_now(event) or not waiting_sheets(event).exists():
        return 0
    with policy.ANNOUNCE_SHEETS.begin(None, event) as record:
        told = event.audit_entries.filter(verb=policy.ANNOUNCE_SHEETS.verb)
        if told.filter(at__gte=event.judging_closes_at).exists():
            return 0
        record.data.update(sheets=list(waiting_sheets(event).values_list("pk", flat=True)))
    return 1


def ask_readers_again(sheet: PaperSheet) -> list[int]:
    """The unsaved marks of which no sheet says any more what was said of this one."""
    entered = sheet.judge.unsaved_marks.entered()
    entered = entered.filter(version__submission=sheet.version.submission_id)
    rows = [row for row in entered if not typed_in_since(row).exists()]
    for row in rows:
        row.answer, row.settled_by, row.settled_at = "", None, None
        row.save(update_fields=["answer", "settled_by", "settled_at"])
    return [row.pk for row in rows]


def waits(sheet: PaperSheet) -> None:
    if sheet.confirmed_at or sheet.refused_at:
        raise StateConflict(_("This sheet has been settled already."))


def takes_marks(sheet: PaperSheet) -> Scorecard:
    """The judge's scorecard, if this is theirs to score and nothing was handed in yet."""
    wanted = Scorecard(judge=sheet.judge, version=sheet.version)
    if sheet.judge.left_at:
        raise StateConflict(
            _("%(judge)s has left the jury, and hands in nothing more."),
            params={"judge": sheet.judge},
        )
    judge = sheet.judge.user
    if not is_to_score(judge, wanted):
        raise StateConflict(_("This project is not among those that this judge scores."))
    scorecard = editable(wanted)
    if scorecard.handed_in_at:
        raise StateConflict(_("This scorecard was handed in already."))
    return scorecard
