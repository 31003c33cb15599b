from django.urls import path

from judging.unsaved import views

urlpatterns = [
    path("judging/projects/<int:submission_id>/unsaved/", views.send, name="send_unsaved"),
    path("judging/unsaved/<int:unsaved_id>/settle/", views.settle_marks, name="settle_unsaved"),
]
