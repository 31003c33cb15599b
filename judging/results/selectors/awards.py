from typing import Any

from django.db.models import QuerySet

from challenges.models import Challenge, Prize
from hackathon.kernel.readings import Reading, column
from hackathon.models import Event
from judging.results.models import Award
from teams.submissions.models.submission import Submission
from teams.submissions.selectors.submissions import entered_versions


@Reading
def drafted_winners(language: str) -> str:
    """Who wins what as the rows say it now, for those alone who may know; nothing is frozen."""
    prize = ", ".join(column(Prize, name, language, "p") for name in ("title", "reward"))
    challenge = column(Challenge, "title", language, "c").removesuffix(" AS title")
    return f"""
        SELECT p.id AS prize, a.submission_id AS id, t.name AS team, {challenge} AS challenge,
            a.reason, {prize}, (
                SELECT title FROM teams_version v WHERE v.submission_id = a.submission_id
                    AND NOT EXISTS (SELECT 1 FROM teams_recall r WHERE r.version_id = v.id)
                ORDER BY number DESC LIMIT 1
            ) AS project
        FROM judging_award a
        JOIN challenges_prize p ON p.id = a.prize_id
        JOIN challenges_challenge c ON c.id = p.challenge_id
        LEFT JOIN teams_submission s ON s.id = a.submission_id
        LEFT JOIN teams_team t ON t.id = s.team_id
        WHERE c.event_id = %s ORDER BY c.position, c.id, p.rank"""  # noqa: S608 - our own names


@Reading
def shown_winners(language: str) -> str:
    """What everyone sees: the winners as they were published, and nothing before."""
    texts = ", ".join(
        f"w.one ->> '{name}' AS {name}"
        for name in ("team", "challenge", "title", "reward", "project")
    )
    return f"""
        SELECT (w.one ->> 'id')::bigint AS id, {texts}
        FROM judging_publication p CROSS JOIN LATERAL
            jsonb_array_elements(p.content -> '{language}' -> 'winners')
            WITH ORDINALITY AS w(one, place)
        WHERE p.event_id = %s ORDER BY w.place"""  # noqa: S608 - our own names


@Reading
def shown_publication(language: str) -> str:
    """The results page: one row with its content and its corrections, or none."""
    return f"""
        SELECT (p.content -> '{language}')::json AS content, (
                SELECT json_agg(json_build_object(
                    'made_at', k.made_at, 'reason', k.reason, 'lines', k.changes -> '{language}'
                ) ORDER BY k.id) FROM judging_correction k WHERE k.event_id = p.event_id
            ) AS corrections
        FROM judging_publication p WHERE p.event_id = %s"""  # noqa: S608 - our own names


def decisions(event: Event) -> QuerySet[Award]:
    """What has been decided about each prize so far. Not for the public."""
    made = Award.objects.filter(prize__challenge__event=event)
    made = made.select_related(
        "prize__challenge__event", "submission__team__challenge", "decided_by"
    )
    return made.order_by("prize__challenge__position", "prize__challenge", "prize__rank")


def awards(event: Event) -> list[Award]:
    """The prizes given so far, each with the version that the jury judged. Not for the public."""
    given = decisions(event).filter(submission__isnull=False)
    entered: dict[int, Any] = {row.submission_id: row for row in entered_versions(event)}
    for award in (rows := list(given)):
        award.version = entered.get(award.submission_id or 0, award.submission)
    return rows


def winner_of(award: Award) -> Submission:
    """What won, where the prize was given to something."""
    if award.submission is None:
        raise LookupError(f"{award!r} was given to nothing")
    return award.submission
