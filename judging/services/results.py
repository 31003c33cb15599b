from django.utils.translation import gettext as _

from challenges.models import Prize
from hackathon.errors import StateConflict
from hackathon.models import Event, User
from judging import policy, selectors
from judging.computing import basis_of
from judging.models import Award, Standing
from teams.models import Submission


def give_award(*, actor: User, prize: Prize, submission: Submission) -> Award:
    """Give a prize to a submission of its challenge, or to another than before."""
    with policy.GIVE_AWARD.begin(actor, prize, lock=[submission]) as record:
        if submission.team.challenge_id != prize.challenge_id:
            raise StateConflict(_("This submission answers another challenge."))
        if not Submission.objects.judgeable().filter(pk=submission.pk).exists():
            raise StateConflict(_("Only a submitted project can win a prize."))
        award, _created = Award.objects.update_or_create(
            prize=prize, defaults={"submission": submission}
        )
        record.about(award, prize=prize.pk, submission=submission.pk)
    return award


def revoke_award(*, actor: User, award: Award) -> None:
    with policy.REVOKE_AWARD.begin(actor, award) as record:
        record.about(award.prize, submission=award.submission_id)
        award.delete()


def publish_results(*, actor: User, event: Event) -> Event:
    """Freeze the ranking and open the results page. There is no way back."""
    basis = basis_of(event)  # before the ranking: what moves in between is noticed
    ranks = selectors.standings(event)
    with policy.PUBLISH_RESULTS.begin(actor, event) as record:
        if basis != basis_of(event):
            raise StateConflict(_("The ranking has changed this minute. Look at it again."))
        missing = [str(prize.challenge) for prize in selectors.prizes_without_winner(event)]
        if missing:
            raise StateConflict(
                _("Some prizes have no winner yet: %(challenges)s."),
                params={"challenges": ", ".join(missing)},
            )
        lines = [line for own in ranks.values() for line in own]
        Standing.objects.bulk_create(
            Standing(event=event, submission_id=line.entry, rank=line.rank, points=line.points)
            for line in lines
        )
        event.published_at = record.at
        event.save(update_fields=["published_at"])
        record.about(event, standings=len(lines), **basis)
    return event
