from django.urls import path

from teams.door import views

urlpatterns = [
    path("door/", views.door, name="door"),
    path("door/check-in/", views.check_in, name="check_in"),
    path("door/walk-in/", views.walk_in, name="walk_in"),
]
