from django.urls import path

from hackathon.accounts.views import address, deleting, profile, sign_in_link

urlpatterns = [
    path("people/<int:person_id>/photo/", profile.photo, name="photo"),
    path("me/profile/", profile.profile, name="profile"),
    path("me/delete/", deleting.delete_account, name="delete_account"),
    path("enter/<str:token>/", sign_in_link.enter, name="enter"),
    path("keep-factor/<str:token>/", sign_in_link.keep_factor, name="keep_factor"),
    path("me/address/", address.prove, name="prove_address"),
]
