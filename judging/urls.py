from django.urls import path

from judging import views

app_name = "judging"
urlpatterns = [
    path("jury/", views.jury, name="jury"),
    path("jury/<int:judge_id>/photo/", views.photo, name="photo"),
    path("results/", views.results, name="results"),
    path("judging/", views.judges_desk, name="desk"),
    path("judging/invitations/<str:token>/", views.accept, name="accept"),
    path("judging/projects/<int:submission_id>/", views.scorecard, name="scorecard"),
    path("judging/worker.js", views.worker, name="worker"),
    path("judging/projects/<int:submission_id>/marks/", views.marks, name="marks"),
    path("judging/projects/<int:submission_id>/files/<int:file_id>/", views.file, name="file"),
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
