from django.urls import path

from judging.scorecards.views import desk, marks, scorecard

urlpatterns = [
    path("judging/", desk.judges_desk, name="desk"),
    path("judging/projects/<int:submission_id>/", scorecard.scorecard, name="scorecard"),
    path("judging/worker.js", marks.worker, name="worker"),
    path("judging/projects/<int:submission_id>/marks/", marks.marks, name="marks"),
    path("judging/projects/<int:submission_id>/files/<int:file_id>/", scorecard.file, name="file"),
]
