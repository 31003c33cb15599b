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
    path("judging/conflicts/<int:team_id>/", views.conflict, name="conflict"),
]
