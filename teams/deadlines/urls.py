from django.urls import path

from teams.deadlines import views

urlpatterns = [
    path("teams/<int:team_id>/late/", views.late, name="late"),
    path("countdown/<slug:language>/", views.countdown, name="countdown"),
]
