"""The law of the house, as text: a widened deadline is a failing test."""

from hackathon.operations import registry
from hackathon.phases import Phase

LETTERS = {
    Phase.DRAFT: "d", Phase.REGISTRATION: "R", Phase.HACKING: "H", Phase.JUDGING: "J",
    Phase.DELIBERATION: "D", Phase.PUBLISHED: "P",
}  # fmt: skip

LAW = """
event.create           d R H J D P
event.edit             d R H J D P
event.reschedule       d R H J D    X
organiser.add          d R H J D P
organiser.remove       d R H J D P
person.edit            d R H J D P
challenge.edit         d R H
prize.edit             d R H J D
page.edit              d R H J D P
owner.add              d R H J D P
owner.remove           d R H J D P
question.ask           R H
question.answer        R H
team.register          R H
team.rename            R H
team.invite            R H
invitation.revoke      R H
invitation.accept      R H
captain.hand_over      R H
member.leave           R H
member.remove          R H
submission.save        H
submission.submit      H
submission.withdraw    H
help.ask               R H
help.cancel            R H
help.claim             H
help.hand_on           H
help.close             H
coach.edit             d R H J D P
coach.invite           R H
coach.accept           R H
judge.edit             d R H J D P
rubric.edit            d R H
judge.invite           R H J
judge.accept           R H J
conflict.declare       R H J
scorecard.save         J
scorecard.hand_in      J
award.give             D
award.revoke           D
results.publish        D X
"""


def test_every_operation_is_open_in_the_phases_that_we_agreed():
    agreed = {verb: marks for verb, *marks in map(str.split, LAW.strip().splitlines())}
    actual = {
        verb: [LETTERS[phase] for phase in Phase if phase in operation.phases]
        + ["X"] * operation.exclusive
        for verb, operation in registry.items()
    }
    assert actual == agreed
