from django.urls import path

from judging import views, views_planning, views_ranking, views_rules

app_name = "judging"
urlpatterns = [
    path("rules/", views_rules.rules, name="rules"),
    path("rules/<int:number>/", views_rules.rules, name="rule_sheet"),
    path("judging/ranking/<slug:slug>/", views_ranking.board, name="ranking"),
    path("judging/ranking/<slug:slug>/export/", views_ranking.export, name="ranking_export"),
    path("judging/plan/<slug:slug>/", views_planning.plan, name="plan"),
    path("judging/plan/<slug:slug>/propose/", views_planning.propose, name="propose_wave"),
    path("judging/plan/<slug:slug>/rebalance/", views_planning.rebalance, name="rebalance"),
    path("judging/plan/<slug:slug>/<int:number>/release/", views_planning.release, name="release"),
    path("judging/plan/<slug:slug>/<int:number>/add/", views_planning.add, name="add_review"),
    path(
        "judging/plan/<slug:slug>/reviews/<int:assignment_id>/take/",
        views_planning.take,
        name="take_review",
    ),
    path("jury/", views.jury, name="jury"),
    path("jury/<int:judge_id>/photo/", views.photo, name="photo"),
    path("results/", views.results, name="results"),
    path("judging/", views.judges_desk, name="desk"),
    path("judging/invitations/<str:token>/", views.accept, name="accept"),
    path("judging/projects/<int:submission_id>/", views.scorecard, name="scorecard"),
    path("judging/projects/<int:submission_id>/files/<int:file_id>/", views.file, name="file"),
    path("judging/conflicts/<int:team_id>/", views.conflict, name="conflict"),
]
