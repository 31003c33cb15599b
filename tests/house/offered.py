"""What somebody may do with a row of the scene, and no form of theirs has done."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from challenges.policy import may_answer
from hackathon.accounts.privacy import holds_of
from hackathon.kernel.operations import database_clock, registry
from hackathon.kernel.predicates import event_of
from hackathon.models import EmailLog, Event, User
from judging.amendments.selectors.taking_back import obstacle_to_taking_back
from judging.models import Scorecard
from judging.rules.services import has_marks_by
from judging.seats.selectors import own_offer, returning
from teams.deadlines.selectors.times import times_of
from teams.help.selectors import to_asking_for_help, to_coaching
from teams.models import Participant
from teams.participants.selectors import (
    asks_nothing,
    is_to_register,
    may_change_answers,
    must_register,
    participant_of,
    to_withdrawing,
)
from teams.submissions.policy import SAVE_SUBMISSION
from teams.submissions.services.recalling import recallable
from teams.team.selectors.obstacles import (
    of_closed_or_full_team,
    of_own_team,
    to_accepting,
    to_asking,
    to_competing,
    to_inviting,
    to_registering,
    to_resending,
    to_taking_in,
    to_using,
)
from tests.house.forms_scene import Scene
from tests.house.operation_targets import target_models
from tests.house.visiting import Visit

# No form ever begins these by itself.
NOT_ON_A_PAGE = {
    "unsaved_marks.send": "sent by a script, with what the judge's device has left",
    "person.keep_factor": "on the page of the mailed link, for who may not be signed in",
    "refusal.record": "written by the service that refuses",
    "upload.begin": "sent by a script, with the headers of the tus protocol and the file's bytes",
}


def registers_first(person: User, row: Any) -> bool:
    return must_register(event_of(row), person)


def cannot_compete(person: User, event: Event) -> bool:
    """Whoever judges, sees marks or coaches everything is led to no place in the event."""
    return to_competing(event, person) is not None


def is_asked_nothing(person: User, event: Event) -> bool:
    """The page “Taking part” is shown to who is asked something, and has not answered."""
    participant = participant_of(event, person)
    is_seated = event.teams.of(person).exists() or cannot_compete(person, event)
    return is_seated or asks_nothing(event) or not is_to_register(participant)


def may_not_answer(person: User, event: Event) -> bool:
    """Answers can be put right by who has sent them."""
    participant = participant_of(event, person)
    if participant and may_change_answers(event, participant):
        return False
    return is_asked_nothing(person, event)


def is_written_on(person: User, card: Scorecard) -> bool:
    """Whether this judge has begun the newest version of everything that they have marked."""
    cards = Scorecard.objects.filter(judge=card.judge).select_related("version__submission")
    newest = {each.version.submission.versions.latest("number").pk for each in cards}
    return newest <= {each.version_id for each in cards}


def has_no_mail(event: Event, *statuses: str) -> bool:
    return not EmailLog.objects.filter(entry__event=event, status__in=statuses).exists()


# What an operation does not know, and the page says in a sentence where the form would stand.
IN_THE_WAY: dict[str, Callable[[User, Any], Any]] = {
    "person.erase": lambda person, _row: holds_of(person),
    "team.register": lambda person, event: (
        to_registering(event, person) or registers_first(person, event)
    ),
    "join_link.use": lambda person, link: to_using(link, person) or registers_first(person, link),
    "join_request.ask": lambda person, team: (
        to_asking(team, person) or registers_first(person, team) or not team.is_open
    ),
    "join_link.open": lambda _person, team: of_closed_or_full_team(team),
    "participant.look": lambda person, row: not row.has_place or of_own_team(row.event, person),
    "invitation.accept": lambda person, invitation: (
        to_accepting(invitation, person) or registers_first(person, invitation)
    ),
    "invitation.resend": lambda _person, row: to_resending(row, database_clock()),
    "team.invite": lambda _person, team: to_inviting(team),
    "merge.offer": lambda _person, team: of_closed_or_full_team(team),
    "join_request.answer": lambda _person, asked: to_taking_in(asked),
    "question.ask": may_answer,
    "help.ask": lambda _person, team: to_asking_for_help(team),
    "participant.save": may_not_answer,
    "participant.apply": is_asked_nothing,
    "participant.confirm": lambda _person, row: row.status != Participant.Status.OFFERED,
    "participant.withdraw": lambda person, row: to_withdrawing(row.event, person),
    "late_request.ask": lambda _person, team: not times_of(team).is_over,
    "upload.end": lambda _person, row: SAVE_SUBMISSION.refusal_now(row.team),
    "judge.accept": lambda person, judge: (
        judge.accepted_at or own_offer.obstacle_to_accepting(judge.event, person)
    ),
    "judge.invite": lambda _person, judge: judge.accepted_at,
    "judge.reinstate": lambda _person, judge: not returning.is_reinstatable(judge),
    "judge.enter": lambda person, _judge: person,  # the link in the mail signs somebody in
    "coach.accept": lambda person, coach: coach.accepted_at or to_coaching(coach, person),
    "coach.invite": lambda _person, coach: coach.accepted_at,
    "rubric.edit": lambda _person, row: has_marks_by(row),
    "rules.amend": lambda _person, row: not has_marks_by(row),
    "rules.take_back": lambda _person, change: obstacle_to_taking_back(change),
    "team.reopen": lambda _person, team: not team.closed_at,
    "mail.hold": lambda _person, event: has_no_mail(event, "queued"),
    "mail.release": lambda _person, event: has_no_mail(event, "held"),
    "mail.resend": lambda _person, event: has_no_mail(event, "failed", "sent"),
    "mail.drop": lambda _person, event: has_no_mail(event, "queued", "held", "failed"),
    "mail.readdress": lambda _person, event: has_no_mail(event, "queued", "held", "failed"),
    "gallery.open": lambda _person, event: event.gallery_opened_at or event.published_at,
    "gallery.close": lambda _person, event: not event.gallery_opened_at,
    "submission.recall": lambda _person, row: recallable(row) is None,
    "scorecard.take_up": lambda _person, card: not card.abstained_at,
    "scorecard.carry_on": is_written_on,
}


def not_offered(visit: Visit, scene: Scene) -> Iterator[tuple[str, str, str]]:
    """Role, verb and row: allowed, nothing in the way, and no form of this person did it."""
    person = scene.roles[visit.role]
    phase = scene.event.phase_at(database_clock())
    for verb, operation in registry.items():
        is_settled = verb in {*visit.reached, *visit.at_the_desk, *NOT_ON_A_PAGE}
        if person is None or is_settled or phase not in operation.phases:
            continue
        is_hindered = IN_THE_WAY.get(verb, lambda _person, _row: None)
        for model in target_models().get(verb, ()):
            rows = [person] if model is User else scene.rows_of(model)
            possible = (
                row
                for row in rows
                if operation.allows(person, row) and not is_hindered(person, row)
            )
            yield from ((visit.role, verb, repr(row)) for row in islice(possible, 1))
