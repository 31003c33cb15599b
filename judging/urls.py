from django.urls import path

from judging import views, views_rules

app_name = "judging"
urlpatterns = [
    path("rules/", views_rules.rules, name="rules"),
    path("rules/<int:number>/", views_rules.rules, name="rule_sheet"),
    path("jury/", views.jury, name="jury"),
    path("jury/<int:judge_id>/photo/", views.photo, name="photo"),
    path("results/", views.results, name="results"),
    path("judging/", views.judges_desk, name="desk"),
    path("judging/invitations/<str:token>/", views.accept, name="accept"),
    path("judging/projects/<int:submission_id>/", views.scorecard, name="scorecard"),
    path("judging/projects/<int:submission_id>/files/<int:file_id>/", views.file, name="file"),
    path("judging/conflicts/<int:team_id>/", views.conflict, name="conflict"),
]
