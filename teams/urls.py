from django.urls import path

from teams import views

app_name = "teams"
urlpatterns = [
    path("register/", views.register, name="register"),
    path("invitations/<str:token>/", views.accept, name="accept"),
    path("<int:team_id>/", views.team, name="team"),
]
