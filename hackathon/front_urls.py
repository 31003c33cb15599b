from django.urls import path

from hackathon.views import front

app_name = "hackathon"
urlpatterns = [
    path("", front.events, name="events"),
    path("me/", front.me, name="me"),
    path("me/profile/", front.profile, name="profile"),
]
