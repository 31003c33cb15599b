from django.urls import path

from hackathon.events import views

urlpatterns = [
    path("", views.events, name="events"),
    path("me/", views.me, name="me"),
]
