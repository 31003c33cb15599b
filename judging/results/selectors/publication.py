"""What a publication will make public and send: drafted, fingerprinted, compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from hackathon.kernel.notices import Letter
from hackathon.models import Event
from hackathon.web.forms import NATIVE
from judging.jury.models import Judge, PanelSeat
from judging.ranking.selectors.official import Official, Rank, official_of
from judging.results.models import Award
from judging.results.selectors import announcing
from judging.results.selectors.awards import decisions, drafted_winners, winner_of
from judging.results.selectors.readiness import Gap, gaps_of
from judging.rules.models import JuryRules
from judging.rules.selectors.sheets import fingerprint_of
from judging.scorecards.selectors.marks import counted_cards
from teams.submissions.selectors.submissions import entered_versions

Content = dict[str, Any]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Decided:
    """A decision about a prize with the winner's place in the official ranking."""

    award: Award
    place: Rank | None
    entered: int
    is_shared: bool


@dataclass(frozen=True)
class Draft:
    """All that the publish page shows; ``content`` is what will be frozen or sent."""

    content: Content
    gaps: list[Gap]
    decisions: list[Decided]
    letters: list[Letter]

    @cached_property
    def sha256(self) -> str:
        return fingerprint_of(self.content)


def draft_of(event: Event, official: Official | None = None) -> Draft:
    """The publication as it would be now. Without a ranking that still holds it may be slow."""
    official = official or official_of(event)
    made, letters = list(decisions(event)), announcing.announcement_of(event)
    content = {
        "event": {"id": event.pk, "slug": event.slug, "names": names_of(event)},
        "results": results_of(event),
        "decisions": [decision_in_ids(award, official) for award in made],
        "standings": standings_in_words(event, official),
        "mails": announcing.count_letters(letters),
        "basis": official.basis,
    }
    return Draft(
        content=content,
        gaps=gaps_of(event, official),
        decisions=[decision_of(award, official) for award in made],
        letters=letters,
    )


