from django.urls import path

from hackathon.views import address, front

app_name = "hackathon"
urlpatterns = [
    path("", front.events, name="events"),
    path("me/", front.me, name="me"),
    path("me/profile/", front.profile, name="profile"),
    path("me/address/", address.prove, name="prove_address"),
]
