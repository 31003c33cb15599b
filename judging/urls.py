from django.urls import path

from judging import views
from judging.views import minutes, planning, ranking, rules, unsaved

app_name = "judging"
urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/<int:number>/", rules.rules, name="rule_sheet"),
    path("judging/ranking/<slug:slug>/", ranking.board, name="ranking"),
    path("judging/ranking/<slug:slug>/export/", ranking.export, name="ranking_export"),
    path("judging/ranking/<slug:slug>/without-each/", ranking.without_each, name="without_each"),
    path("judging/ranking/<slug:slug>/tie/", ranking.decide, name="decide_tie"),
    path("judging/minutes/<slug:slug>/", minutes.minutes, name="minutes"),
    path("judging/plan/<slug:slug>/", planning.plan, name="plan"),
    path("judging/plan/<slug:slug>/propose/", planning.propose, name="propose_wave"),
    path("judging/plan/<slug:slug>/rebalance/", planning.rebalance, name="rebalance"),
    path("judging/plan/<slug:slug>/<int:number>/release/", planning.release, name="release"),
    path("judging/plan/<slug:slug>/<int:number>/add/", planning.add, name="add_review"),
    path(
        "judging/plan/<slug:slug>/reviews/<int:assignment_id>/take/",
        planning.take,
        name="take_review",
    ),
    path("jury/", views.jury, name="jury"),
    path("jury/<int:judge_id>/photo/", views.photo, name="photo"),
    path("results/", views.results, name="results"),
    path("judging/", views.judges_desk, name="desk"),
    path("judging/invitations/<str:token>/", views.enter, name="accept"),
    path("judging/welcome/", views.welcome, name="welcome"),
    path("judging/welcome/decline/", views.decline, name="decline"),
    path("judging/profile/", views.profile, name="profile"),
    path("jury/seat/", views.ask, name="ask"),
    path("judging/room/", views.room, name="room"),
    path("judging/room/screen/", views.screen, name="screen"),
    path("judging/room/open/", views.open_room, name="open_room"),
    path("judging/room/close/", views.close_room, name="close_room"),
    path("judging/room/<int:candidate_id>/", views.answer, name="answer"),
    path("judging/president/jury/", views.people, name="president_people"),
    path("judging/president/jury/<int:judge_id>/", views.excuse, name="excuse"),
    path("judging/president/conflicts/", views.conflicts, name="president_conflicts"),
    path(
        "judging/president/conflicts/file/", views.conflicts_file, name="president_conflicts_file"
    ),
    path("judging/projects/<int:submission_id>/", views.scorecard, name="scorecard"),
    path("judging/worker.js", views.worker, name="worker"),
    path("judging/projects/<int:submission_id>/marks/", views.marks, name="marks"),
    path("judging/projects/<int:submission_id>/files/<int:file_id>/", views.file, name="file"),
    path("judging/projects/<int:submission_id>/unsaved/", unsaved.send, name="send_unsaved"),
    path("judging/unsaved/<int:unsaved_id>/settle/", unsaved.settle, name="settle_unsaved"),
    path("judging/progress/", views.progress, name="progress"),
    path("judging/progress/<int:judge_id>/", views.progress_of, name="progress_of"),
    path("judging/progress/<int:judge_id>/nudge/", views.nudge, name="nudge"),
    path("judging/scorecards/<int:card_id>/reopen/", views.reopen, name="reopen"),
    path("judging/discussions/<slug:slug>/", views.discussion, name="discussion"),
    path(
        "judging/president/<slug:slug>/discussion/", views.open_discussion, name="open_discussion"
    ),
    path("judging/paper/sheets/<int:sheet_id>/", views.sheet, name="paper_sheet"),
    path("judging/paper/<slug:slug>/", views.sheets, name="paper_sheets"),
    path("judging/paper/<int:judge_id>/<int:submission_id>/", views.typing, name="paper_typing"),
    path("judging/conflicts/<int:team_id>/", views.conflict, name="conflict"),
]
