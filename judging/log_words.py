"""What the audit log says of this floor's operations."""

from django.utils.translation import gettext_lazy as _

from hackathon.log_words import describe

JURY = {
    "judge.edit": _("Changed a judge"),
    "judge.invite": _("Invited a judge"),
    "judge.import": _("Imported a list of judges"),
    "judge.enter": _("A judge signed in by the link of the invitation"),
    "judge.accept": _("Accepted a seat on the jury"),
    "judge.decline": _("Declined a seat on the jury"),
    "judge.introduce": _("A judge changed how they are introduced"),
    "judge.excuse": _("Excused a judge"),
    "judge.reinstate": _("Took a judge back who had been excused by mistake"),
    "judge.nudge": _("Reminded a judge of open scorecards"),
    "panel.seat": _("Changed who sits on which panel"),
    "room_code.open": _("Showed a code in the room"),
    "room_code.close": _("Ended the code shown in the room"),
    "candidate.ask": _("Asked for a seat by the code in the room"),
    "candidate.answer": _("Decided about somebody who asked for a seat by the code in the room"),
    "conflict.declare": _("A judge declared a conflict of interest"),
    "conflict.impose": _("Recused a judge from a team"),
    "conflict.lift": _("Lifted a conflict of interest"),
    "conflict.settle": _("Settled a finding about a conflict of interest"),
    "conflict.find": _("Searched for conflicts of interest"),
    "neutral_name.add": _("Named something that is no sign of a conflict"),
    "neutral_name.remove": _("Took back that something is no sign of a conflict"),
}
RULES = {
    "rubric.edit": _("Changed the rubric, before marks were given"),
    "rules.publish": _("Published the rules of the jury"),
    "rules.publish_by_clock": _("The rules of the jury were published as judging began"),
    "rules.amend": _("Changed the rules of the jury after marks had been given"),
    "rules.take_back": _("Took back the last change of a criterion’s sense"),
}
WORK = {
    "scorecard.save": _("Saved marks"),
    "scorecard.hand_in": _("Handed in a scorecard"),
    "unsaved_marks.send": _("Sent marks that could not be saved to whoever leads the panel"),
    "unsaved_marks.settle": _("Dealt with marks that could not be saved"),
    "scorecard.abstain": _("Abstained from a scorecard"),
    "scorecard.take_up": _("Took up a scorecard again"),
    "scorecard.carry_on": _("Went on from the marks for the version before"),
    "scorecard.reopen": _("Reopened a scorecard"),
    "wave.propose": _("Proposed who reviews what"),
    "wave.release": _("Released reviews to judges"),
    "assignment.change": _("Changed who reviews what"),
    "paper.type": _("Typed in marks from paper"),
    "paper.confirm": _("Confirmed marks from paper"),
    "paper.refuse": _("Refused marks from paper"),
    "paper.announce": _("Told who settles the paper sheets that wait"),
    "calculation.store": _("A ranking was computed"),
    "discussion.open": _("Opened the discussion of a panel"),
    "tie.announce": _("Told whoever leads the panel that a tie waits"),
    "tie.decide": _("Decided a tie"),
    "refusal.record": _("Something was tried in judging, and refused"),
    "award.give": _("Gave a prize"),
    "award.withhold": _("Decided that nobody gets a prize"),
    "award.revoke": _("Took back a decision about a prize"),
    "results.publish": _("Published the results"),
    "results.correct": _("Corrected the results"),
}

for words in (JURY, RULES, WORK):
    describe(words)
