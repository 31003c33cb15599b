"""Prizes are given or withheld, results published and, with a reason, corrected."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from challenges.models import Prize
from hackathon.kernel.errors import StateConflict
from hackathon.kernel.operations import Operation, Record
from hackathon.kernel.revisions import Clash
from hackathon.models import Event, User
from judging.ranking.selectors.official import Official, official_of, still_holds
from judging.ranking.selectors.words import RANKING_HAS_CHANGED
from judging.results import policy
from judging.results.models import (
    UNDECIDED,
    Award,
    Correction,
    Publication,
    Standing,
)
from judging.results.selectors import announcing, publication
from judging.results.selectors.awards import decisions
from judging.results.selectors.deciding import why_a_reason
from judging.rules.selectors.sheets import fingerprint_of
from teams.models import Submission


class Changed(StateConflict):
    """What was confirmed is not what is there now: nothing is published."""


def give_award(
    *,
    actor: User,
    prize: Prize,
    submission: Submission,
    reason: str = "",
    instead_of: str = UNDECIDED,
) -> Award:
    """Give a prize to a submission of its challenge.

    ``instead_of`` names the decision that the giver saw (its mark): if another stands by now,
    a Clash brings it along, and nothing is written. Giving it to another than the one that the
    official ranking puts first needs a reason.
    """
    official, reason = official_of(prize.event), reason.strip()
    with decide_under_lock(policy.GIVE_AWARD, actor, prize, submission, instead_of) as (
        record,
        award,
    ):
        require_current(official, prize.event)
        require_fit(prize, submission)
        ranks, made = official.of(prize.challenge_id), list(decisions(prize.event))
        why = why_a_reason(prize, submission.pk, ranks, made)
        if why and not reason:
            raise StateConflict(why, code="reason")
        award.submission, award.reason = submission, reason
        write(award, official)
        record.about(award, prize=prize.pk, submission=submission.pk, **traces(award))
    return award


def withhold_award(*, actor: User, prize: Prize, reason: str, instead_of: str = UNDECIDED) -> Award:
    """Decide that nobody gets a prize; everybody will read the reason."""
    official = official_of(prize.event)
    with decide_under_lock(policy.WITHHOLD_AWARD, actor, prize, None, instead_of) as (
        record,
        award,
    ):
        require_current(official, prize.event)
        award.submission, award.reason = None, reason.strip()
        write(award, official)
        record.about(award, prize=prize.pk, **traces(award))
    return award


def revoke_award(*, actor: User, award: Award, instead_of: str = "") -> None:
    """Take a decision back; the prize waits for another one."""
    prize = award.prize
    seen = instead_of or award.mark
    with decide_under_lock(policy.REVOKE_AWARD, actor, prize, None, seen) as (record, standing):
        record.about(prize, submission=standing.submission_id)
        standing.delete()


@contextmanager
def decide_under_lock(
    operation: Operation, actor: User, prize: Prize, submission: Submission | None, seen: str
) -> Iterator[tuple[Record, Award]]:
    """The operation with the decision about the prize as it stands under its lock."""
    locked = [prize, submission] if submission else [prize]
    with operation.begin(actor, prize, lock=locked) as record:
        award = decisions(prize.event).filter(prize=prize).first()
        if (award.mark if award else UNDECIDED) != seen:
            raise Clash(_("Somebody else has decided about this prize meanwhile."), award)
        award = award or Award(prize=prize)
        award.decided_by, award.decided_at = actor, record.at
        yield record, award


def require_current(official: Official, event: Event) -> None:
    if not still_holds(official, event):
        raise StateConflict(RANKING_HAS_CHANGED)


def require_fit(prize: Prize, submission: Submission) -> None:
    team = type(submission.team).objects.get(pk=submission.team_id)
    if team.challenge_id != prize.challenge_id:
        raise StateConflict(_("This submission answers another challenge."))
    if not Submission.objects.able_to_win().filter(pk=submission.pk).exists():
        raise StateConflict(_("Only a submitted project can win a prize."))


def write(award: Award, official: Official) -> None:
    challenge = award.prize.challenge_id
    place = official.place_of(challenge, award.submission_id)
    award.rank = place.rank if place else None
    award.ranking_sha256 = official.sha256_of(challenge)
    award.revision += 1
    award.save()


def traces(award: Award) -> dict:
    """For the log: which decision, and a fingerprint of its words; it holds no words itself."""
    words = {"reason": award.reason}
    return {"revision": award.revision, "reason_sha256": fingerprint_of(words)}


def publish_results(*, actor: User, event: Event, fingerprint: str) -> Event:
    """Freeze the ranking, open the results page, and promise the mails. There is no way back.

    ``fingerprint`` names the draft that was confirmed. Raises Changed if it is another by now,
    StateConflict if something is missing.
    """
    official = official_of(event)
    with policy.PUBLISH_RESULTS.begin(actor, event) as record:
        if not still_holds(official, event):
            raise Changed(RANKING_HAS_CHANGED)
        draft = publication.draft_of(event, official)
        if draft.sha256 != fingerprint:
            raise Changed(_("Something has changed since this page was opened."))
        if draft.gaps:
            sentences = " ".join(gap.sentence for gap in draft.gaps)
            raise StateConflict(_("Something is missing: %(what)s"), params={"what": sentences})
        lines = [
            Standing(
                event=event,
                submission_id=line.entry,
                rank=line.rank,
                points=line.points,
                inputs_sha256=official.sha256s[challenge],
            )
            for challenge, own in official.ranks.items()
            for line in own
        ]
        Standing.objects.bulk_create(lines)
        Publication.objects.create(
            event=event,
            content=draft.content["results"],
            sha256=draft.sha256,
            published_at=record.at,
            published_by=actor,
        )
        event.published_at = record.at
        event.save(update_fields=["published_at"])
        letters = announcing.numbers_of_letters(draft.letters)
        record.about(
            event, standings=len(lines), sha256=draft.sha256, letters=letters, **official.basis
        )
    return event


def correct_results(*, actor: User, event: Event, reason: str, fingerprint: str) -> Correction:
    """Let the results page tell what the rows say now; what changed, when and why stays on it.

    ``fingerprint`` names the new content that was looked at. Raises Changed if it is another.
    """
    rows = Publication.objects.filter(event=event)
    with policy.CORRECT_RESULTS.begin(actor, event, lock=list(rows)) as record:
        standing = rows.get()
        content = publication.results_of(event)
        if fingerprint_of(content) != fingerprint:
            raise Changed(_("Something has changed since this page was opened."))
        changes = {}
        for language in publication.LANGUAGES:
            with translation.override(language):
                found = publication.result_differences(standing.content, content, language)
            changes[language] = [[one.label, one.before, one.after] for one in found]
        if not any(changes.values()):
            raise StateConflict(_("The results page says this already."))
        correction = Correction.objects.create(
            event=event,
            before=standing.content,
            changes=changes,
            reason=reason.strip(),
            made_at=record.at,
            made_by=actor,
        )
        standing.content = content
        standing.save(update_fields=["content"])
        record.about(correction, sha256=fingerprint)
    return correction
