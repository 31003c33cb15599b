"""Scorecards on paper: what to print for whom, and what was typed in from it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.models import Challenge
from hackathon.events.policy import RESCHEDULE_EVENT, TRUST_ORGANISER
from hackathon.events.watching import in_words
from hackathon.models import Event, User
from hackathon.web.qr import draw_qr
from judging.conflicts.selectors.register import hidden_teams
from judging.jury.models import Judge, PanelSeat
from judging.jury.policy import is_president
from judging.paper import policy
from judging.paper.selectors.comparing import Difference, differences
from judging.progress.policy import may_type
from judging.progress.selectors.progress import (
    Task,
    is_untold,
    overseen_or_404,
    owed_in,
    tasks_of,
    waiting_sheets,
)
from judging.rules.models import Criterion
from judging.rules.selectors.rubric import rubric_for, rubric_of
from judging.scorecards.models import PaperSheet, Scorecard
from judging.scorecards.policy import is_to_score
from judging.scorecards.selectors.sense import changes_in, changes_since, has_another_sense_than
from judging.scorecards.selectors.worklist import scorecard_of
from teams.models import Version

EMPTY_LINE = gettext_lazy(
    "A paper with an empty line cannot be typed in: ask the judge for this mark, and put the paper "
    "aside until you have it."
)


@dataclass(frozen=True)
class Blank:
    """A sheet to print: one judge, one project, and the code that opens its typing page."""

    judge: Judge
    version: Version
    code: str  # a picture, as a data address
    address: str  # what the code says, for who types it


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
            code = draw_qr(link, scale=3, border=2)
            blanks.append(Blank(judge, version, code, link))
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
    if not may_type(user, card):
        raise Http404
    return card


def sheet_or_404(event: Event, user: User, sheet_id: int) -> PaperSheet:
    panels = overseen_or_404(event, user)
    sheets = PaperSheet.objects.filter(
        judge__event=event, version__submission__team__challenge__in=panels
    )
    sheets = sheets.exclude(version__submission__team__in=hidden_teams(event, user))
    related = ("judge__user", "typed_by", "version__submission__team__challenge")
    sheet = get_object_or_404(sheets.select_related(*related), pk=sheet_id)
    sheet.judge.event = event
    challenge = next(row for row in panels if row == sheet.version.submission.team.challenge)
    if not may_type(user, sheet) or is_untold(sheet, user, challenge):
        raise Http404
    return sheet


def typed_by(user: User, judge: Judge, tasks: list[Task]) -> set[int]:
    """The panels, by their challenge, whose sheets of this judge the person may type in."""
    one_each = {task.version.submission.team.challenge_id: task.version for task in tasks}
    return {
        challenge
        for challenge, version in one_each.items()
        if policy.TYPE_PAPER.allows(user, Scorecard(judge=judge, version=version))
    }


def typed_marks(sheet: PaperSheet) -> list[tuple[Criterion, int | None]]:
    rubric = rubric_of(sheet.version.team.challenge)
    return [(criterion, sheet.marks.get(str(criterion.pk))) for criterion in rubric]


def compare_sheet(sheet: PaperSheet) -> tuple[int, list[Difference]]:
    """The state of the judge's scorecard on screen, and where the sheet says something else."""
    card = scorecard_of(sheet.judge, sheet.version)
    return card.revision, differences(sheet, card, rubric_of(sheet.version.team.challenge))


def obstacle_to_counting(sheet: PaperSheet) -> str:
    """Why the sheet can only be put aside, in a sentence; empty if it can still count."""
    version, said = sheet.version, {"n": sheet.version.number}
    if policy.REFUSE_PAPER.open_now(sheet) and not policy.CONFIRM_PAPER.open_now(sheet):
        return _(
            "Judging is over, so this sheet does not count as it is. Put it aside; or, if it "
            "should count, an organiser opens judging again, and it is confirmed then."
        )
    if not Version.objects.standing().filter(pk=version.pk).exists():
        return (
            _(
                "Version %(n)d was submitted by an organiser by mistake and has been taken back: "
                "marks for it do not count. Put the sheet aside."
            )
            % said
        )
    if rubric_for(version)[1] != version.pk:
        return (
            _(
                "Version %(n)d is not the one that counts any more. Put the sheet aside; the judge "
                "marks the version that counts."
            )
            % said
        )
    if sheet.judge.left_at:
        return _("%(judge)s has left the jury, and hands in nothing more. Put the sheet aside.") % {
            "judge": sheet.judge
        }
    if not is_to_score(sheet.judge.user, Scorecard(judge=sheet.judge, version=version)):
        return _("This project is not among those that this judge scores. Put the sheet aside.")
    if scorecard_of(sheet.judge, version).handed_in_at:
        return _("The judge has handed in this scorecard already. Put the sheet aside.")
    return outdated_in_words(sheet)


def outdated_in_words(sheet: PaperSheet) -> str:
    """What is typed in is by the rules of that moment, and nobody but its judge says what it would
    be by others; empty if the rules are the same."""
    if not is_by_the_rubric(sheet):
        return _(
            "The criteria or their scales have changed since this sheet was typed in, so it cannot "
            "count as it is. Put the sheet aside; the project is marked anew by the rules in force."
        )
    if has_been_overtaken(sheet):
        return _(
            "A criterion has got another sense since this sheet was typed in, so it cannot count "
            "as it is. Put the sheet aside; the project is marked anew by the rules in force."
        )
    return ""


