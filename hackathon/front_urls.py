from django.urls import path

from hackathon.views import address, front, profile

app_name = "hackathon"
urlpatterns = [
    path("", front.events, name="events"),
    path("me/", front.me, name="me"),
    path("people/<int:person_id>/photo/", profile.photo, name="photo"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/address/", address.prove, name="prove_address"),
]
