"""The law of the house, as text: a widened deadline is a failing test."""

from hackathon.operations import registry
from hackathon.phases import Phase
from teams.deadlines import closing_of

LETTERS = {
    Phase.DRAFT: "d", Phase.REGISTRATION: "R", Phase.HACKING: "H", Phase.JUDGING: "J",
    Phase.DELIBERATION: "D", Phase.PUBLISHED: "P",
}  # fmt: skip
# F: until teams are fixed; C: until registration closes; W: until the team's own deadline.
# S: until submissions close. X: alone on the event.
ENDS = {
    "team_changes_close_at": ["F"], "registration_closes_at": ["C"],
    "submissions_close_at": ["S"], "": [],
}  # fmt: skip

LAW = """
event.create           d R H J D P
event.edit             d R H J D P
event.reschedule       d R H J D    X
organiser.add          d R H J D P
organiser.trust        d R H J D P
organiser.remove       d R H J D P
person.edit            d R H J D P
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
invitation.revoke      R H F
invitation.resend      R H F
invitation.accept      R H F
join_link.open         R H F
join_link.revoke       R H F
join_link.use          R H F
join_request.ask       R H F
join_request.withdraw  R H F
join_request.answer    R H F
merge.offer            R H F
merge.withdraw         R H F
merge.answer           R H F
captain.hand_over      R H F
member.leave           R H F
member.remove          R H F
member.move            d R H J D P
team.merge             d R H J D P
team.match             R H
team.correct           d R H J D P
team.close             d R H J D P
team.reopen            d R H J D P
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
coach.edit             d R H J D P
coach.invite           R H
coach.accept           R H
judge.edit             d R H J D P
rubric.edit            d R H J
rules.publish          R H S
rules.publish_by_clock J
rules.amend            H J X
judge.invite           R H J
judge.accept           R H J
judge.enter            R H J
judge.introduce        R H J D
judge.excuse           R H J D
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
paper.refuse           J
judge.nudge            J
discussion.open        J D
tie.decide             D
refusal.record         d R H J D P
award.give             D
award.revoke           D
results.publish        D X
"""


def test_every_operation_is_open_in_the_phases_that_we_agreed():
    agreed = {verb: marks for verb, *marks in map(str.split, LAW.strip().splitlines())}
    actual = {
        verb: [LETTERS[phase] for phase in Phase if phase in operation.phases]
        + ["X"] * operation.exclusive
        + ENDS[operation.until]
        + ["W"] * (operation.closes is closing_of)
        for verb, operation in registry.items()
    }
    assert actual == agreed