def has_been_overtaken(sheet: PaperSheet) -> bool:
    """Whether a criterion means something else than by the rules that are printed on the paper."""
    event, challenge = sheet.judge.event, sheet.version.submission.team.challenge_id
    if sheet.rules is None:  # until it was typed in, all sheets meant the same
        return changes_since(event.pk, challenge, sheet.typed_at).exists()
    return has_another_sense_than(event, challenge, sheet.rules)


def overtaken_in_words(event: Event, challenge: int, number: int) -> str:
    """Why a paper with the rule sheet of this number cannot count; empty if it can."""
    if not has_another_sense_than(event, challenge, number):
        return ""
    return _(
        "Since rule sheet %(n)d a criterion has got another sense, so what stands on this paper "
        "cannot count. Print the sheet anew, and let the judge mark by the rules in force."
    ) % {"n": number}


def rules_to_choose(card: Scorecard) -> list[tuple[int, str]]:
    """The rule sheets by which its paper can have been filled in, newest first, by number and in
    words; none where every criterion has always meant the same."""
    event = card.judge.event
    if not changes_in(event, card.version.submission.team.challenge_id).exists():
        return []
    words = _("Rule sheet %(n)d, published %(at)s")
    return [
        (row.number, words % {"n": row.number, "at": in_words(row.published_at, event)})
        for row in event.rule_sheets.all()
    ]


def reopening_url(user: User, sheet: PaperSheet) -> str:
    """Where this reader opens judging again, so that the sheet can count; empty while it is open,
    and for who asks others to."""
    if policy.CONFIRM_PAPER.open_now(sheet) or not RESCHEDULE_EVENT.allows(user, sheet.event):
        return ""
    return reverse("admin:hackathon_event_change", args=[sheet.event.pk])


def is_by_the_rubric(sheet: PaperSheet) -> bool:
    """Whether it has a mark for every criterion in force, on its scale."""
    values = [(row, sheet.marks.get(str(row.pk))) for row in rubric_for(sheet.version)[0]]
    return all(value is not None and row.lowest <= value <= row.highest for row, value in values)


def settled_in_words(sheet: PaperSheet) -> str:
    """What became of a sheet that waits no more; empty while it waits."""
    if sheet.confirmed_at:
        return _("This sheet has been confirmed already: it counts.")
    return _("This sheet has been put aside already.") if sheet.refused_at else ""


def may_confirm(user: User, sheet: PaperSheet) -> bool:
    return sheet.typed_by_id != user.pk and policy.CONFIRM_PAPER.allows(user, sheet)


def who_may_settle(event: Event) -> list[User]:
    """Organisers who may see marks and whoever leads a panel; whether they may, is asked for each
    sheet."""
    trusted = event.organisers.filter(sees_marks=True).select_related("user")
    leading = PanelSeat.objects.leading().filter(judge__event=event, judge__user__isnull=False)
    people = [row.user for row in trusted]
    people += [seat.judge.user for seat in leading.select_related("judge__user") if seat.judge.user]
    return list({person.pk: person for person in people}.values())


@dataclass(frozen=True)
class Confirmers:
    """Who can hold a sheet against the paper, beside who typed it in."""

    now: list[User]
    later: list[User]  # who lead the panel, and whose own marks come first


def confirmers_of(sheet: PaperSheet) -> Confirmers:
    others = [row for row in who_may_settle(sheet.event) if row.pk != sheet.typed_by_id]
    others = [person for person in others if may_type(person, sheet)]
    waiting = [person for person in others if policy.waits_for_sheet(person, sheet)]
    now = [person for person in others if person not in waiting]
    return Confirmers(now, [person for person in waiting if is_president(person, sheet)])


@dataclass(frozen=True)
class WhoConfirms:
    """Who confirms a sheet, in words for one reader."""

    sentence: str
    trusting_url: str = ""  # where this reader lets an organiser see marks, if nobody can confirm


def who_confirms(user: User, sheet: PaperSheet) -> WhoConfirms:
    """By name; and if nobody can, what this reader does about it."""
    found = confirmers_of(sheet)
    now, later = (", ".join(map(str, people)) for people in (found.now, found.later))
    if now:
        words = _("Another person than who typed it in confirms it: %(names)s.")
        return WhoConfirms(words % {"names": now})
    url = ""
    if TRUST_ORGANISER.allows(user, sheet.event):
        url = f"{reverse('admin:hackathon_organiser_changelist')}?event={sheet.event.pk}"
        words = _("Nobody can confirm it yet: give another organiser the right to see marks.")
    else:
        words = _(
            "Nobody can confirm it yet: ask the organisers to give somebody the right to see marks."
        )
    if later:
        more = _("%(names)s can, as soon as their own scorecards are handed in.")
        words = f"{words} {more % {'names': later}}"
    return WhoConfirms(words, url)


def waiting_of(judge: Judge, version: Version) -> PaperSheet | None:
    """What was typed in of this scorecard already, and waits."""
    return waiting_sheets(judge.event).filter(judge=judge, version=version).first()


def is_handed_in(wanted: Scorecard) -> bool:
    """Whether the judge has handed this scorecard in already, so that no paper counts any more."""
    cards = Scorecard.objects.filter(judge=wanted.judge_id, version=wanted.version_id)
    return cards.filter(handed_in_at__isnull=False).exists()


def typed_in_since(unsaved: Any) -> QuerySet[PaperSheet]:
    """Paper scorecards of this judge for this project that were typed in after these marks came,
    which the server had not taken."""
    sheets = PaperSheet.objects.filter(judge=unsaved.judge_id, refused_at=None)
    submission = unsaved.version.submission_id
    return sheets.filter(version__submission=submission, typed_at__gte=unsaved.sent_at)
