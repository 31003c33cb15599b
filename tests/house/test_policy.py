"""The law of the house, as text: a widened deadline is a failing test."""

import pytest

from hackathon.kernel.operations import About, TargetMissing, registry
from hackathon.kernel.phases import Phase
from hackathon.models import User
from teams.deadlines.rule import closing_of

LETTERS = {
    Phase.DRAFT: "d",
    Phase.REGISTRATION: "R",
    Phase.HACKING: "H",
    Phase.JUDGING: "J",
    Phase.DELIBERATION: "D",
    Phase.PUBLISHED: "P",
}
# F: until teams are fixed; C: until registration closes; W: until the team's own deadline.
# S: until submissions close. X: alone on the event. Each is about an event, unless it says what
# else: a person, or the site.
ENDS = {
    "team_changes_close_at": ["F"],
    "registration_closes_at": ["C"],
    "submissions_close_at": ["S"],
    "": [],
}

LAW = """
event.create           d R H J D P site
event.edit             d R H J D P
event.reschedule       d R H J D    X
organiser.add          d R H J D P
organiser.trust        d R H J D P
organiser.remove       d R H J D P
person.edit            d R H J D P person
person.erase           d R H J D P person
person.send_link       d R H J D P person
person.announce_factor d R H J D P person
person.keep_factor     d R H J D P person
person.take_factor     d R H J D P person
person.end_sessions    d R H J D P person
mail.hold              d R H J D P
mail.release           d R H J D P
mail.resend            d R H J D P
mail.drop              d R H J D P
mail.readdress         d R H J D P
site_mail.decide       d R H J D P site
challenge.edit         d R H
challenge.reschedule   d R H X
prize.edit             d R H J D
page.edit              d R H J D P
owner.add              d R H J D P
owner.remove           d R H J D P
question.ask           R H
question.answer        R H
team.register          R H F
team.edit              R H F
team.invite            R H F
invitation.revoke      d R H J D P
invitation.resend      R H F
invitation.accept      R H F
join_link.open         R H F
join_link.revoke       d R H J D P
join_link.use          R H F
join_request.ask       R H F
join_request.withdraw  d R H J D P
join_request.answer    R H F
join_request.decline   d R H J D P
merge.offer            R H F
merge.withdraw         d R H J D P
merge.answer           R H F
merge.decline          d R H J D P
captain.hand_over      R H F
member.leave           R H F
member.remove          R H F
member.move            d R H J D
member.take_out        d R H J D
team.merge             d R H J D
team.match             R H
team.correct           d R H J D P
team.close             d R H J D
team.reopen            d R H J D
submission.save        H J W
upload.begin           H J W
upload.end             d R H J D P
upload.sweep           d R H J D P
file.add               H J W
file.remove            H J W
submission.submit      H J W
submission.withdraw    H J W
attempt.record         d R H J D P
submission.triage      H J D
submission.disqualify  J D
submission.rescue      H J
submission.recall      H J D
gallery.open           J D P
gallery.close          J D P
member.name_me         R H J D P
bundle.ask             H J D P
bundle.finish          d R H J D P
bundle.drop            d R H J D P
extension.grant        H J
extension.grant_all    H J X
late_request.ask       H J
late_request.answer    H J
submission.take        H J
participant.save       R H C
participant.apply      R H C
participant.agree      R H J D P
participant.confirm    R H
participant.withdraw   R H
participant.look       R H
participant.decide     d R H J D P
participant.note       d R H J D P
participant.move_up    R H
participant.remind     R H
participant.check_in   d R H J D P
participant.walk_in    d R H J D P
entry_form.edit        d R H J D P
admission_code.edit    d R H J D P
consent.publish        d R H J D P
project_form.edit      d R H J D P
help.ask               R H
help.cancel            R H
help.claim             H
help.hand_on           H
help.close             H
help.resume            H
team.fix               R H J D
help.end               J D P
coach.edit             d R H J D P
coach.invite           R H
coach.accept           R H
coach.decline          R H
judge.edit             d R H J D P
rubric.edit            d R H J
rules.publish          R H S
rules.publish_by_clock J
rules.amend            H J X
rules.take_back        H J X
judge.invite           R H J
judge.accept           R H J
judge.decline          R H J
judge.enter            R H J
judge.introduce        R H J D
judge.excuse           R H J D
judge.reinstate        R H J D
judge.import           d R H J
panel.seat             d R H J D
room_code.open         R H J
room_code.close        d R H J D P
candidate.ask          R H J
candidate.answer       R H J
conflict.declare       R H J
conflict.impose        R H J D
conflict.lift          R H J D
conflict.settle        R H J D
conflict.find          R H J D
neutral_name.add       R H J D
neutral_name.remove    R H J D
scorecard.save         J
scorecard.hand_in      J
wave.propose           J
wave.release           J
assignment.change      J
calculation.store      J D
scorecard.abstain      J
scorecard.take_up      J
scorecard.carry_on     J
scorecard.reopen       J
paper.type             J
paper.confirm          J
paper.refuse           J D
paper.announce         D
unsaved_marks.send     J D
unsaved_marks.settle   J D
judge.nudge            J
discussion.open        J D
tie.announce           D
tie.decide             D
refusal.record         d R H J D P
award.give             D
award.withhold         D
award.revoke           D
results.publish        D X
results.correct        P X
"""


def test_every_operation_is_open_in_the_phases_that_we_agreed():
    agreed = {verb: marks for verb, *marks in map(str.split, LAW.strip().splitlines())}
    actual = {
        verb: [LETTERS[phase] for phase in Phase if phase in operation.phases]
        + ["X"] * operation.exclusive
        + ENDS[operation.until]
        + ["W"] * (operation.closes is closing_of)
        + [operation.about.value] * (operation.about is not About.EVENT)
        for verb, operation in registry.items()
    }
    assert actual == agreed


OTHERS = {
    About.EVENT: [None, User(), object()],
    About.PERSON: [None, object()],
    About.SITE: [User(), object()],
}
DOORS = {
    "allows": lambda operation, target: operation.allows(User(), target),
    "open_now": lambda operation, target: operation.open_now(target),
    "require": lambda operation, target: operation.require(User(), target),
    "begin": lambda operation, target: operation.begin(User(), target).__enter__(),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("verb", registry)
def test_no_operation_skips_phase_and_lock_because_its_target_is_another(verb, door):
    """There is no database in this test: the operation raises before it asks anything."""
    for target in OTHERS[registry[verb].about]:
        with pytest.raises(TargetMissing):
            DOORS[door](registry[verb], target)
