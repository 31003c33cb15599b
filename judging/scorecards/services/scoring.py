"""A judge marks: field by field, from any of their devices, handed in once or reopened."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from hackathon.kernel.errors import StateConflict
from hackathon.kernel.operations import Record
from hackathon.kernel.revisions import Clash, sorted_out
from hackathon.models import User
from judging.jury.models import Judge
from judging.rules.models import Criterion
from judging.rules.selectors.rubric import name_of, rubric_for, rubric_of
from judging.scorecards import policy
from judging.scorecards.models import Scorecard
from judging.scorecards.selectors.sense import has_another_sense_than
from judging.scorecards.selectors.worklist import stays_open
from judging.scorecards.services.keeping import keep_for
from judging.scorecards.services.marking import (
    Trace,
    give_marks,
    put_on_scale,
    take_marks,
    with_marks,
)
from teams.models import Version

TEXTS = ("remarks", "note")


def clash(scorecard: Scorecard, fields: Collection[str] = ()) -> Clash:
    sentence = _("This scorecard changed in another window or on another device. Look at both.")
    return Clash(sentence, scorecard, fields)


def save_scorecard(
    *,
    actor: User,
    judge: Judge,
    version: Version,
    marks: Mapping[Criterion, int],
    revision: int,
    remarks: str | None = None,
    note: str | None = None,
    device: str = "",
) -> Scorecard:
    """Write what is given; the first save makes the scorecard. It comes back with its marks
    (``given``) and the criteria that count (``rubric``).

    ``revision`` is the state that the judge has seen: a field that changed since is not
    overwritten, and then nothing is. Each mark that changes leaves a row of its own.
    """
    wanted = Scorecard(judge=judge, version=version)
    with policy.SAVE_SCORECARD.begin(actor, wanted, lock=[judge]) as record:
        rubric, counting = rubric_for(version)
        scorecard = editable(wanted, counting)
        scorecard.rubric = rubric
        given = check_marks(marks, rubric)
        texts = {"remarks": remarks, "note": note}
        content: dict[str, Any] = {name_of(criterion): value for criterion, value in given.items()}
        content |= {name: text for name, text in texts.items() if text is not None}
        news = what_is_new(scorecard, content, revision)
        write(scorecard, news, given, Trace(actor, record.at, device))
        record.about(scorecard, revision=scorecard.revision, fields=sorted(news))
    return scorecard


def check_marks(marks: Mapping[Criterion, int], rubric: list[Criterion]) -> Mapping[Criterion, int]:
    """The marks, if each is on the scale of a criterion of the submission's rubric.

    Criteria come back as they are now: their scales may have been amended while a mark waited.
    """
    counting = {criterion.pk: criterion for criterion in rubric}
    given = {}
    for known, value in marks.items():
        criterion = counting.get(known.pk)
        if criterion is None:
            raise StateConflict(_("This criterion does not belong to this project's rubric."))
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not is_whole or not criterion.lowest <= value <= criterion.highest:
            raise StateConflict(_("This mark is not on the scale."))
        given[criterion] = value
    return given


def what_is_new(scorecard: Scorecard, content: Mapping[str, Any], revision: int) -> dict:
    """What of ``content`` is new; a clash if somebody changed any of it unseen."""
    standing = values_of(scorecard)
    kept = partial(standing.get)
    news, clashes = sorted_out(content, kept, scorecard.changed_in, revision)
    if clashes:
        raise clash(scorecard, clashes)
    return news


def values_of(scorecard: Scorecard) -> dict[str, Any]:
    """Every field that holds something, by its name."""
    texts = {name: getattr(scorecard, name) for name in TEXTS}
    return texts | {f"mark_{criterion}": value for criterion, value in scorecard.given.items()}


def write(
    scorecard: Scorecard, news: Mapping[str, Any], marks: Mapping[Criterion, int], trace: Trace
) -> None:
    """Put the news in: a new state of the scorecard, and a row for each mark that changed."""
    scorecard.revision += bool(news) or scorecard.pk is None
    scorecard.changed_in |= dict.fromkeys(news, scorecard.revision)
    scorecard.saved_at = trace.at
    for name in TEXTS:
        setattr(scorecard, name, news.get(name, getattr(scorecard, name)))
    scorecard.save()
    new_marks = {row: value for row, value in marks.items() if name_of(row) in news}
    give_marks(scorecard, new_marks, trace)


def hand_in_scorecard(
    *, actor: User, scorecard: Scorecard, revision: int, rules: int | None = None
) -> Scorecard:
    """``rules`` is the number of the rule sheet that its judge has read there, if the page said so.

    Raises StateConflict if a criterion has got another sense since then.
    """
    with policy.HAND_IN_SCORECARD.begin(actor, scorecard, lock=[scorecard.judge]) as record:
        challenge = scorecard.version.submission.team.challenge_id
        if rules is not None and has_another_sense_than(scorecard.event, challenge, rules):
            raise StateConflict(
                _(
                    "A criterion has got another sense since this page was opened. Load it again, "
                    "and look at your marks once more."
                )
            )
        scorecard = finish_scorecard(editable(scorecard), revision, record)
        record.about(scorecard)
    return scorecard


def finish_scorecard(scorecard: Scorecard, revision: int, record: Record) -> Scorecard:
    """The scorecard, handed in at this instant; it must be whole, and as it was seen."""
    if scorecard.handed_in_at:
        raise StateConflict(_("This scorecard was handed in already."))
    if scorecard.revision != revision:
        raise clash(scorecard)
    rubric = rubric_of(scorecard.version.submission.team.challenge)
    given = scorecard.given
    if any(not row.lowest <= given.get(row.pk, -1) <= row.highest for row in rubric):
        raise StateConflict(_("Give a mark for every criterion first."))
    put_on_scale(scorecard, rubric)
    scorecard.handed_in_at = record.at
    scorecard.save()
    return scorecard


def abstain(*, actor: User, judge: Judge, version: Version, reason: str) -> Scorecard:
    """The judge gives no marks for this one, and says why; what was marked does not count."""
    wanted = Scorecard(judge=judge, version=version)
    with policy.ABSTAIN.begin(actor, wanted, lock=[judge]) as record:
        scorecard = editable(wanted)
        scorecard.abstained_at = record.at
        scorecard.abstained_reason = reason.strip()
        scorecard.handed_in_at = None
        scorecard.save()
        record.about(scorecard)
    return scorecard


def take_up(*, actor: User, scorecard: Scorecard) -> Scorecard:
    """Mark after all what one abstained from."""
    with policy.TAKE_UP.begin(actor, scorecard, lock=[scorecard.judge, scorecard]) as record:
        if scorecard.abstained_at is None:
            raise StateConflict(_("You have not abstained here."))
        scorecard.abstained_at, scorecard.abstained_reason = None, ""
        scorecard.save()
        record.about(scorecard)
    return scorecard


def carry_on(*, actor: User, judge: Judge, version: Version) -> Scorecard:
    """Start the scorecard of a newer version from one's marks for the one before."""
    wanted = Scorecard(judge=judge, version=version)
    with policy.CARRY_ON.begin(actor, wanted, lock=[judge]) as record:
        scorecard = editable(wanted)
        earlier = judge.scorecards.standing().filter(
            version__submission=version.submission_id, version__number__lt=version.number
        )
        source = earlier.order_by("-version__number").first()
        if scorecard.pk or source is None:
            raise StateConflict(_("There are no earlier marks to go on from."))
        scores = source.scores.select_related("criterion")
        counting = {criterion.pk for criterion in rubric_of(version.submission.team.challenge)}
        marks = {score.criterion: score.value for score in scores if score.criterion_id in counting}
        news = {name_of(criterion): value for criterion, value in marks.items()}
        texts = {name: getattr(source, name) for name in TEXTS}
        rubric = rubric_of(version.submission.team.challenge)
        write(scorecard, news | texts, check_marks(marks, rubric), Trace(actor, record.at, ""))
        record.about(scorecard, came_from=source.version_id)
    return scorecard