def names_of(event: Event) -> dict[str, str]:
    """The event's name in each language, as results pages and mails will tell it."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = event.name
    return found


def decision_of(award: Award, official: Official) -> Decided:
    challenge = award.prize.challenge_id
    place, ranks = official.place_of(challenge, award.submission_id), official.of(challenge)
    level = [line for line in ranks if place and line.rank == place.rank]
    return Decided(award, place, len(ranks), is_shared=len(level) > 1)


def decision_in_ids(award: Award, official: Official) -> Content:
    place = official.place_of(award.prize.challenge_id, award.submission_id)
    return {
        "prize": award.prize_id,
        "submission": award.submission_id,
        "reason": award.reason,
        "rank": place.rank if place else None,
        "points": str(place.points) if place else None,
    }


def standings_in_words(event: Event, official: Official) -> list[list]:
    """Every line that will be frozen, with the title of its project."""
    titles = {version.submission_id: version.title for version in entered_versions(event)}
    return [
        [line.entry, titles.get(line.entry, ""), line.rank, str(line.points)]
        for lines in official.ranks.values()
        for line in lines
    ]


def results_of(event: Event) -> dict[str, Content]:
    """What the results page tells, in each language."""
    awards, jury = drafted_winners(event), jury_of(event)
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = results_in_this_language(awards, jury)
    return found


def results_in_this_language(awards: list[Award], jury: list[Judge]) -> Content:
    return {
        "winners": [content_of_winner(award) for award in awards if award.submission_id],
        "withheld": [content_of_withheld(award) for award in awards if not award.submission_id],
        "jury": [person_of(judge) for judge in jury],
    }


def content_of_winner(award: Award) -> Content:
    submission = winner_of(award)
    return {
        "prize": award.prize_id,
        "id": award.submission_id,
        "team": submission.team.name,
        "project": award.project,
        "challenge": award.prize.challenge.title,
        "title": award.prize.title,
        "reward": award.prize.reward,
    }


def content_of_withheld(award: Award) -> Content:
    return {
        "prize": award.prize_id,
        "challenge": award.prize.challenge.title,
        "title": award.prize.title,
        "reason": award.reason,
    }


def person_of(judge: Judge) -> Content:
    title = ", ".join(filter(None, (judge.function, judge.organisation)))
    return {"judge": judge.pk, "name": judge.name, "title": title}


def jury_of(event: Event) -> list[Judge]:
    """Who judged: who sits on a panel, and everybody whose marks count.

    By the rule of the jury's own page (``shown_judges``): who has accepted; with the names always
    shown also who was only written down. Nobody who was asked and has not accepted, or declined.
    """
    shown = Q(accepted_at__isnull=False)
    if JuryRules.objects.filter(event=event, jury_shown=JuryRules.Shown.ALWAYS).exists():
        shown |= Q(invited_at=None)
    there = event.judges.filter(shown, left_at=None, declined_at=None)
    seats = PanelSeat.objects.filter(judge__in=there).exclude(role=PanelSeat.Role.RESERVE)
    counting = counted_cards(event).values_list("judge", flat=True)
    judges = {*seats.values_list("judge", flat=True), *counting}
    return list(event.judges.filter(pk__in=judges).order_by("position", "pk"))


@dataclass(frozen=True)
class Difference:
    """Something that was shown in one way and is now in another; empty is absent."""

    label: str
    before: str
    after: str


Lines = dict[tuple, tuple[str, str]]  # what it is, to its label and its words


def differences(before: Content, after: Content, language: str) -> list[Difference]:
    """Between two drafts, in words: first who wins what, then all else that was shown."""
    found = result_differences(before["results"], after["results"], language)
    found += compare_lines(draft_lines(before), draft_lines(after)).values()
    for template, now in after["mails"].items():
        then = before["mails"][template]
        if then != now and mail_words(then) == mail_words(now):
            people = _("the same number, but not the same people or addresses")
            found.append(Difference(mail_label(template), mail_words(then), people))
    if not found and before != after:
        changed = (fingerprint_of(content)[:16] for content in (before, after))
        found.append(Difference(_("Marks and decisions behind the ranking"), *changed))
    return found


def result_differences(
    before: dict[str, Content], after: dict[str, Content], language: str
) -> list[Difference]:
    """What a page of results tells otherwise; in other languages only where this one does not."""
    own = compare_lines(result_lines(before[language]), result_lines(after[language]))
    found = list(own.values())
    for code in LANGUAGES:
        others = compare_lines(result_lines(before[code]), result_lines(after[code]))
        found += [
            Difference(f"{one.label} ({NATIVE[code]})", one.before, one.after)
            for key, one in others.items()
            if code != language and key not in own
        ]
    return found


def compare_lines(before: Lines, after: Lines) -> dict[tuple, Difference]:
    """The lines whose words differ; their labels as they are now."""
    absent = ("", "")
    return {
        key: Difference(
            (after.get(key) or before[key])[0],
            before.get(key, absent)[1],
            after.get(key, absent)[1],
        )
        for key in {**before, **after}
        if before.get(key, absent)[1] != after.get(key, absent)[1]
    }


def result_lines(content: Content) -> Lines:
    """A results page as lines: for each prize its name and who has it, then the jury."""
    lines: Lines = {}
    for row in [*content["winners"], *content["withheld"]]:
        prize = f"{row['challenge']} · {row['title']}"
        words = prize + (f": {row['reward']}" if row.get("reward") else "")
        lines["prize", row["prize"]] = (_("Prize: %(prize)s") % {"prize": prize}, words)
        label = _("Winner: %(prize)s") % {"prize": prize}
        lines["winner", row["prize"]] = (label, winner_in_words(row))
    for one in content["jury"]:
        label = _("Jury: %(name)s") % {"name": one["name"]}
        lines["judge", one["judge"]] = (label, ", ".join(filter(None, (one["name"], one["title"]))))
    return lines


def winner_in_words(row: Content) -> str:
    if "project" in row:
        return f"{row['project']} · {row['team']}"
    return _("nobody: %(reason)s") % {"reason": row["reason"]}


def draft_lines(content: Content) -> Lines:
    """What a draft holds beside the page of results."""
    return {
        **{
            ("event", code): (f"{_('Event')} ({code})", name)
            for code, name in content["event"]["names"].items()
        },
        **dict(reason_lines(content)),
        **{
            ("mail", template): (mail_label(template), mail_words(mail))
            for template, mail in content["mails"].items()
        },
        **{
            ("place", row[0]): (
                _("Place of “%(title)s”") % {"title": row[1]},
                _("%(rank)s, %(points)s points") % {"rank": row[2], "points": row[3]},
            )
            for row in content["standings"]
        },
    }


def reason_lines(content: Content) -> Iterator[tuple[tuple, tuple[str, str]]]:
    rows = next(iter(content["results"].values()))
    titles = {
        row["prize"]: f"{row['challenge']} · {row['title']}"
        for row in [*rows["winners"], *rows["withheld"]]
    }
    for one in content["decisions"]:
        label = _("Reason: %(prize)s") % {"prize": titles.get(one["prize"], "")}
        yield ("reason", one["prize"]), (label, one["reason"])


def mail_label(template: str) -> str:
    return {
        announcing.WINNER: _("Mails to members of winning teams"),
        announcing.OTHERS: _("Mails to members of all other teams"),
        announcing.JURY: _("Mails to the jury"),
    }[template]


def mail_words(mail: Content) -> str:
    spoken = ", ".join(f"{code.upper()} {n}" for code, n in mail["languages"].items())
    return f"{mail['count']} ({spoken})" if spoken else str(mail["count"])
