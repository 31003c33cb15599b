"""Rank, decide and publish what is there, as workers and organisers do."""

from judging.ranking.selectors import ties
from judging.ranking.selectors.computing import basis_in, order_by
from judging.ranking.selectors.leaderboard import leaderboard
from judging.ranking.selectors.official import Official, ranks_in
from judging.ranking.services.calculation import calculate
from judging.results import services as results_services
from judging.results.selectors.publication import draft_of
from judging.results.services import publish_results
from judging.scorecards.selectors.marks import marks_of


def official_of(event) -> Official:
    """The official ranking of the marks as they are, computed on the spot."""
    found = {}
    gathered = marks_of(event)
    made = [ties.made_about(marks.challenge_ids) for marks in gathered]
    for marks, decisions in zip(gathered, made, strict=True):
        for challenge, lines in order_by(marks).items():
            found[challenge] = ties.apply_decisions(lines, decisions)
    return Official(ranks_in(found), basis_in(gathered, made))


def standings(event) -> dict:
    official = official_of(event)
    return {challenge: official.of(challenge.pk) for challenge in event.challenges.all()}


def computed_boards(event) -> list:
    return leaderboard(event, official_of(event))


def give_award(*, prize, **decision):
    """Give a prize by the ranking of the marks as they are, which a worker has computed."""
    calculate(event=prize.challenge.event)
    return results_services.give_award(prize=prize, **decision)


def withhold_award(*, prize, **decision):
    calculate(event=prize.challenge.event)
    return results_services.withhold_award(prize=prize, **decision)


def publish_as_it_is(actor, event):
    calculate(event=event)
    return publish_results(actor=actor, event=event, fingerprint=draft_of(event).sha256)
