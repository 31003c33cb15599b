from django.urls import path

from hackathon.views import address, deleting, front, mail_state, profile, sign_in_link

app_name = "hackathon"
urlpatterns = [
    path("", front.events, name="events"),
    path("me/", front.me, name="me"),
    path("people/<int:person_id>/photo/", profile.photo, name="photo"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/delete/", deleting.delete_account, name="delete_account"),
    path("enter/<str:token>/", sign_in_link.enter, name="enter"),
    path("keep-factor/<str:token>/", sign_in_link.keep_factor, name="keep_factor"),
    path("me/address/", address.prove, name="prove_address"),
    path("account/mail/", mail_state.mail_state, name="mail_state"),
]
