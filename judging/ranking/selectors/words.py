"""A challenge's ranking in sentences: who is first, how sure that is, what has to be known."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from judging.ranking.models import TieDecision
from judging.rules.models import JuryRules

RANKING_HAS_CHANGED = gettext_lazy(
    "Nothing was saved, because a mark or a decision has changed the ranking since this page was "
    "opened. Look at the ranking as it is now, then decide again."
)


def first_of(result: dict[str, Any], rank: str) -> list[int]:
    return [row["submission"] for row in result["lines"] if row[rank] == 1]


def quote_titles(submissions: dict[int, str], chosen: list[int]) -> str:
    return ", ".join(_("“%s”") % submissions[pk] for pk in chosen)


def headline(
    result: dict[str, Any],
    submissions: dict[int, str],
    decisions: list[TieDecision],
    rules: JuryRules,
) -> str:
    """Which number is official, who is first by it, and how sure that is. ``decisions`` are the
    president's that stand."""
    winners = first_of(result, "rank")
    if not winners:
        return _("Nobody has been scored yet.")
    official = official_in_words(result, rules)
    titles = quote_titles(submissions, winners)
    if len(winners) > 1:
        level = _(
            "By it, %(titles)s are level, and the steps by which ties are settled leave them level."
        )
        return f"{official} {level % {'titles': titles}}"
    if any(winners[0] == decision.order[0] for decision in decisions):
        first = _("%(title)s is first: the president decided the tie.")
        return f"{official} {first % {'title': titles}}"
    first = _("By it, %(title)s is first.") % {"title": titles}
    row = next(row for row in result["lines"] if row["rank"] == 1)
    return f"{official} {first} {sure_in_words(row['best'])}".strip()


def official_in_words(result: dict[str, Any], rules: JuryRules) -> str:
    if rules.official == JuryRules.Official.CALIBRATED and not result["verdict"]["usable"]:
        return _(
            "The official number is the plain weighted mean, because the calibrated score cannot "
            "be used here."
        )
    return _("The official number is %(number)s.") % {"number": rules.get_official_display()}


def is_by_calibration(result: dict[str, Any], rules: JuryRules) -> bool:
    """Whether the lines are ranked by the calibrated score."""
    return rules.official == JuryRules.Official.CALIBRATED and result["verdict"]["usable"]


VERY_SURE, RATHER_SURE = 0.9, 0.5


def sure_in_words(best: float | None) -> str:
    """How sure it is that the first is the best, and what that means for whoever decides."""
    if best is None:
        return ""
    said = {"sure": in_percent(best)}
    if best >= VERY_SURE:
        return (
            _(
                "It is the best project with a probability of %(sure)s %%: another jury of this "
                "kind would very likely put it first, too."
            )
            % said
        )
    if best >= RATHER_SURE:
        return (
            _(
                "It is the best project with a probability of %(sure)s %%: it is ahead, but "
                "another jury of this kind could put one of the next ones first."
            )
            % said
        )
    return (
        _(
            "It is the best project with a probability of %(sure)s %%: several projects are about "
            "as good, and chance has a part in which of them is first. Talk about them."
        )
        % said
    )


def in_percent(share: float) -> str:
    """Nothing that was drawn at random is certain or impossible."""
    return "> 99" if share > 0.99 else "< 1" if share < 0.01 else str(round(100 * share))


def notes(result: dict, submissions: dict, rules: JuryRules) -> list[str]:
    """What has to be known before anybody decides."""
    said = []
    if not result["verdict"]["usable"]:
        own = sum(row["reviews"] for row in result["lines"])
        said.append(verdict_in_words(result["verdict"], submissions, own))
    plain, calibrated = first_of(result, "plain_rank"), first_of(result, "calibrated_rank")
    if result["disagree"]:
        official = rules.get_official_display()
        said.append(
            _(
                "The two numbers name different winners: the plain weighted mean %(plain)s, "
                "the calibrated score %(calibrated)s. Official is %(official)s."
            )
            % {
                "plain": quote_titles(submissions, plain),
                "calibrated": quote_titles(submissions, calibrated),
                "official": official,
            }
        )
    contenders = [row["submission"] for row in result["lines"] if row["contender"]]
    if len(contenders) > 1:
        said.append(
            _("With 90 %% the best is one of these: %(titles)s.")
            % {"titles": quote_titles(submissions, contenders)}
        )
    return said


def reviews_in_words(reviews: int, needed: int, own: int) -> str:
    """Whose reviews were counted: those of the panel, and of panels that share judges with it."""
    said = {"reviews": reviews, "needed": needed, "own": own, "others": reviews - own}
    if reviews <= own:
        return (
            _("For the calibrated score %(needed)d reviews are needed; this panel has %(reviews)d.")
            % said
        )
    return (
        _(
            "For the calibrated score %(needed)d reviews are needed. This panel has %(own)d; "
            "with those of panels that share judges with it (%(others)d) there are %(reviews)d."
        )
        % said
    )


def verdict_in_words(verdict: dict[str, Any], submissions: dict[int, str], own_reviews: int) -> str:
    """``own_reviews`` are those of the challenge itself."""
    given = verdict["parameters"]
    said = {
        "nothing_entered": lambda: _("No project was submitted."),
        "not_reviewed": lambda: (
            ngettext(
                "%(n)d submission has no review yet.",
                "%(n)d submissions have no review yet.",
                len(given["entries"]),
            )
            % {"n": len(given["entries"])}
        ),
        "too_few_reviews": lambda: reviews_in_words(given["reviews"], given["needed"], own_reviews),
        "too_few_judges": lambda: (
            _(
                "For the calibrated score %(needed)d judges are needed. %(judges)d have scored on "
                "this panel and on panels that share judges with it."
            )
            % given
        ),
        "all_equal": lambda: _("All marks are equal: there is nothing to calibrate."),
        "judges_constant": lambda: _(
            "Each judge gave the same marks to every project they saw: "
            "there is nothing to calibrate."
        ),
        "not_connected": lambda: _("The reviews fall into groups that share no judge."),
        "not_converged": lambda: _("The computation did not settle."),
    }[verdict["code"]]()
    return _("Only the plain weighted mean is shown. %(why)s") % {"why": said}
