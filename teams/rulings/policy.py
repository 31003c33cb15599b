from hackathon.kernel.operations import ANY_PHASE
from teams.participants.policy import TEAMS_OPEN
from teams.team.policy import A_SEAT, UNTIL_PUBLISHED, deciding_operation

MOVE_MEMBER = deciding_operation("member.move", UNTIL_PUBLISHED, gives=A_SEAT)
TAKE_MEMBER_OUT = deciding_operation("member.take_out", UNTIL_PUBLISHED)
MERGE_TEAMS = deciding_operation("team.merge", UNTIL_PUBLISHED, gives=A_SEAT)
MATCH_PEOPLE = deciding_operation("team.match", TEAMS_OPEN)
CORRECT_TEAM = deciding_operation("team.correct", ANY_PHASE, gives=A_SEAT)
CLOSE_TEAM = deciding_operation("team.close", UNTIL_PUBLISHED)
REOPEN_TEAM = deciding_operation("team.reopen", UNTIL_PUBLISHED, gives=A_SEAT)