def take_along(scorecard: Scorecard) -> None:
    """The project was moved to another challenge whose judge this is, too: they mark it anew.

    What they gave where it was is kept, and stands again if the project comes back.
    """
    if scorecard.moved_from_id:
        keep_for(scorecard, scorecard.moved_from_id)
    scorecard.set_aside_at, scorecard.set_aside_reason = None, ""
    scorecard.moved_from = scorecard.handed_in_at = None


def editable(wanted: Scorecard, counting: int | None = None) -> Scorecard:
    """The scorecard as it stands, with its marks; the judge's row is locked, so there is one
    writer. ``counting`` is the version that counts, if it was read already."""
    if counting is None:
        _rubric, counting = rubric_for(wanted.version)
    if counting != wanted.version_id:
        raise StateConflict(
            _("This is not the version that counts: there is another by now. Open it anew.")
        )
    scorecard = standing(wanted) or wanted
    if scorecard.moved_from_id:
        take_along(scorecard)
    if scorecard.set_aside_at:
        raise StateConflict(_("This scorecard was set aside; it can no longer change."))
    if scorecard.abstained_at:
        raise StateConflict(_("You abstained here. Take the scorecard up again first."))
    if scorecard.handed_in_at and not stays_open(wanted.judge):
        raise StateConflict(_("This scorecard was handed in and can no longer change."))
    return scorecard


def standing(wanted: Scorecard) -> Scorecard | None:
    """The row of this judge for this version, locked; None if nothing was written yet."""
    wanted.given, wanted.scales = {}, {}
    same = Scorecard.objects.filter(judge=wanted.judge, version=wanted.version)
    scorecard = with_marks(same).select_for_update(of=("self",)).first()
    if scorecard:
        scorecard.judge, scorecard.version = wanted.judge, wanted.version
        take_marks(scorecard)
    return scorecard
