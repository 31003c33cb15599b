"""Scorecards on paper: what to print for whom, and what was typed in from it."""

from collections.abc import Callable
from dataclasses import dataclass

import segno
from django.http import Http404
from django.shortcuts import get_object_or_404

from challenges.models import Challenge
from hackathon.models import Event, User
from judging import policy
from judging.embargo import waits_on
from judging.models import Criterion, Judge, PaperSheet, Scorecard
from judging.progress import hidden_from, overseen_or_404, owed_in, tasks_of, waiting_sheets
from judging.rubric import rubric_of
from teams.models import Version


@dataclass(frozen=True)
class Blank:
    """A sheet to print: one judge, one project, and the code that opens its typing page."""

    judge: Judge
    version: Version
    code: str  # a picture, as a data address


def panel_or_404(event: Event, user: User, slug: str) -> Challenge:
    panels = overseen_or_404(event, user)
    challenge = next((panel for panel in panels if panel.slug == slug), None)
    if challenge is None:
        raise Http404
    return challenge


def blanks_for(challenge: Challenge, user: User, address: Callable[[int, int], str]) -> list[Blank]:
    """One for each scorecard of the panel that is not finished."""
    blanks = []
    for judge, version, is_finished in owed_in(challenge.event, user, [challenge]):
        if not is_finished:
            link = address(judge.pk, version.submission_id)
            code = segno.make_qr(link, error="m").svg_data_uri(scale=3, border=2)
            blanks.append(Blank(judge, version, code))
    return blanks


def typed_or_404(event: Event, user: User, judge_id: int, submission_id: int) -> Scorecard:
    """The scorecard that a sheet stands for, not written yet; its people and rubric."""
    panels = overseen_or_404(event, user)
    judges = event.judges.seated().filter(panel_seats__challenge__in=panels).distinct()
    judge = get_object_or_404(judges.select_related("user"), pk=judge_id)
    judge.event = event
    tasks = tasks_of(judge, user)
    found = (task.version for task in tasks if task.version.submission_id == submission_id)
    version = next(found, None)
    if version is None:
        raise Http404
    card = Scorecard(judge=judge, version=version)
    if not policy.may_type(user, card):
        raise Http404
    return card


def sheet_or_404(event: Event, user: User, sheet_id: int) -> PaperSheet:
    panels = overseen_or_404(event, user)
    sheets = waiting_sheets(event).filter(version__submission__team__challenge__in=panels)
    sheets = sheets.exclude(version__submission__team__in=hidden_from(event, user))
    related = ("judge__user", "version__submission__team__challenge")
    sheet = get_object_or_404(sheets.select_related(*related), pk=sheet_id)
    sheet.judge.event = event
    if not policy.may_type(user, sheet):
        raise Http404
    return sheet


def typed_marks(sheet: PaperSheet) -> list[tuple[Criterion, int | None]]:
    rubric = rubric_of(sheet.version.team.challenge)
    return [(criterion, sheet.marks.get(str(criterion.pk))) for criterion in rubric]


def is_hidden(user: User, sheet: PaperSheet) -> bool:
    """Another judge's marks, before a judge of the same panel whose own come first."""
    is_known = user.pk in (sheet.judge.user_id, sheet.typed_by_id)
    challenge = sheet.version.submission.team.challenge
    challenge.event = sheet.judge.event
    return not is_known and waits_on(user, challenge)


def may_confirm(user: User, sheet: PaperSheet) -> bool:
    return sheet.typed_by_id != user.pk and policy.CONFIRM_PAPER.allows(user, sheet)
