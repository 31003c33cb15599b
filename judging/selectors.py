from django.db.models import QuerySet

from challenges.models import Challenge, Prize
from hackathon.models import Event
from judging.models import Award, Scorecard
from judging.scoring.ranking import Mark, Rank, ranking, weighted_mean
from teams.selectors import entered_versions


def standings(event: Event) -> dict[Challenge, list[Rank]]:
    """The ranking of each challenge as it stands now, in a fixed number of queries."""
    weights = dict(event.criteria.values_list("pk", "weight"))
    cards = Scorecard.objects.counted().filter(judge__event=event)
    cards = cards.select_related("version__submission__team").prefetch_related("scores")
    marks: dict[int, list[Mark]] = {}
    for card in cards:
        values = {score.criterion_id: score.value for score in card.scores.all()}
        mark = Mark(card.judge_id, card.version.submission_id, weighted_mean(values, weights))
        marks.setdefault(card.version.submission.team.challenge_id, []).append(mark)
    return {challenge: ranking(marks.get(challenge.pk, [])) for challenge in event.challenges.all()}


def prizes_without_winner(event: Event) -> QuerySet[Prize]:
    return Prize.objects.filter(challenge__event=event, award=None).select_related("challenge")


def winners(event: Event) -> list[Award]:
    """The awards with the version that won, once they are public; before that there are none."""
    return awards(event) if event.published_at else []


def awards(event: Event) -> list[Award]:
    """The prizes given so far, each with the version that the jury judged. Not for the public."""
    given = Award.objects.filter(prize__challenge__event=event)
    given = given.select_related("prize__challenge", "submission__team").order_by(
        "prize__challenge__position", "prize__rank"
    )
    entered = {version.submission_id: version for version in entered_versions(event)}
    for award in (rows := list(given)):
        award.version = entered.get(award.submission_id, award.submission)
    return rows
