from hackathon.kernel.operations import Operation
from hackathon.kernel.phases import Phase
from teams.team.policy import deciding_operation, is_member

# Until the team's own deadline and the minutes of grace: an extension may reach into judging.
WRITING = frozenset({Phase.HACKING, Phase.JUDGING})
GRANT_EXTENSION = deciding_operation("extension.grant", WRITING)
GRANT_ALL = deciding_operation("extension.grant_all", WRITING, exclusive=True)
ASK_LATE = Operation("late_request.ask", phases=WRITING, may=is_member, is_unseen=True)
ANSWER_LATE = deciding_operation("late_request.answer", WRITING)
