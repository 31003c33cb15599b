from django.urls import path

from challenges import views

app_name = "challenges"
urlpatterns = [
    path("", views.home, name="home"),
    path("challenges/", views.challenges, name="challenges"),
    path("partners/", views.partners, name="partners"),
    path("questions/", views.unanswered, name="unanswered"),
    path("challenges/<slug:slug>/", views.challenge, name="challenge"),
    path("challenges/<slug:slug>/ask/", views.ask, name="ask"),
    path("challenges/<slug:slug>/questions/", views.questions, name="questions"),
    path("challenges/<slug:slug>/questions/<int:question_id>/", views.answer, name="answer"),
]
