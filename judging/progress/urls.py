from django.urls import path

from judging.progress import views

urlpatterns = [
    path("judging/progress/", views.progress, name="progress"),
    path("judging/progress/<int:judge_id>/", views.progress_of, name="progress_of"),
    path("judging/progress/<int:judge_id>/nudge/", views.nudge, name="nudge"),
    path("judging/scorecards/<int:card_id>/reopen/", views.reopen, name="reopen"),
    path("judging/discussions/<slug:slug>/", views.discussion, name="discussion"),
    path(
        "judging/president/<slug:slug>/discussion/", views.open_discussion, name="open_discussion"
    ),
]
